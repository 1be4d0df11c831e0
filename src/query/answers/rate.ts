import type { Clock } from '../../base/calendar.js';
import { counted, grouped, percent } from '../../base/format-number.js';
import type { Span } from '../../base/span.js';
import type { Message } from '../../render/message.js';
import { bold, type Phrase, say } from '../../render/rich-text.js';
import type { Totals } from '../../report/repository.js';
import { isNearly } from '../../report/summary/failure-rate.js';
import { aboutWords } from '../../report/words/filter.js';
import type { Command } from '../answer.js';
import { type Scope, scopeOf } from '../scope.js';
import { plainView } from './answer-view.js';
import { singlesTable } from './failure-rows.js';

/** `502 rate for /api/pay`: what share of requests, and how many a minute. */
export const rate: Command<'rate'> = {
  what: 'rate',
  usage: '502 rate for /api/pay',
  help: 'the share of requests that failed, and how many a minute',
  answer: (question, context) => {
    const asked = scopeOf(question, context);
    const { window, of, from } = asked;
    const complete = { from: Math.max(window.span.from, from), to: window.span.to };
    const served = context.ledger.served(complete, of);
    const scope = served === undefined ? asked : countedOver(served.span, asked);
    const totals = context.ledger.totals(scope.window.span, of);
    return {
      message: rateView(totals, served?.requests, scope, context),
      table: () => singlesTable(totals.failures, scope, context),
    };
  },
};

/** A share needs both counted over one time: where requests are kept coarsely, failures are counted over that as well. */
function countedOver(span: Span, asked: Scope): Scope {
  const { window } = asked;
  return isNearly(span, window.span)
    ? asked
    : { ...asked, window: { span, words: `${window.words} as far as requests are counted` } };
}

/**
 * How often, of the requests and per minute. `requests` is undefined where they are not counted as narrowly, and null
 * where no access log tells of them.
 */
export function rateView(
  { failures }: Totals,
  requests: number | null | undefined,
  scope: Scope,
  clock: Clock,
): Message {
  const { from, to } = scope.window.span;
  const perMinute = failures / Math.max(1, (to - Math.max(from, scope.from)) / 60_000);
  const isShare = requests !== null && requests !== undefined && requests > 0 && requests >= failures;
  const share = isShare ? say`${bold(percent(failures, requests))} of ${counted(requests, 'request')}: ` : [];
  return plainView(
    {
      lead: [
        ...share,
        ...say`${bold(counted(failures, 'failure'))} ${aboutWords(scope.of)}, ${rateWords(perMinute)}, ${scope.window.words}.`,
      ],
      lines: [isShare ? undefined : noShareWords(requests, scope)],
    },
    scope,
    clock,
  );
}

function noShareWords(requests: number | null | undefined, { of }: Scope): Phrase {
  if (requests === undefined)
    return say`Requests are counted by upstream, host and route only, so this is no share of the requests ${aboutWords(of)}.`;
  return requests === null
    ? say`No access log tells how many requests there were, so this is no share of them.`
    : say`The access logs tell of ${counted(requests, 'request')} there, so this is no share of them.`;
}

/** `2.4 a minute`, `3 an hour`. */
function rateWords(perMinute: number): string {
  if (perMinute >= 10) return `${grouped(perMinute)} a minute`;
  if (perMinute >= 1) return `${perMinute.toFixed(1)} a minute`;
  const perHour = perMinute * 60;
  return perHour >= 1 ? `${perHour.toFixed(1)} an hour` : `${(perHour * 24).toFixed(1)} a day`;
}
