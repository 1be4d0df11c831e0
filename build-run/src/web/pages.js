import { formatCount, formatDuration, formatPercent, pluralize } from '../base/format-number.js';
import { sumClientImpacting } from '../incidents/failure-counts.js';
import { countClientImpacting, formatIncidentName } from '../incidents/incident.js';
import { html, renderRichText } from '../render/html.js';
import { renderMessage } from '../render/message-html.js';
import { renderPage } from '../render/page.js';
import { renderBadge, renderFigure, renderSection, renderTable, renderTiles } from '../render/page-parts.js';
import { personName, text, timestamp } from '../render/rich-text.js';
import { buildHeatmap, buildTimeSeriesChart } from '../report/charts.js';
import {
  formatDistinctCount,
  formatIncidentTitle,
  renderIncident,
  renderIncidentTitle,
  renderRankedTables,
} from '../report/page/incident.js';
import { renderUpstreamTable } from '../report/page/sections.js';
import { hasErrors } from '../report/words/answers.js';
import { describeParsedShare, describeReadSince } from '../report/words/coverage.js';
import { describeFaultAtFirst } from '../report/words/incident.js';
import { measureFailureMs } from '../report/words/incident-line.js';
/** Renders the first page: open incidents and the last 24 hours. */
export function renderOverviewPage({ summary, openIncidents }, clock) {
  const title =
    openIncidents.length === 0 ? 'No open incidents' : pluralize(openIncidents.length, 'open incident');
  return renderSitePage(title, clock, [
    html`<h1>${title}</h1>`,
    renderSearch(''),
    openIncidents.length === 0
      ? undefined
      : html`<div class="card message bad">${openIncidents.slice(0, openMax).map((incident) => renderOpenIncident(incident, clock))}</div>`,
    html`<h2>Last 24 hours${describeReadSince(summary.span, summary.readSince, clock).map((words) => html`, ${renderRichText(words)}`)}</h2>`,
    renderTiles([
      {
        label: 'Failures clients saw',
        value: formatCount(sumClientImpacting(summary.totals.outcomes)),
        isBad: openIncidents.length > 0,
      },
      { label: 'Share of all requests', value: formatFailedShare(summary) },
      { label: 'Clients affected', value: formatDistinctCount(summary.clients) },
      { label: 'Incidents', value: formatCount(summary.incidents.length) },
      { label: 'Latest record', value: formatLatestRecord(summary, clock) },
    ]),
    renderCharts(summary),
    renderSection('Upstreams', renderUpstreamTable(summary.upstreams)),
    renderSection('Incidents', renderIncidentTable(summary.incidents, clock)),
  ]);
}
/** Renders everything known of an incident. */
export const renderIncidentPage = (detail, clock) =>
  renderSitePage(formatIncidentTitle(detail), clock, [
    html`<h1>${renderIncidentTitle(detail)}</h1>`,
    renderIncident(detail, clock, true),
    renderSection('Affected routes and peers', renderRankedTables(detail)),
    renderSection('Earlier incidents', renderIncidentTable(detail.summary.earlier, clock)),
  ]);
/** Renders a question and its answer; the answer to an empty question lists what can be asked. */
export const renderAnswerPage = (question, answer, clock) =>
  renderSitePage(question === '' ? 'Ask' : question, clock, [
    html`<h1>Ask</h1>`,
    renderSearch(question),
    renderMessage(answer, linkQuestion),
  ]);
/** Buttons that ask a question become links. Others change something, which a read-only page must not. */
function linkQuestion(actionId, question) {
  const path = questionPaths.get(actionId);
  return path && `${path}${encodeURIComponent(question)}`;
}
const questionPaths = new Map([
  ['ask:lines', '/ask?q='],
  ['ask:csv', '/api/v1/file?q='],
  ['ask:json', '/api/v1/file?q='],
]);
/** Renders a page for an error, without data. */
export const renderErrorPage = (title, explanation) =>
  renderPage({ title, links: siteLinks, body: html`<h1>${title}</h1><p>${explanation}</p>`, footer: '' });
const openMax = 30;
const incidentsMax = 20;
/** The links at the top of every page of the site. */
export const siteLinks = [
  { href: '/', label: 'Overview' },
  { href: '/day', label: 'Today' },
  { href: '/ask', label: 'Ask' },
];
const renderSitePage = (title, clock, body) =>
  renderPage({
    title,
    links: siteLinks,
    body,
    footer: html`<p>As of ${renderRichText([timestamp(clock.now, clock)])}, ${clock.timezone}. Read only.</p>`,
  });
const renderSearch = (question) => html`<form action="/ask" role="search">
<label><span class="hidden">Question</span><input name="q" type="search" value="${question}" placeholder="why are we getting 502s?" autocomplete="off" maxlength="4000"></label>
<button>Ask</button>
</form>
<p class="examples">For example: ${examples.map((example, index) => html`${index === 0 ? '' : ' · '}<a href="/ask?q=${encodeURIComponent(example)}">${example}</a>`)}</p>\n`;
const examples = [
  'status',
  'which upstream is down',
  'top routes today',
  'compare today with yesterday',
  'help',
];
function renderOpenIncident(incident, clock) {
  const { acknowledgement } = incident;
  return html`<p>${renderIncidentLink(incident)} <strong>${renderRichText(describeFaultAtFirst(incident))}</strong>${renderBadge(incident.severity, incident.severity === 'minor' ? 'neutral' : 'bad')}<br>
<span class="muted">${pluralize(countClientImpacting(incident), 'failure')} since ${renderRichText([timestamp(incident.firstFailureAt, clock)])} (${formatDuration(measureFailureMs(incident, clock.now))}), ${
    acknowledgement === null
      ? 'not acknowledged yet'
      : renderRichText(text`acknowledged by ${personName(acknowledgement.by)}`)
  }</span></p>`;
}
const renderIncidentTable = (incidents, clock) =>
  renderTable(
    [
      { label: 'Incident' },
      { label: 'Fault' },
      { label: 'Failures', isNumeric: true },
      { label: 'From' },
      { label: 'For' },
    ],
    incidents
      .slice(0, incidentsMax)
      .map((incident) => [
        renderIncidentLink(incident),
        html`${renderRichText(describeFaultAtFirst(incident))}${incident.state.type === 'open' ? renderBadge('open', 'bad') : undefined}`,
        formatCount(countClientImpacting(incident)),
        renderRichText([timestamp(incident.firstFailureAt, clock)]),
        formatDuration(measureFailureMs(incident, clock.now)),
      ]),
  );
const renderIncidentLink = (incident) =>
  html`<a href="/incident/${formatIncidentName(incident)}">${formatIncidentName(incident)}</a>`;
function renderCharts(summary) {
  const charts = [buildTimeSeriesChart(summary), buildHeatmap(summary)].filter(
    (chart) => chart !== undefined,
  );
  return html`<div class="card">${charts.length === 0 ? html`<p class="muted">${hasErrors(summary.answers) ? 'No gateway failures' : 'No failures'} in the last 24 hours; ${renderRichText(describeParsedShare(summary.coverage))}.</p>` : charts.map(renderFigure)}</div>`;
}
function formatFailedShare({ totals }) {
  const failures = sumClientImpacting(totals.outcomes);
  return totals.requests === null || totals.requests < failures
    ? 'unknown'
    : formatPercent(failures, totals.requests);
}
function formatLatestRecord({ coverage }, { now }) {
  const latest = Math.max(...coverage.map(({ latestAt }) => latestAt ?? -Infinity));
  return Number.isFinite(latest) ? `${formatDuration(now - latest)} ago` : 'none yet';
}
