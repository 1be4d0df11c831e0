import type { Command } from '../command.js';
import type { When } from '../question.js';
import { scopeOf } from '../scope.js';
import { goodView } from '../views/lines.js';

/** `last good request for payments-api` */
export const good: Command<'good'> = {
  what: 'good',
  usage: 'last good request for payments-api',
  help: 'the minute in which somebody was last answered well',
  answer: (question, context) => {
    const scope = scopeOf(question, context, undefined, lastWeek);
    const good = context.ledger.lastGood(scope.window.span, scope.of);
    return { message: goodView(good, scope, context) };
  },
};

const lastWeek: When = { name: 'last', count: 7, unit: 'day' };
