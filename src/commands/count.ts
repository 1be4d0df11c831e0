import type { Command } from '../command.js';
import { scopeOf } from '../scope.js';
import { countView } from '../views/count.js';
import { singlesTable } from './singles-table.js';

/** `how many 502s today`: a number, and what came of them. */
export const count: Command<'count'> = {
  what: 'count',
  usage: 'how many 502s [today|last 15m|since 2|between 02:00 and 03:00]',
  help: 'how many failures; narrowed by upstream, route, host, method, cause, status, client and the like',
  answer: (question, context) => {
    const scope = scopeOf(question, context);
    const totals = context.ledger.totals(scope.window.span, scope.of);
    const isNow = question.when[0]?.name === 'now';
    return {
      message: countView(totals, scope, isNow, context),
      table: () => singlesTable(totals.failures, scope, context),
    };
  },
};
