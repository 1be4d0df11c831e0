import type { Clock } from '../../base/calendar.js';
import { formatCount, pluralize } from '../../base/format-number.js';
import type { Message } from '../../render/message.js';
import { bold, type RichText, text } from '../../render/rich-text.js';
import { isSimilarSpan } from '../../report/summary/failure-rate.js';
import { countHeadline } from '../../report/summary/headline.js';
import { describeFilter } from '../../report/words/filter.js';
import { isPlaceFilter } from '../language/filters.js';
import type { QuestionHandler } from '../question-handler.js';
import { type QueryScope, resolveScope } from '../scope.js';
import { renderAnswer } from './answer-view.js';

/** `availability of payments-api this week`, `error budget`: the share of requests that did not fail at the gateway. */
export const availabilityHandler: QuestionHandler<{ type: 'availability' }> = {
  type: 'availability',
  phrases: ['availability', 'available', 'uptime', 'error budget', 'budget', 'slo', 'sla', 'nines'],
  precedence: 'first',
  usage: 'availability [of payments-api] [this week]',
  help: 'the share of requests that did not fail at the gateway, and what is left of an error budget',
  answer: (question, context) => {
    const { repository } = context;
    const scope = resolveScope(question, context);
    const { span } = scope.window;
    const counted = isPlaceFilter(scope.filter) ? repository.requestCount(span, scope.filter) : undefined;
    const isCounted = counted !== undefined && isSimilarSpan(counted.span, span);
    const failures = countHeadline(repository.totals(span, scope.filter), scope.filter);
    return { message: renderAvailability(failures, isCounted ? counted.requests : null, scope, context) };
  },
};

/** Renders the availability; `requests` is null where it is not known of the whole period. */
function renderAvailability(
  failures: number,
  requests: number | null,
  scope: QueryScope,
  clock: Clock,
): Message {
  const { filter, window } = scope;
  const place = describeFilter(filter);
  const at = place.length === 0 ? [] : [' ', ...place];
  if (requests === null || requests === 0 || requests < failures)
    return renderAnswer(
      {
        lead: text`Availability${at}: not known. The access logs do not show all requests${at}, ${window.label}.`,
        details: [text`${pluralize(failures, 'failure')} that clients saw.`],
      },
      scope,
      clock,
    );
  return renderAnswer(
    {
      lead: text`${bold(formatAvailability(failures, requests))}${at}, ${window.label}: ${formatCount(failures)} of ${pluralize(requests, 'request')} failed.`,
      details: [
        describeBudgets(failures, requests),
        'Errors that an application answers itself are not counted.',
      ].map((detail) => (typeof detail === 'string' ? [detail] : detail)),
      tone: failures === 0 ? 'good' : 'neutral',
    },
    scope,
    clock,
  );
}

/** No target is configured, so the usual ones are shown. */
const describeBudgets = (failures: number, requests: number): RichText =>
  targets
    .flatMap((target, index): RichText => {
      const allowed = Math.floor((requests * (100 - target)) / 100);
      const used = text`a target of ${String(target)} % allows ${formatCount(allowed)}, ${failures <= allowed ? `${formatCount(allowed - failures)} left` : `exceeded by ${formatCount(failures - allowed)}`}`;
      return index === 0 ? [...text`Error budget: `, ...used] : ['; ', ...used];
    })
    .concat('.');

const targets = [99, 99.9, 99.99];

/** Never rounded up: 100 % is said only of no failure. */
function formatAvailability(failures: number, requests: number): string {
  const share = 1 - failures / requests;
  return `${Math.floor(share * 100_000) / 1_000} %`;
}
