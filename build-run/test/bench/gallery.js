// Shows all output for people on one page: messages, answers, reports, charts and pages. `npm run gallery` writes
// build/gallery; open its index.html. If chromium is installed, it also takes screenshots of the pages.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { analyzeFiles } from '../../src/cli/analyze.js';
import { parseConfig } from '../../src/config/config.js';
import { renderHealthMessage } from '../../src/health/message.js';
import { renderAlertMessage } from '../../src/notify/alert-message.js';
import { notifyReasons } from '../../src/notify/decide-notification.js';
import { renderThreadMessage } from '../../src/notify/thread-message.js';
import { renderIncidentButtons as renderButtons } from '../../src/query/actions/render-buttons.js';
import { answerQuestion, answerReadOnly } from '../../src/query/answer-question.js';
import { html } from '../../src/render/html.js';
import { renderMessage } from '../../src/render/message-html.js';
import { renderPage } from '../../src/render/page.js';
import { renderFigure, renderSection } from '../../src/render/page-parts.js';
import { buildHeatmap, buildTimeSeriesChart } from '../../src/report/charts.js';
import { renderBundleFiles } from '../../src/report/export/bundle.js';
import { renderDayPage, renderWeekPage } from '../../src/report/page/report.js';
import { renderDayReport, renderWeekReport } from '../../src/report/report-message.js';
import { collectBundle } from '../../src/report/summary/bundle.js';
import { summarizeDay } from '../../src/report/summary/day.js';
import { summarizeIncident } from '../../src/report/summary/incident.js';
import { buildIncidentDetail, buildTopIncidentDetails } from '../../src/report/summary/incident-detail.js';
import { summarizeWeek } from '../../src/report/summary/week.js';
import { createCounterState } from '../../src/web/metrics.js';
import { createRoutes } from '../../src/web/routes.js';
import { hasChromium, startChromium } from '../support/chromium.js';
import { openFilledStore } from '../support/filled-store.js';
import {
  makeCoverage,
  makeOutageFailures,
  makePayIncident,
  minutes,
  outageStartedAt,
  timezone,
} from '../support/incident-fixtures.js';
import { buildEdgeCaseMessages } from '../support/message-fixtures.js';
import { openTwoDayStore, twoPm } from '../support/two-days.js';

const outputDir = join(process.cwd(), 'build/gallery');
mkdirSync(outputDir, { recursive: true });
// The compiled chart renderer is in build/ and looks for its fonts there.
cpSync(join(process.cwd(), 'fonts'), join(import.meta.dirname, '../../fonts'), { recursive: true });
const { renderChartPng } = await import('../../src/cli/chart-png.js');
const questions = [
  'status',
  'why are we getting 502s?',
  'why BG-142',
  'catch me up',
  'is it us or the upstream?',
  'is it one pod or all of them?',
  'what changed before it started?',
  'how many 502s today?',
  '502s by cause this week',
  'compare today with last tuesday',
  'is this normal for a sunday?',
  'top 10 routes by 502',
  'chart 502s last 6h by upstream',
  'show me the lines',
  'how do I fix it?',
  'what did we do last time?',
  'unparsed lines',
  'what is the meaning of life?',
  'help',
];
/** Questions that Slack answers with a chart. */
const chartQuestions = [
  'chart 502s last 6h by upstream',
  'chart failures last 7 days by cause',
  'chart timeouts today',
];
const store = openTwoDayStore();
const queryContext = { now: twoPm, timezone: 'UTC' };
const today = requireDefined(summarizeDay('2026-11-22', queryContext, store));
const week = requireDefined(summarizeWeek('2026-11-22', queryContext, store));
const charts = [
  ['Failures of Sunday 22 November', buildTimeSeriesChart(today)],
  ['Failures by hour, Sunday 22 November', buildHeatmap(today)],
  ['Failures of a week', buildTimeSeriesChart(week)],
  ['Failures by day', buildHeatmap(week)],
  [
    'BG-142, an hour',
    buildTimeSeriesChart(
      { ...buildIncidentDetail(requireDefined(store.incidentByNumber(142)), store, twoPm), timezone: 'UTC' },
      true,
    ),
  ],
];
const pages = {
  'day.html': renderDayPage(today, buildTopIncidentDetails(today.incidents, store, today.span.to)),
  'week.html': renderWeekPage(week, buildTopIncidentDetails(week.incidents, store, week.span.to)),
  'overview.html': await renderSitePage('/'),
  'incident.html': await renderSitePage('/incident/BG-142'),
  'answer.html': await renderSitePage('/ask?q=why+are+we+getting+502s%3F'),
};
const bundle = renderBundleFiles(
  collectBundle(
    requireDefined(store.incidentByNumber(142)),
    store,
    { nginxLogFormats: [], envoyLogFormats: [] },
    twoPm,
  ),
  twoPm,
);
const readBundleFile = (path) => requireDefined(bundle.find((file) => file.path === `BG-142/${path}`)).text;
pages['bundle.html'] = readBundleFile('report.html');
for (const [name, page] of Object.entries(pages)) writeFileSync(join(outputDir, name), page);
for (const name of ['README.txt', 'timeline.txt', 'records.txt', 'chart.svg'])
  writeFileSync(join(outputDir, `bundle-${name}`), readBundleFile(name));
for (const [title, chart] of charts)
  if (chart !== undefined)
    writeFileSync(join(outputDir, `${toFileName(title)}.png`), renderChartPng(chart, title));
for (const question of chartQuestions) {
  const { file } = answerQuestion(question, { repository: store, ...queryContext });
  if (file?.type === 'chart')
    writeFileSync(join(outputDir, `${toFileName(question)}.png`), renderChartPng(file.chart, file.title));
}
await analyzeFiles(
  ['access.log.gz', 'error.log.gz'].map((name) => join(process.cwd(), 'demo', name)),
  { json: false, failures: false, html: join(outputDir, 'demo.html') },
  loadConfig(),
  { print: () => {}, printError: () => {}, display: { width: 100, colour: false } },
);
writeFileSync(join(outputDir, 'index.html'), renderIndex());
if (hasChromium) await takeScreenshots([...Object.keys(pages), 'demo.html', 'index.html']);
console.log(
  `${join(outputDir, 'index.html')}${hasChromium ? '' : ' (no screenshots of pages: chromium is not installed)'}`,
);
function renderIndex() {
  const links = [
    ...Object.keys(pages),
    'demo.html',
    ...[...charts.map(([title]) => title), ...chartQuestions].map((title) => `${toFileName(title)}.png`),
  ];
  return renderPage({
    title: 'Gallery',
    body: [
      html`<h1>Gallery</h1><ul>${links.map((name) => html`<li><a href="${name}">${name}</a></li>`)}</ul>`,
      renderSection('One incident, from its first message to its last', renderLifecycle()),
      renderSection(
        'Rare situations',
        buildEdgeCaseMessages().map(([caption, message]) => renderCaptioned(caption, message)),
      ),
      renderSection('Problems of the bot itself', renderHealthMessages()),
      renderSection(
        'Reports',
        [renderDayReport(today), renderWeekReport(week), renderDayReport(summarizeCleanDay())].map(
          (message) => renderMessage(message),
        ),
      ),
      renderSection(
        'Charts',
        charts.map(([title, chart]) => html`<div class="card"><h3>${title}</h3>${renderFigure(chart)}</div>`),
      ),
      renderSection('Answers', questions.map(renderAnswer)),
    ],
    footer: 'Sample data.',
  });
}
function renderLifecycle() {
  const now = outageStartedAt + minutes(12);
  const summarize = (incident) =>
    summarizeIncident(
      incident,
      openFilledStore({
        failures: makeOutageFailures(),
        incidents: [incident],
        requests: 5_000,
        coverage: [makeCoverage()],
      }),
      now,
    );
  const acknowledgedIncident = makePayIncident({
    acknowledgement: { by: 'U012ABCDE', at: outageStartedAt + minutes(3) },
  });
  const resolvedIncident = makePayIncident({
    successesSince: 20,
    state: {
      type: 'resolved',
      openedAt: outageStartedAt,
      resolvedAt: outageStartedAt + minutes(20),
      resolution: 'good-requests',
      recentFailureTimes: [],
    },
  });
  return [
    ...[makePayIncident(), acknowledgedIncident, resolvedIncident].map((incident) =>
      renderCaptioned(
        'The message',
        renderAlertMessage(summarize(incident), now, timezone, { renderButtons }),
      ),
    ),
    ...notifyReasons.map((reason) =>
      renderCaptioned(
        `In the thread: ${reason}`,
        renderThreadMessage(reason, summarize(acknowledgedIncident), now, timezone),
      ),
    ),
  ];
}
function renderHealthMessages() {
  const startedAt = outageStartedAt + minutes(2);
  const now = startedAt + minutes(18);
  const path = '/var/log/nginx/access.log';
  const issues = [
    { type: 'no-lines', path, usualMinutes: 58 },
    { type: 'behind' },
    { type: 'unsent', messages: 3 },
    { type: 'not-understood', path, unparsed: 180, records: 200 },
    { type: 'wrong-zone', path: '/var/log/nginx/error.log', offsetMs: -minutes(120) },
  ];
  return issues.flatMap((issue) => [
    renderCaptioned(
      issue.type,
      renderHealthMessage({ kind: issue, startedAt, endedAt: null }, { now, timezone }),
    ),
    renderCaptioned('over', renderHealthMessage({ kind: issue, startedAt, endedAt: now }, { now, timezone })),
  ]);
}
function renderCaptioned(caption, message) {
  return html`<p class="muted">${caption}</p>${renderMessage(message)}`;
}
function renderAnswer(question) {
  return renderCaptioned(`“${question}”`, answerReadOnly(question, { repository: store, ...queryContext }));
}
function summarizeCleanDay() {
  const repository = openFilledStore({
    requests: 812_345,
    requestsAt: [outageStartedAt - minutes(1440)],
    coverage: [makeCoverage()],
  });
  return requireDefined(summarizeDay('2026-11-20', { now: outageStartedAt, timezone }, repository));
}
async function renderSitePage(path) {
  const counters = createCounterState(twoPm);
  const routes = createRoutes(() => ({ repository: store, ...queryContext, counters }));
  return (await routes.request(path)).text();
}
async function takeScreenshots(names) {
  const viewports = [
    ['phone', { width: 390 }],
    ['phone-dark', { width: 390, colorScheme: 'dark' }],
    ['screen', { width: 1200 }],
    ['screen-dark', { width: 1200, colorScheme: 'dark' }],
  ];
  const browser = await startChromium();
  for (const name of names) {
    for (const [suffix, viewport] of viewports) {
      const tab = await browser.open(pathToFileURL(join(outputDir, name)).href, viewport);
      writeFileSync(
        join(outputDir, `${name.replace('.html', '')}-${suffix}.png`),
        await tab.takeScreenshot(),
      );
      await tab.close();
    }
  }
  await browser.close();
}
function loadConfig() {
  const result = parseConfig({ TIMEZONE: 'UTC' }, 'UTC');
  if (!result.ok) throw new Error('the default configuration is invalid');
  return result.config;
}
function toFileName(title) {
  return title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}
function requireDefined(value) {
  if (value === undefined) throw new Error('the sample data lacks something that the gallery shows');
  return value;
}
