import type { Command } from '../command.js';
import { scopeOf } from '../scope.js';
import { rateView } from '../views/count.js';
import { singlesTable } from './singles-table.js';

/** `502 rate for /api/pay`: what share of requests, and how many a minute. */
export const rate: Command<'rate'> = {
  what: 'rate',
  usage: '502 rate for /api/pay',
  help: 'the share of requests that failed, and how many a minute',
  answer: (question, context) => {
    const scope = scopeOf(question, context);
    const totals = context.ledger.totals(scope.window.span, scope.of);
    const { upstream: _, statuses: __, causes: ___, outcomes: ____, ...narrower } = scope.of;
    return {
      message: rateView(totals, scope, Object.keys(narrower).length === 0, context),
      table: () => singlesTable(scope, context),
    };
  },
};
