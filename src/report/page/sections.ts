import { formatCount, formatDuration, formatPercent, pluralize } from '../../base/format-number.js';
import { summarizeHealthIssues } from '../../health/message.js';
import { type Html, html, renderRichText } from '../../render/html.js';
import { renderRecords, renderTable } from '../../render/page-parts.js';
import { code, joinText, type RichText, text, timestamp } from '../../render/rich-text.js';
import type { FileCoverage } from '../repository.js';
import type { GoneGroup } from '../summary/compare-periods.js';
import { isBrief, measureAcknowledgementMs } from '../summary/incident-detail.js';
import type { PeriodSummary, UpstreamSummary } from '../summary/period.js';
import { describeDataLoss, describeParsedShare } from '../words/coverage.js';
import { formatUpstream, getCauseTitle, logFormatNames } from '../words/names.js';

/** How each upstream fared, against its own requests where an access log tells. */
export const renderUpstreamTable = (upstreams: readonly UpstreamSummary[]): Html | undefined =>
  renderTable(
    [
      { label: 'Upstream' },
      { label: 'Failures', isNumeric: true },
      { label: 'Of its requests', isNumeric: true },
      { label: 'Saved', isNumeric: true },
      { label: 'Peers that failed' },
    ],
    upstreams.map(({ upstream, alarming, requests, saved, peers }) => [
      renderRichText([formatUpstream(upstream)]),
      formatCount(alarming),
      requests === null || requests === 0 ? '–' : formatPercent(alarming, Math.max(requests, alarming)),
      formatCount(saved),
      renderRichText(
        joinText(
          peers.map(({ key, count }) => text`${code(key ?? '')} ${count}`),
          ', ',
        ),
      ),
    ]),
  );

/** Routes or customers that failed, the greatest share of their own requests first. */
export const renderRateTable = (
  dimension: 'Route' | 'Customer',
  rates: PeriodSummary['routes'],
): Html | undefined =>
  renderTable(
    [
      { label: dimension },
      { label: 'Failures', isNumeric: true },
      { label: 'Of its requests', isNumeric: true },
      { label: 'Saved', isNumeric: true },
    ],
    rates.map(({ key, count, clientImpacting, requests }) => [
      renderRichText([code(key ?? '')]),
      formatCount(clientImpacting),
      requests === null ? '–' : formatPercent(clientImpacting, requests),
      formatCount(count - clientImpacting),
    ]),
  );

/** What the incidents asked of people, and how often they were spoken to. */
export function describeNoise({
  incidents,
  outboxStats,
}: Pick<PeriodSummary, 'incidents' | 'outboxStats'>): readonly RichText[] {
  const { posts, edits, replies, failed, waiting } = outboxStats;
  return [
    ...(incidents.length === 0 ? [] : [describeIncidents(incidents)]),
    ...(posts + edits + replies === 0
      ? []
      : [
          text`${pluralize(posts, 'message')} in the channel, edited ${pluralize(edits, 'time')}, ${pluralize(replies, 'reply', 'replies')} in threads`,
        ]),
    ...(failed + waiting === 0
      ? []
      : [text`${waiting} not sent yet, ${failed} given up: Slack did not take them`]),
  ];
}

function describeIncidents(incidents: PeriodSummary['incidents']): RichText {
  const acknowledgementTimes = incidents.map(measureAcknowledgementMs).filter((ms) => ms !== null);
  const parts = [
    text`${pluralize(incidents.length, 'incident')} opened`,
    acknowledgementTimes.length === 0
      ? text`none acknowledged`
      : text`${acknowledgementTimes.length} acknowledged, the slowest after ${formatDuration(Math.max(...acknowledgementTimes))}`,
    text`${incidents.filter(isBrief).length} over within 2 min`,
  ];
  return joinText(parts, '; ');
}

/** How much of what was read was understood, file by file. */
export function renderCoverageSection({
  coverage,
  span,
  timezone,
  dataLosses,
  healthIssues: issues,
}: Pick<PeriodSummary, 'coverage' | 'span' | 'timezone' | 'dataLosses' | 'healthIssues'>): Html {
  const clock = { now: span.to, timezone: timezone };
  const dataLoss = describeDataLoss(dataLosses, clock);
  const health = summarizeHealthIssues(issues, clock);
  const examples = coverage.flatMap((file) => file.examples.slice(0, 1).map(({ text }) => text));
  return html`<p>${renderRichText(describeParsedShare(coverage))}.${dataLoss === undefined ? undefined : html` Lost: ${renderRichText(dataLoss)}.`}${health === undefined ? undefined : html` Wrong with ${renderRichText(health)}.`}</p>
${renderTable(
  [
    { label: 'File' },
    { label: 'Format' },
    { label: 'Lines', isNumeric: true },
    { label: 'Records', isNumeric: true },
    { label: 'Not understood', isNumeric: true },
    { label: 'Latest record' },
  ],
  coverage
    .slice(0, filesMax)
    .map((file) => [
      renderRichText([code(file.file)]),
      describeFormat(file),
      formatCount(file.lines),
      formatCount(file.records),
      formatCount(file.unparsed),
      file.latestAt === null ? '–' : renderRichText([timestamp(file.latestAt, clock)]),
    ]),
)}
${examples.length === 0 ? undefined : html`<p>Not understood, for example:</p>${renderRecords(examples.slice(0, examplesMax))}`}`;
}

/** What failed before and no longer does. */
export const describeGoneGroups = (gone: readonly GoneGroup[]): readonly RichText[] =>
  gone.map(
    ({ cause, upstream, alarming }) =>
      text`${getCauseTitle(cause)} at ${formatUpstream(upstream)} (${alarming} before)`,
  );

const filesMax = 30;
const examplesMax = 3;

const describeFormat = ({ gateway, error }: FileCoverage): string =>
  error !== null ? `cannot be read: ${error}` : gateway === null ? 'unknown' : logFormatNames[gateway];
