import { dayMs, hourMs, minuteMs } from '../../base/duration.js';
import { formatCount, formatPercent, pluralize } from '../../base/format-number.js';
import { bold, text, timestamp } from '../../render/rich-text.js';
import { isSimilarSpan } from '../../report/summary/failure-rate.js';
import { countHeadline } from '../../report/summary/headline.js';
import { describeFilter } from '../../report/words/filter.js';
import { resolveScope } from '../scope.js';
import { renderAnswer } from './answer-view.js';
import { createFailureTable } from './failure-rows.js';
import { asksForAnswers } from './statuses.js';
import { createTopQuestion, isRanking } from './top.js';
/** `502 rate for /api/pay`: the share of requests that failed, and failures per minute. */
export const rateHandler = {
  type: 'rate',
  phrases: ['rate', 'per minute', 'per second', 'per hour', 'per day', 'percentage', 'percent', 'ratio'],
  interpret: (sentence) => {
    if (isRanking(sentence)) return createTopQuestion(sentence);
    return asksForAnswers(sentence)
      ? { type: 'statuses', wants: 'rate' }
      : { type: 'rate', per: findUnit(sentence) };
  },
  countsFailures: true,
  usage: '502 rate for /api/pay',
  help: 'the share of requests that failed, and failures per minute',
  answer: (question, context) => {
    const { repository } = context;
    const requestedScope = resolveScope(question, context);
    const { window, filter, completeSince } = requestedScope;
    const complete = { from: Math.max(window.span.from, completeSince), to: window.span.to };
    const requestCount = repository.requestCount(complete, filter);
    const scope = requestCount === undefined ? requestedScope : limitScope(requestCount.span, requestedScope);
    const { span } = scope.window;
    const totals = repository.totals(span, filter);
    const readFrom = Math.max(span.from, completeSince, repository.readSince() ?? span.from);
    const rate = { totals, requests: requestCount?.requests, per: question.per, readFrom };
    return {
      message: renderRate(rate, scope, context),
      table: () => createFailureTable(totals.failures, scope, context),
    };
  },
};
const rateUnits = ['second', 'minute', 'hour', 'day'];
const unitMs = { second: 1_000, minute: minuteMs, hour: hourMs, day: dayMs };
function findUnit(sentence) {
  const phrases = sentence.listIntents().map(({ phrase }) => phrase);
  return rateUnits.find((unit) => phrases.includes(`per ${unit}`)) ?? null;
}
/** Failures must be counted over the period in which requests are counted, which is coarser for older data. */
function limitScope(counted, requestedScope) {
  const { window } = requestedScope;
  const span = { from: counted.from, to: Math.max(counted.from, Math.min(counted.to, window.span.to)) };
  const label = isSimilarSpan(counted, window.span)
    ? window.label
    : `${window.label}, as far as requests are counted`;
  return { ...requestedScope, window: { span, label } };
}
function renderRate({ totals, requests, per, readFrom }, scope, clock) {
  const { window, filter } = scope;
  const failures = countHeadline(totals, filter);
  const { from, to } = window.span;
  const perMs = failures / Math.max(unitMs.second, to - readFrom);
  const hasShare = requests !== null && requests !== undefined && requests > 0 && requests >= failures;
  const share = hasShare
    ? text`${bold(formatPercent(failures, requests))} of ${pluralize(requests, 'request')}: `
    : [];
  return renderAnswer(
    {
      lead: [
        ...share,
        ...text`${bold(pluralize(failures, 'failure'))} ${describeFilter(filter)}, ${formatRate(perMs, per)}, ${window.label}.`,
      ],
      details: [
        hasShare ? undefined : explainMissingShare(requests, scope),
        readFrom - from > minuteMs
          ? text`The first record is from ${timestamp(readFrom, clock)}: the rate is that of the time since.`
          : undefined,
      ],
    },
    scope,
    clock,
  );
}
function explainMissingShare(requests, { filter }) {
  if (requests === undefined)
    return text`Requests are counted by upstream, host and route only, so there is no error rate ${describeFilter(filter)}.`;
  return requests === null
    ? text`No request count for this period, so no error rate.`
    : text`The access logs show only ${pluralize(requests, 'request')}, so no error rate.`;
}
/** `2.4 per minute`: in the unit that was asked for, else in one that gives a number of one or more. */
function formatRate(perMs, asked) {
  const readable = ['minute', 'hour'].find((unit) => perMs * unitMs[unit] >= 1) ?? 'day';
  const unit = asked ?? readable;
  const rate = perMs * unitMs[unit];
  const digits = rate >= 0.1 || rate === 0 ? rate.toFixed(1) : rate.toPrecision(1);
  return `${rate >= 10 ? formatCount(rate) : digits} per ${unit}`;
}
