import type { Clock } from '../../base/calendar.js';
import { dayMs } from '../../base/duration.js';
import { formatCount, formatDuration, formatPercent, pluralize } from '../../base/format-number.js';
import { sumClientImpacting, sumSaved } from '../../incidents/failure-counts.js';
import { type Html, type HtmlPart, html, renderRichText } from '../../render/html.js';
import { type PageContent, renderPage } from '../../render/page.js';
import { renderFigure, renderSection, renderTiles, type Tile } from '../../render/page-parts.js';
import { joinText, type RichText, text } from '../../render/rich-text.js';
import { buildHeatmap, buildTimeSeriesChart } from '../charts.js';
import { describeDayScope, describeWeekScope, type ReportScope } from '../report-scope.js';
import type { PeriodComparison } from '../summary/compare-periods.js';
import type { DaySummary } from '../summary/day.js';
import type { IncidentDetail } from '../summary/incident-detail.js';
import type { PeriodSummary } from '../summary/period.js';
import type { WeekSummary } from '../summary/week.js';
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

/** The input of a report's page. */
export type ReportPageInput = {
  readonly title: string;
  readonly summary: PeriodSummary;
  /** Incidents shown in full. */
  readonly details: readonly IncidentDetail[];
  /** Comparisons with earlier periods; none for a one-shot analysis. */
  readonly comparisons: readonly RichText[];
  readonly periodComparison?: PeriodComparison;
  /** The period that `periodComparison` compares with: `the day before`. */
  readonly before?: string;
  readonly links?: PageContent['links'];
};

/** The report of a day as a page. */
export const renderDayPage = (
  summary: DaySummary,
  details: readonly IncidentDetail[],
  links: PageContent['links'] = [],
): string =>
  renderReportPage({
    ...toPageScope(describeDayScope(summary)),
    summary,
    details,
    links,
    periodComparison: summary.periodComparison,
  });

/** The report of seven days as a page. */
export const renderWeekPage = (summary: WeekSummary, details: readonly IncidentDetail[]): string =>
  renderReportPage({
    ...toPageScope(describeWeekScope(summary)),
    summary,
    details,
    periodComparison: summary.periodComparison,
  });

const toPageScope = ({ fullTitle, comparisons, before }: ReportScope) => ({
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
}: ReportPageInput): string {
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

function listTiles({ totals, clients, incidents }: PeriodSummary): readonly Tile[] {
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

const renderAnswers = ({ answers }: PeriodSummary): Html | undefined => {
  const sentence = describeAnswers(answers);
  return sentence && html`<p>${renderRichText(sentence)}</p>\n`;
};

function renderCharts(summary: PeriodSummary): Html | undefined {
  const charts = [buildTimeSeriesChart(summary), buildHeatmap(summary)].filter(
    (chart) => chart !== undefined,
  );
  return charts.length === 0 ? undefined : html`<div class="card">${charts.map(renderFigure)}</div>`;
}

const isSlowBurn = (
  { cause, upstream }: PeriodSummary['groups'][number],
  { slowBurns }: PeriodSummary,
): boolean => slowBurns.some(({ group }) => group.cause === cause && group.upstream === upstream);

function renderGroupCards(
  summary: PeriodSummary,
  comparison: PeriodComparison | undefined,
  previousLabel: string,
): readonly Html[] {
  return summary.groups.map((group, index) =>
    renderGroupCard(group, {
      previous: comparison?.groups[index],
      previousLabel,
      isSlowBurn: isSlowBurn(group, summary),
    }),
  );
}

function renderIncidents(details: readonly IncidentDetail[], count: number, clock: Clock): readonly Html[] {
  const more = count - details.length;
  return [
    ...details.map((detail) => renderIncident(detail, clock)),
    ...(more > 0
      ? [html`<p class="muted">${pluralize(more, 'more incident')} with fewer failures.</p>`]
      : []),
  ];
}

const renderList = (items: readonly RichText[]): HtmlPart =>
  items.length === 0
    ? undefined
    : html`<ul>${items.map((item) => html`<li>${renderRichText(item)}</li>`)}</ul>`;
