import { formatCount, formatDuration, formatPercent, pluralize } from '../../base/format-number.js';
import { summarizeHealthIssues } from '../../health/message.js';
import { html, renderRichText } from '../../render/html.js';
import { renderRecords, renderTable } from '../../render/page-parts.js';
import { code, joinText, text, timestamp } from '../../render/rich-text.js';
import { isBrief, measureAcknowledgementMs } from '../summary/incident-detail.js';
import { describeDataLoss, describeParsedShare } from '../words/coverage.js';
import { formatUpstream, getCauseTitle, logFormatNames } from '../words/names.js';
import { describePatternCounts } from '../words/patterns.js';
/** Failures of each upstream, as a share of its requests where an access log counts them. */
export const renderUpstreamTable = (upstreams) =>
  renderTable(
    [
      { label: 'Upstream' },
      { label: 'Failures', isNumeric: true },
      { label: 'Share of requests', isNumeric: true },
      { label: 'Saved', isNumeric: true },
      { label: 'Failing peers' },
    ],
    upstreams.map(({ upstream, clientImpacting, requests, saved, peers }) => [
      renderRichText([formatUpstream(upstream)]),
      formatCount(clientImpacting),
      requests === null || requests === 0 || requests < clientImpacting
        ? '–'
        : formatPercent(clientImpacting, requests),
      formatCount(saved),
      renderRichText(
        joinText(
          peers.map(({ key, count }) => text`${code(key ?? '')} ${count}`),
          ', ',
        ),
      ),
    ]),
  );
/** Routes or customers, highest failure rate first. */
export const renderRateTable = (dimension, rates) =>
  renderTable(
    [
      { label: dimension },
      { label: 'Failures', isNumeric: true },
      { label: 'Share of requests', isNumeric: true },
      { label: 'Saved', isNumeric: true },
    ],
    rates.map(({ key, count, clientImpacting, requests }) => [
      renderRichText([code(key ?? '')]),
      formatCount(clientImpacting),
      requests === null ? '–' : formatPercent(clientImpacting, requests),
      formatCount(count - clientImpacting),
    ]),
  );
/** How much the period's incidents and messages demanded of people. */
export function describeNoise({ incidents, outboxStats }) {
  const { posts, edits, replies, failed, waiting } = outboxStats;
  return [
    ...(incidents.length === 0 ? [] : [describeIncidents(incidents)]),
    ...(posts + edits + replies === 0
      ? []
      : [
          text`${pluralize(posts, 'message')} in the channel, ${pluralize(edits, 'edit')}, ${pluralize(replies, 'thread reply', 'thread replies')}`,
        ]),
    ...(failed + waiting === 0
      ? []
      : [text`${pluralize(waiting, 'message')} not sent yet, ${failed} rejected by Slack`]),
  ];
}
function describeIncidents(incidents) {
  const acknowledgementTimes = incidents.map(measureAcknowledgementMs).filter((ms) => ms !== null);
  const parts = [
    text`${pluralize(incidents.length, 'incident')} opened`,
    acknowledgementTimes.length === 0
      ? text`none acknowledged`
      : text`${acknowledgementTimes.length} acknowledged, the slowest after ${formatDuration(Math.max(...acknowledgementTimes))}`,
    text`${incidents.filter(isBrief).length} lasted under 2 min`,
  ];
  return joinText(parts, '; ');
}
/** How much of each log file was parsed, and what was lost. */
export function renderCoverageSection({
  coverage,
  span,
  timezone,
  dataLosses,
  healthIssues: issues,
  patterns,
}) {
  const clock = { now: span.to, timezone };
  const dataLoss = describeDataLoss(dataLosses, clock);
  const health = summarizeHealthIssues(issues, clock);
  const examples = coverage.flatMap((file) => file.examples.slice(0, 1).map(({ text }) => text));
  return html`<p>${renderRichText(describeParsedShare(coverage))}.${dataLoss === undefined ? undefined : html` Lost: ${renderRichText(dataLoss)}.`}${health === undefined ? undefined : html` Problems with ${renderRichText(health)}.`}</p>
${renderTable(
  [
    { label: 'File' },
    { label: 'Format' },
    { label: 'Lines', isNumeric: true },
    { label: 'Records', isNumeric: true },
    { label: 'Unparsed', isNumeric: true },
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
${renderPatterns(patterns, clock)}
${examples.length === 0 ? undefined : html`<p>Examples of unparsed records:</p>${renderRecords(examples.slice(0, examplesMax))}`}`;
}
/** Causes of the period before that no longer fail. */
export const describeGoneGroups = (gone) =>
  gone.map(
    ({ cause, upstream, clientImpacting }) =>
      text`${getCauseTitle(cause)} at ${formatUpstream(upstream)} (${clientImpacting} before)`,
  );
/** Patterns of unread and unknown records. */
function renderPatterns(patterns, clock) {
  if (patterns.length === 0) return undefined;
  return html`<p>${describePatternCounts(patterns).map((sentence) => html`${renderRichText(sentence)} `)}</p>
${renderTable(
  [
    { label: 'Records', isNumeric: true },
    { label: 'Pattern' },
    { label: 'Kind' },
    { label: 'First' },
    { label: 'Last' },
    { label: 'Sample' },
  ],
  patterns
    .slice(0, patternsMax)
    .map(({ count, pattern, kind, firstAt, lastAt, sample }) => [
      formatCount(count),
      renderRichText([code(pattern)]),
      kind,
      renderRichText([timestamp(firstAt, clock)]),
      renderRichText([timestamp(lastAt, clock)]),
      renderRichText([code(sample)]),
    ]),
)}`;
}
const patternsMax = 20;
const filesMax = 30;
const examplesMax = 3;
const describeFormat = ({ gateway, error }) =>
  error !== null ? `cannot be read: ${error}` : gateway === null ? 'unknown' : logFormatNames[gateway];
