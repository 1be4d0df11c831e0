import type { Clock } from '../../base/calendar.js';
import { minuteMs } from '../../base/duration.js';
import { formatCount, formatPercent, pluralize } from '../../base/format-number.js';
import type { Span } from '../../base/span.js';
import type { Message } from '../../render/message.js';
import { bold, type RichText, text } from '../../render/rich-text.js';
import type { FailureTotals } from '../../report/repository.js';
import { isSimilarSpan } from '../../report/summary/failure-rate.js';
import { countHeadline } from '../../report/summary/headline.js';
import { describeFilter } from '../../report/words/filter.js';
import type { QuestionHandler } from '../question-handler.js';
import { type QueryScope, resolveScope } from '../scope.js';
import { renderAnswer } from './answer-view.js';
import { createFailureTable } from './failure-rows.js';
import { asksForAnswers, type StatusesQuestion } from './statuses.js';
import { createTopQuestion, isRanking, type TopQuestion } from './top.js';

/** `502 rate for /api/pay`: the share of requests that failed, and failures per minute. */
export const rateHandler: QuestionHandler<{ type: 'rate' }, StatusesQuestion | TopQuestion> = {
  type: 'rate',
  phrases: ['rate', 'per minute', 'per second', 'per hour', 'percentage', 'percent', 'ratio'],
  interpret: (sentence) => {
    if (isRanking(sentence)) return createTopQuestion(sentence);
    return asksForAnswers(sentence) ? { type: 'statuses', wants: 'rate' } : { type: 'rate' };
  },
  countsFailures: true,
  usage: '502 rate for /api/pay',
  help: 'the share of requests that failed, and failures per minute',
  answer: (question, context) => {
    const requestedScope = resolveScope(question, context);
    const { window, filter, completeSince } = requestedScope;
    const complete = { from: Math.max(window.span.from, completeSince), to: window.span.to };
    const requestCount = context.repository.requestCount(complete, filter);
    const scope = requestCount === undefined ? requestedScope : limitScope(requestCount.span, requestedScope);
    const totals = context.repository.totals(scope.window.span, filter);
    return {
      message: renderRate(totals, requestCount?.requests, scope, context),
      table: () => createFailureTable(totals.failures, scope, context),
    };
  },
};

/** Failures must be counted over the period in which requests are counted, which is coarser for older data. */
function limitScope(span: Span, requestedScope: QueryScope): QueryScope {
  const { window } = requestedScope;
  return isSimilarSpan(span, window.span)
    ? requestedScope
    : { ...requestedScope, window: { span, label: `${window.label}, as far as requests are counted` } };
}

/**
 * Renders the failure rate. `requests` is undefined when they are not counted by this filter, and null without an access
 * log.
 */
function renderRate(
  totals: FailureTotals,
  requests: number | null | undefined,
  scope: QueryScope,
  clock: Clock,
): Message {
  const failures = countHeadline(totals, scope.filter);
  const { from, to } = scope.window.span;
  const perMinute = failures / Math.max(1, (to - Math.max(from, scope.completeSince)) / minuteMs);
  const hasShare = requests !== null && requests !== undefined && requests > 0 && requests >= failures;
  const share = hasShare
    ? text`${bold(formatPercent(failures, requests))} of ${pluralize(requests, 'request')}: `
    : [];
  return renderAnswer(
    {
      lead: [
        ...share,
        ...text`${bold(pluralize(failures, 'failure'))} ${describeFilter(scope.filter)}, ${formatRate(perMinute)}, ${scope.window.label}.`,
      ],
      details: [hasShare ? undefined : explainMissingShare(requests, scope)],
    },
    scope,
    clock,
  );
}

function explainMissingShare(requests: number | null | undefined, { filter }: QueryScope): RichText {
  if (requests === undefined)
    return text`Requests are counted by upstream, host and route only, so there is no error rate ${describeFilter(filter)}.`;
  return requests === null
    ? text`No request count for this period, so no error rate.`
    : text`The access logs show only ${pluralize(requests, 'request')}, so no error rate.`;
}

/** `2.4 per minute`, `3.0 per hour`. */
function formatRate(perMinute: number): string {
  if (perMinute >= 10) return `${formatCount(perMinute)} per minute`;
  if (perMinute >= 1) return `${perMinute.toFixed(1)} per minute`;
  const perHour = perMinute * 60;
  return perHour >= 1 ? `${perHour.toFixed(1)} per hour` : `${(perHour * 24).toFixed(1)} per day`;
}
