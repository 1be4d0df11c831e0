import type { Command } from '../command.js';
import type { Span } from '../ledger.js';
import { isNearly } from '../own-rate.js';
import { type Scope, scopeOf } from '../scope.js';
import { rateView } from '../views/count.js';
import { singlesTable } from './singles-table.js';

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
