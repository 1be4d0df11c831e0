import type { Clock } from '../../base/calendar.js';
import { minuteMs } from '../../base/duration.js';
import { formatCount, formatPercent, pluralize } from '../../base/format-number.js';
import type { Span } from '../../base/span.js';
import type { Message } from '../../render/message.js';
import { bold, type RichText, text } from '../../render/rich-text.js';
import type { FailureTotals } from '../../report/repository.js';
import { isSimilarSpan } from '../../report/summary/failure-rate.js';
import { describeFilter } from '../../report/words/filter.js';
import type { QuestionHandler } from '../answer.js';
import { type QueryScope, resolveScope } from '../scope.js';
import { renderAnswer } from './answer-view.js';
import { createFailureTable } from './failure-rows.js';
import { createTopQuestion, isRanking, type TopQuestion } from './top.js';

/** `502 rate for /api/pay`: what share of requests, and how many a minute. */
export const rateHandler: QuestionHandler<{ type: 'rate' }, TopQuestion> = {
  type: 'rate',
  phrases: ['rate', 'per minute', 'per second', 'per hour', 'percentage', 'percent', 'ratio'],
  interpret: (sentence) => (isRanking(sentence) ? createTopQuestion(sentence) : { type: 'rate' }),
  countsFailures: true,
  usage: '502 rate for /api/pay',
  help: 'the share of requests that failed, and how many a minute',
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

/** A share needs both counted over one time: where requests are kept coarsely, failures are counted over that as well. */
function limitScope(span: Span, requestedScope: QueryScope): QueryScope {
  const { window } = requestedScope;
  return isSimilarSpan(span, window.span)
    ? requestedScope
    : { ...requestedScope, window: { span, label: `${window.label} as far as requests are counted` } };
}

/**
 * How often, of the requests and per minute. `requests` is undefined where they are not counted as narrowly, and null
 * where no access log tells of them.
 */
export function renderRate(
  { failures }: FailureTotals,
  requests: number | null | undefined,
  scope: QueryScope,
  clock: Clock,
): Message {
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
    return text`Requests are counted by upstream, host and route only, so this is no share of the requests ${describeFilter(filter)}.`;
  return requests === null
    ? text`No access log tells how many requests there were, so this is no share of them.`
    : text`The access logs tell of ${pluralize(requests, 'request')} there, so this is no share of them.`;
}

/** `2.4 a minute`, `3 an hour`. */
function formatRate(perMinute: number): string {
  if (perMinute >= 10) return `${formatCount(perMinute)} a minute`;
  if (perMinute >= 1) return `${perMinute.toFixed(1)} a minute`;
  const perHour = perMinute * 60;
  return perHour >= 1 ? `${perHour.toFixed(1)} an hour` : `${(perHour * 24).toFixed(1)} a day`;
}
