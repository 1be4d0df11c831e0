import { formatCount, formatDuration, formatPercent, pluralize, sumNumbers } from '../base/format-number.js';
import { getCause } from '../diagnose/causes/index.js';
import { summarizeHealthIssues } from '../health/message.js';
import { sumClientImpacting } from '../incidents/failure-counts.js';
import { formatIncidentName } from '../incidents/incident.js';
import { buildMessage, context, header, list, preformatted, section } from '../render/blocks.js';
import { button } from '../render/controls.js';
import { bold, code, joinText, text } from '../render/rich-text.js';
import { describeDayScope, describeWeekScope } from './report-scope.js';
import { isBrief } from './summary/incident-detail.js';
import { describeStep, findChangingStep, listFixSteps } from './words/advice.js';
import { describeAnswers, describeErrorAnswers } from './words/answers.js';
import { describeDataLoss, describeParsedShare, describeReadSince } from './words/coverage.js';
import { describeGroup } from './words/group.js';
import { describeImpact } from './words/impact.js';
import { formatIncidentLine, measureFailureMs } from './words/incident-line.js';
import { formatUpstream, getCauseTitle } from './words/names.js';
import { describePatternCounts, selectNotablePatterns } from './words/patterns.js';
/** The report of one day. A day without failures is one sentence. */
export const renderDayReport = (summary) => renderReport(summary, describeDayScope(summary));
/** The report of seven days. */
export const renderWeekReport = (summary) => renderReport(summary, describeWeekScope(summary));
/** The answer for a day that does not exist or has not begun. */
export function renderUnknownDay(day) {
  const sentence = text`No report for ${code(day)}. Use ${code('today')}, ${code('yesterday')} or a past day such as ${code('2026-11-21')}.`;
  return buildMessage({ text: sentence, tone: 'neutral', blocks: [section(sentence)] });
}
const renderReport = (summary, scope) =>
  isFailureFree(summary) ? renderFailureFree(summary, scope) : renderFull(summary, scope);
/** True when nothing failed in the period. */
export const isFailureFree = ({ totals, incidents }) => totals.failures === 0 && incidents.length === 0;
function renderFailureFree(summary, { title }) {
  const {
    totals: { requests },
    coverage,
    readSince,
    dataLosses,
    healthIssues: issues,
    span,
    timezone,
  } = summary;
  const clock = { now: span.to - 1, timezone };
  const hasRequests = requests !== null && requests > 0;
  const conclusion = hasRequests
    ? `no gateway failures, ${pluralize(requests, 'request')} served`
    : 'no gateway failures recorded, and no access log to count requests';
  const sentence = text`${title}: ${conclusion}; ${joinText([describeParsedShare(coverage), ...describeReadSince(span, readSince, clock)], ', ')}.`;
  return buildMessage({
    text: sentence,
    tone: hasRequests ? 'good' : 'neutral',
    blocks: [
      section(sentence, describeErrorAnswers(summary.answers), ...describeNotUnderstood(summary)),
      context(describeDataLoss(dataLosses, clock), summarizeHealthIssues(issues, clock)),
    ],
  });
}
function renderFull(summary, { title, comparisons, breakdown, query }) {
  const { totals, incidents, routes, customers, groups, slowBurns, span, timezone } = summary;
  const clock = { now: span.to - 1, timezone };
  const impact = describeImpact(totals);
  return buildMessage({
    text: text`${title}: ${impact}.`,
    tone: sumClientImpacting(totals.outcomes) > 0 ? 'warning' : 'neutral',
    blocks: [
      header(text`${title}: ${pluralize(sumClientImpacting(totals.outcomes), 'failure')}`),
      section(
        text`${impact}.`,
        comparisons.length === 0 ? undefined : text`That is ${joinText(comparisons, ', and ')}.`,
        describeAnswers(summary.answers),
      ),
      list('What to do', 'ordered', groups.slice(0, groupsShownMax).map(describeGroup)),
      list(
        'Incidents',
        'bullet',
        incidents.slice(0, incidentsShownMax).map((incident) => formatIncidentLine(incident, clock)),
      ),
      list('Slow burn', 'bullet', slowBurns.slice(0, slowBurnsShownMax).map(describeSlowBurn)),
      section(
        describeOmitted(summary),
        describeLongest(summary),
        describeNoise(summary),
        ...describePeriodComparison(summary),
        describeRates('Routes:', routes, summary),
        describeRates('Customers:', customers, summary),
        ...describeNotUnderstood(summary),
      ),
      preformatted(breakdown.title, breakdown.text),
      createFileButtons(query),
      context(
        text`${title}, ${timezone}`,
        ...describeReadSince(span, summary.readSince, clock),
        describeParsedShare(summary.coverage),
        describeDataLoss(summary.dataLosses, clock),
        summarizeHealthIssues(summary.healthIssues, clock),
      ),
    ],
  });
}
/** Patterns of what was not understood, where it is much. */
function describeNotUnderstood({ patterns, coverage }) {
  const notable = selectNotablePatterns(patterns, coverage);
  const [most] = notable;
  if (most === undefined) return [];
  const [counts = [], ...more] = describePatternCounts(notable);
  return [
    text`${counts} Most frequent: ${code(most.pattern)}. ${code('unparsed lines')} lists them.`,
    ...more,
  ];
}
/** Buttons for the report as a file, with more than fits a message. */
const createFileButtons = (query) => ({
  type: 'actions',
  elements: [
    button('Page', 'ask:html', `${query} as html`),
    button('CSV', 'ask:csv', `${query} as csv`),
    button('JSON', 'ask:json', `${query} as json`),
  ],
});
/** Limits of each list: a phone shows this much within two screens. */
const groupsShownMax = 4;
const incidentsShownMax = 6;
const ratesShownMax = 5;
const slowBurnsShownMax = 3;
const comparedShownMax = 4;
function describeOmitted({ incidents, groups, slowBurns }) {
  const parts = [
    ...(groups.length > groupsShownMax ? [pluralize(groups.length - groupsShownMax, 'more cause')] : []),
    ...(incidents.length > incidentsShownMax
      ? [pluralize(incidents.length - incidentsShownMax, 'more incident')]
      : []),
    ...(slowBurns.length > slowBurnsShownMax
      ? [pluralize(slowBurns.length - slowBurnsShownMax, 'more slow burn')]
      : []),
  ];
  return parts.length === 0 ? undefined : text`and ${parts.join(', ')}`;
}
function describeLongest({ incidents, span }) {
  const [first] = [...incidents].sort((a, b) => measureFailureMs(b, span.to) - measureFailureMs(a, span.to));
  return first === undefined || incidents.length < 2
    ? undefined
    : text`${bold('Longest:')} ${formatIncidentName(first)}, ${formatDuration(measureFailureMs(first, span.to))}`;
}
/** Brief incidents and lost messages, which teach people to ignore alerts. */
function describeNoise({ incidents, outboxStats }) {
  const briefCount = incidents.filter(isBrief).length;
  const { failed, waiting } = outboxStats;
  const parts = [
    ...(briefCount < 2 ? [] : [`${briefCount} of ${incidents.length} incidents lasted under 2 min`]),
    ...(failed + waiting === 0 ? [] : [`${pluralize(failed + waiting, 'message')} not delivered`]),
  ];
  return parts.length === 0 ? undefined : text`${bold('Noise:')} ${parts.join(', ')}`;
}
/** Causes that are new, and causes that are gone. */
function describePeriodComparison({ periodComparison, groups }) {
  const joinNames = (items) =>
    joinText(
      items.map(({ cause, upstream }) => text`${getCauseTitle(cause)} at ${formatUpstream(upstream)}`),
      ', ',
    );
  const describeList = (title, items) => {
    const more = items.length - comparedShownMax;
    return items.length === 0
      ? undefined
      : text`${bold(title)} ${joinNames(items.slice(0, comparedShownMax))}${more > 0 ? text` and ${more} more` : ''}`;
  };
  return [
    describeList(
      'New:',
      groups.filter((_, index) => periodComparison.groups[index]?.isNew),
    ),
    describeList('Gone:', periodComparison.gone),
  ];
}
/** The first few, highest rate first, and what they leave out: together all that clients saw. */
function describeRates(title, rates, { totals }) {
  const shown = rates.filter(({ clientImpacting }) => clientImpacting > 0).slice(0, ratesShownMax);
  const more =
    sumClientImpacting(totals.outcomes) - sumNumbers(shown.map(({ clientImpacting }) => clientImpacting));
  const items = shown.map(
    ({ key, clientImpacting, requests }) =>
      text`${code(key ?? '')} ${formatCount(clientImpacting)}${requests === null ? '' : text` (${formatPercent(clientImpacting, requests)})`}`,
  );
  return items.length === 0
    ? undefined
    : text`${bold(title)} ${joinText(items, ', ')}${more > 0 ? `, others ${formatCount(more)}` : ''}`;
}
/** A slow burn as a list item: its rate, its trend, and the change that ends it. */
export function describeSlowBurn({ group, trend }) {
  const { cause, upstream, product, fixFacts, hints } = group;
  const entry = getCause(cause);
  const step = findChangingStep(listFixSteps(entry, product, fixFacts, hints));
  return [
    ...text`${entry.title} at ${formatUpstream(upstream)}`,
    ...(trend === null ? [] : text`: ${bold(formatTrend(trend))}`),
    ...(step === undefined ? [] : ['\n', ...describeStep(step)]),
  ];
}
/** `12 a day, +3 a day over 7 days`. */
export function formatTrend({ perDay, slope, days }) {
  const period = `over ${days} days`;
  const change = Math.abs(slope) * (days - 1);
  // Random variation from day to day is not a trend.
  const isSteady = change < 2 || change < perDay / 2;
  return `${formatPerDay(perDay)} a day, ${isSteady ? 'steady' : `${slope > 0 ? '+' : '−'}${formatPerDay(Math.abs(slope))} a day`} ${period}`;
}
/** One decimal below ten. */
const formatPerDay = (count) => (count >= 10 ? formatCount(count) : count.toFixed(1).replace('.0', ''));
