import { Hono } from 'hono';
import { getLocalDay } from '../base/calendar.js';
import { dayMs, floorToMinute, hourMs } from '../base/duration.js';
import { parseIncidentNumber } from '../incidents/incident.js';
import { answerQuestion, answerReadOnly } from '../query/answer-question.js';
import {
  serializeDay,
  serializeIncidentDetail,
  serializeIncidentList,
  serializeStatus,
} from '../report/export/api-json.js';
import { renderDayPage } from '../report/page/report.js';
import { summarizeDay } from '../report/summary/day.js';
import { buildIncidentDetail, buildTopIncidentDetails } from '../report/summary/incident-detail.js';
import { summarizePeriod } from '../report/summary/period.js';
import { collectMetrics } from './metrics.js';
import { renderMetrics } from './metrics-text.js';
import {
  renderAnswerPage,
  renderErrorPage,
  renderIncidentPage,
  renderOverviewPage,
  siteLinks,
} from './pages.js';
import { respond } from './respond.js';
/** All addresses of the site, each read from the repository at the time of the request. Nothing is ever changed. */
export function createRoutes(createContext) {
  // Not strict: `/ask/` is the same page as `/ask`.
  const routes = new Hono({ strict: false });
  routes.get('/', () => respondWithOverview(createContext()));
  routes.get('/ask', ({ req }) => respondWithAnswer(limitQuestion(req.query('q')), createContext()));
  routes.get('/incident/:name', ({ req }) => {
    const response = respondWithIncident(req.param('name'), createContext());
    return response ?? respondPageNotFound(req.path);
  });
  routes.get('/day/:day?', ({ req }) => {
    const response = respondWithDay(req.param('day'), createContext());
    return response ?? respondPageNotFound(req.path);
  });
  routes.get('/metrics', () => respond('metrics', renderMetrics(collectMetrics(createContext()))));
  routes.route('/api/v1', createApiRoutes(createContext));
  routes.get('/api/*', ({ req }) => respondJsonNotFound(req.path));
  routes.get('*', ({ req }) => respondPageNotFound(req.path));
  return routes;
}
/** `/api/v1/…`: see docs/api.md. Fields are added, never renamed or removed. */
function createApiRoutes(createContext) {
  const api = new Hono({ strict: false });
  api.get('/status', ({ req }) => {
    const { repository, now, timezone } = createContext();
    const summary = summarizePeriod(readSpan(req.query('hours'), now), timezone, repository);
    return respondJson(serializeStatus(summary, repository.openIncidents(), now));
  });
  api.get('/incidents', ({ req }) => {
    const { repository, now } = createContext();
    return respondJson(serializeIncidentList(repository.incidents(readSpan(req.query('hours'), now))));
  });
  api.get('/incident', ({ req }) => {
    const { repository, now } = createContext();
    const incident = repository.incidentByNumber(parseIncidentNumber(req.query('id') ?? ''));
    return incident === undefined
      ? respondJsonNotFound(req.path)
      : respondJson(serializeIncidentDetail(buildIncidentDetail(incident, repository, now)));
  });
  api.get('/day', ({ req }) => {
    const { repository, now, timezone } = createContext();
    const day = req.query('day') ?? getLocalDay(now, timezone);
    const summary = summarizeDay(day, { now, timezone }, repository);
    return summary === undefined ? respondJsonNotFound(req.path) : respondJson(serializeDay(summary));
  });
  api.get('/ask', ({ req }) => {
    const question = limitQuestion(req.query('q'));
    return respondJson({ question, ...answerReadOnly(question, createContext()) });
  });
  api.get('/file', ({ req }) => {
    const { repository, now, timezone } = createContext();
    const response = respondWithFile(limitQuestion(req.query('q')), { repository, now, timezone });
    return response ?? respondJsonNotFound(req.path);
  });
  return api;
}
function respondWithOverview({ repository, now, timezone }) {
  const summary = summarizePeriod({ from: floorToMinute(now - dayMs), to: now }, timezone, repository);
  const openIncidents = repository.openIncidents();
  return respond('page', renderOverviewPage({ summary, openIncidents }, { now, timezone }));
}
function respondWithAnswer(question, context) {
  const answer = answerReadOnly(question, context);
  return respond('page', renderAnswerPage(question, answer, context));
}
function respondWithIncident(name, { repository, now, timezone }) {
  const incident = repository.incidentByNumber(parseIncidentNumber(name));
  if (incident === undefined) return undefined;
  const detail = buildIncidentDetail(incident, repository, now);
  return respond('page', renderIncidentPage(detail, { now, timezone }));
}
function respondWithDay(day, { repository, now, timezone }) {
  const summary = summarizeDay(day ?? getLocalDay(now, timezone), { now, timezone }, repository);
  if (summary === undefined) return undefined;
  const details = buildTopIncidentDetails(summary.incidents, repository, summary.span.to);
  return respond('page', renderDayPage(summary, details, siteLinks));
}
/** The text file that a question asks for: `top routes today as csv`. Browsers save it instead of showing it. */
function respondWithFile(question, context) {
  const { file } = answerQuestion(question, context);
  if (file?.type !== 'text') return undefined;
  return respond(file.fileName.endsWith('.csv') ? 'csv' : 'json', file.text, {
    headers: { 'Content-Disposition': `attachment; filename="${file.fileName}"` },
  });
}
const hoursMax = 24 * 31;
/** A pasted record is longer than a question. */
const questionCharsMax = 4_000;
const limitQuestion = (question = '') => question.slice(0, questionCharsMax);
/** The last `hours` hours: 1 to 744, by default 24. From a whole minute, as requests are counted by minute. */
function readSpan(hours, now) {
  const count = Number(/^\d{1,4}$/.exec(hours ?? '')?.[0] ?? 24);
  return { from: floorToMinute(now - Math.max(1, Math.min(hoursMax, count)) * hourMs), to: now };
}
const respondJson = (value, status = 200) => respond('json', `${JSON.stringify(value)}\n`, { status });
const respondPageNotFound = (path) =>
  respond('page', renderErrorPage('Not found', `There is no page at ${path}.`), { status: 404 });
const respondJsonNotFound = (path) => respondJson({ error: `Nothing is at ${path}: see docs/api.md.` }, 404);
