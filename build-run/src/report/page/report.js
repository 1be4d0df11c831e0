import { dayMs } from '../../base/duration.js';
import { formatCount, formatDuration, formatPercent, pluralize } from '../../base/format-number.js';
import { sumClientImpacting, sumSaved } from '../../incidents/failure-counts.js';
import { html, renderRichText } from '../../render/html.js';
import { renderPage } from '../../render/page.js';
import { renderFigure, renderSection, renderTiles } from '../../render/page-parts.js';
import { joinText, text } from '../../render/rich-text.js';
import { buildHeatmap, buildTimeSeriesChart } from '../charts.js';
import { describeDayScope, describeWeekScope } from '../report-scope.js';
import { describeAnswers } from '../words/answers.js';
import { describeReadSince, formatSpan } from '../words/coverage.js';
import { describeImpact } from '../words/impact.js';
import { renderGroupCard } from './group.js';
import { formatDistinctCount, renderIncident } from './incident.js';
import {
  describeGoneGroups,
  describeNoise,
  renderCoverageSection,
  renderRateTable,
  renderUpstreamTable,
} from './sections.js';
/** The report of a day as a page. */
export const renderDayPage = (summary, details, links = []) =>
  renderReportPage({
    ...toPageScope(describeDayScope(summary)),
    summary,
    details,
    links,
    periodComparison: summary.periodComparison,
  });
/** The report of seven days as a page. */
export const renderWeekPage = (summary, details) =>
  renderReportPage({
    ...toPageScope(describeWeekScope(summary)),
    summary,
    details,
    periodComparison: summary.periodComparison,
  });
const toPageScope = ({ fullTitle, comparisons, before }) => ({
  title: fullTitle,
  comparisons,
  before,
});
/** A report as a self-contained page, to be attached, printed and kept. */
export function renderReportPage({
  title,
  summary,
  details,
  comparisons,
  periodComparison,
  before = '',
  links = [],
}) {
  const { span, timezone, totals, incidents } = summary;
  const clock = { now: span.to - 1, timezone };
  // The page may be read much later: every time is shown with its date.
  const datedClock = { now: span.to + twoDaysMs, timezone };
  return renderPage({
    title,
    links,
    body: [
      html`<h1>${title}</h1>
<p class="muted">${renderRichText(joinText([text`${formatSpan(span, datedClock)}, ${timezone}`, ...describeReadSince(span, summary.readSince, datedClock)], ', '))}</p>
<p class="lead">${renderRichText(describeImpact(totals))}.${comparisons.length === 0 ? undefined : html` That is ${renderRichText(joinText(comparisons, ', and '))}.`}</p>\n`,
      renderTiles(listTiles(summary)),
      renderAnswers(summary),
      renderCharts(summary),
      renderSection('What failed, and what to do first', renderGroupCards(summary, periodComparison, before)),
      renderSection(
        incidents.length === 1 ? 'The incident' : 'Incidents',
        renderIncidents(details, incidents.length, clock),
      ),
      renderSection('Upstreams', renderUpstreamTable(summary.upstreams)),
      renderSection('Routes', renderRateTable('Route', summary.routes)),
      renderSection('Customers', renderRateTable('Customer', summary.customers)),
      renderSection(
        'No longer failing',
        renderList(periodComparison === undefined ? [] : describeGoneGroups(periodComparison.gone)),
      ),
      renderSection('Notifications', renderList(describeNoise(summary))),
      renderSection('Logs read', renderCoverageSection(summary)),
    ],
    footer: html`<p>Counted over ${formatDuration(span.to - span.from)}. Failures are requests that clients saw or may have seen fail; requests saved by a retry or fallback are counted separately. Secrets, query values and e-mail addresses in records are redacted.</p>`,
  });
}
const twoDaysMs = 2 * dayMs;
function listTiles({ totals, clients, incidents }) {
  const failures = sumClientImpacting(totals.outcomes);
  const { requests } = totals;
  return [
    { label: 'Failures clients saw', value: formatCount(failures), isBad: failures > 0 },
    {
      label: 'Share of all requests',
      value: requests === null || requests < failures ? 'unknown' : formatPercent(failures, requests),
    },
    { label: 'Clients affected', value: formatDistinctCount(clients) },
    { label: 'Saved by retry or fallback', value: formatCount(sumSaved(totals.outcomes)) },
    { label: incidents.length === 1 ? 'Incident' : 'Incidents', value: formatCount(incidents.length) },
  ];
}
const renderAnswers = ({ answers }) => {
  const sentence = describeAnswers(answers);
  return sentence && html`<p>${renderRichText(sentence)}</p>\n`;
};
function renderCharts(summary) {
  const charts = [buildTimeSeriesChart(summary), buildHeatmap(summary)].filter(
    (chart) => chart !== undefined,
  );
  return charts.length === 0 ? undefined : html`<div class="card">${charts.map(renderFigure)}</div>`;
}
const isSlowBurn = ({ cause, upstream }, { slowBurns }) =>
  slowBurns.some(({ group }) => group.cause === cause && group.upstream === upstream);
function renderGroupCards(summary, comparison, previousLabel) {
  return summary.groups.map((group, index) =>
    renderGroupCard(group, {
      previous: comparison?.groups[index],
      previousLabel,
      isSlowBurn: isSlowBurn(group, summary),
    }),
  );
}
function renderIncidents(details, count, clock) {
  const more = count - details.length;
  return [
    ...details.map((detail) => renderIncident(detail, clock)),
    ...(more > 0
      ? [html`<p class="muted">${pluralize(more, 'more incident')} with fewer failures.</p>`]
      : []),
  ];
}
const renderList = (items) =>
  items.length === 0
    ? undefined
    : html`<ul>${items.map((item) => html`<li>${renderRichText(item)}</li>`)}</ul>`;
