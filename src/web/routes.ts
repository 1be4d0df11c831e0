import { getLocalDay } from '../base/calendar.js';
import { parseIncidentNumber } from '../incidents/incident.js';
import type { AnswerContext } from '../query/answer.js';
import { answerQuestion, answerReadOnly } from '../query/answer-question.js';
import {
  serializeDay,
  serializeIncidentDetail,
  serializeIncidentList,
  serializeStatus,
} from '../report/export/api-json.js';
import { renderDayPage } from '../report/page/report.js';
import type { Repository } from '../report/repository.js';
import { summarizeDay } from '../report/summary/day.js';
import { buildIncidentDetail, buildTopIncidentDetails } from '../report/summary/incident-detail.js';
import { summarizePeriod } from '../report/summary/period.js';
import { type CounterState, collectMetrics } from './metrics.js';
import { renderMetrics } from './metrics-text.js';
import {
  renderAnswerPage,
  renderErrorPage,
  renderIncidentPage,
  renderOverviewPage,
  siteLinks,
} from './pages.js';

/** What pages and answers are made from. */
export type RequestContext = {
  readonly repository: Repository;
  readonly now: number;
  readonly timezone: string;
  readonly counters: CounterState;
};

/** What was asked for: the path without its query. */
export type RequestTarget = { readonly path: string; readonly query: URLSearchParams };

/** What is answered. The body is whole: pages load nothing else. */
export type WebResponse = {
  readonly status: number;
  readonly type: WebResponseType;
  readonly body: string;
  /** What it is saved as, where it is a file. */
  readonly fileName?: string;
};
export type WebResponseType = 'page' | 'json' | 'csv' | 'metrics';

/** What stands at an address. Only reads. */
export function routeRequest(target: RequestTarget, context: RequestContext): WebResponse {
  const [first = '', second = '', third, ...extraSegments] = target.path.split('/').slice(1);
  if (extraSegments.length > 0) return notFoundPage(target);
  if (first === 'api') return second === 'v1' ? routeApi(third ?? '', target, context) : notFoundJson(target);
  const response = third === undefined ? routes.get(first)?.(second, target, context) : undefined;
  return response ?? notFoundPage(target);
}

type RouteHandler = (name: string, target: RequestTarget, context: RequestContext) => WebResponse | undefined;

/** By the first part of the path; a map, since a path may also be called `constructor`. */
const routes: ReadonlyMap<string, RouteHandler> = new Map<string, RouteHandler>([
  ['', (name, _, context) => (name === '' ? respondWithOverview(context) : undefined)],
  [
    'ask',
    (name, { query }, context) => (name === '' ? respondWithAnswer(readQuestion(query), context) : undefined),
  ],
  ['incident', (name, _, context) => respondWithIncident(parseIncidentNumber(name), context)],
  ['day', (name, _, context) => respondWithDay(name, context)],
  ['metrics', (name, _, context) => (name === '' ? respondWithMetrics(context) : undefined)],
]);

const respondWithAnswer = (text: string, { repository, now, timezone }: RequestContext): WebResponse =>
  htmlResponse(
    renderAnswerPage(text, answerReadOnly(text, { repository, now, timezone }), { now, timezone }),
  );

function respondWithIncident(
  number: number,
  { repository, now, timezone }: RequestContext,
): WebResponse | undefined {
  const incident = repository.incidentByNumber(number);
  return (
    incident &&
    htmlResponse(renderIncidentPage(buildIncidentDetail(incident, repository, now), { now, timezone }))
  );
}

function respondWithDay(
  name: string,
  { repository, now, timezone }: RequestContext,
): WebResponse | undefined {
  const summary = summarizeDay(
    name === '' ? getLocalDay(now, timezone) : name,
    { now, timezone },
    repository,
  );
  return (
    summary &&
    htmlResponse(
      renderDayPage(
        summary,
        buildTopIncidentDetails(summary.incidents, repository, summary.span.to),
        siteLinks,
      ),
    )
  );
}

const respondWithMetrics = (context: RequestContext): WebResponse => ({
  status: 200,
  type: 'metrics',
  body: renderMetrics(collectMetrics(context)),
});

function respondWithOverview({ repository, now, timezone }: RequestContext): WebResponse {
  const summary = summarizePeriod({ from: now - dayMs, to: now }, timezone, repository);
  return htmlResponse(
    renderOverviewPage({ summary, openIncidents: repository.openIncidents() }, { now, timezone }),
  );
}

/** `/api/v1/…`: see docs/api.md. Fields are added, never renamed or removed. */
function routeApi(
  name: string,
  target: RequestTarget,
  { repository, now, timezone }: RequestContext,
): WebResponse {
  const { query } = target;
  const span = { from: now - readHours(query) * hourMs, to: now };
  switch (name) {
    case 'status':
      return jsonResponse(
        serializeStatus(summarizePeriod(span, timezone, repository), repository.openIncidents(), now),
      );
    case 'incidents':
      return jsonResponse(serializeIncidentList(repository.incidents(span)));
    case 'incident': {
      const incident = repository.incidentByNumber(parseIncidentNumber(query.get('id') ?? ''));
      return incident === undefined
        ? notFoundJson(target)
        : jsonResponse(serializeIncidentDetail(buildIncidentDetail(incident, repository, now)));
    }
    case 'day': {
      const summary = summarizeDay(
        query.get('day') ?? getLocalDay(now, timezone),
        { now, timezone },
        repository,
      );
      return summary === undefined ? notFoundJson(target) : jsonResponse(serializeDay(summary));
    }
    case 'ask':
      return jsonResponse({
        question: readQuestion(query),
        ...answerReadOnly(readQuestion(query), { repository, now, timezone }),
      });
    case 'file':
      return respondWithFile(readQuestion(query), { repository, now, timezone }) ?? notFoundJson(target);
    default:
      return notFoundJson(target);
  }
}

/** What a question makes that asks for a file of text: `top routes today as csv`. */
function respondWithFile(text: string, context: AnswerContext): WebResponse | undefined {
  const { file } = answerQuestion(text, context);
  if (file?.type !== 'text') return undefined;
  const { fileName, text: body } = file;
  return { status: 200, type: fileName.endsWith('.csv') ? 'csv' : 'json', body, fileName };
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const hoursMax = 24 * 31;

const readQuestion = (query: URLSearchParams): string => (query.get('q') ?? '').slice(0, 500);
const readHours = (query: URLSearchParams): number =>
  Math.max(1, Math.min(hoursMax, Number(/^\d{1,4}$/.exec(query.get('hours') ?? '')?.[0] ?? 24)));

const htmlResponse = (body: string, status = 200): WebResponse => ({ status, type: 'page', body });
const jsonResponse = (value: object, status = 200): WebResponse => ({
  status,
  type: 'json',
  body: `${JSON.stringify(value)}\n`,
});
const notFoundPage = ({ path }: RequestTarget): WebResponse =>
  htmlResponse(renderErrorPage('Nothing is here', `There is no page at ${path}.`), 404);
const notFoundJson = ({ path }: RequestTarget): WebResponse =>
  jsonResponse({ error: `There is nothing at ${path}; see docs/api.md.` }, 404);
