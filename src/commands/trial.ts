import type { Command } from '../command.js';
import type { When } from '../question.js';
import { scopeOf } from '../scope.js';
import { trialView } from '../views/trial.js';

/** `what would have fired last week with threshold 5?` */
export const trial: Command<'trial'> = {
  what: 'trial',
  usage: 'what would have fired last week with threshold 5?',
  help: 'which incidents another OPEN_FAILURES would have opened',
  answer: (question, context) => {
    const scope = scopeOf(question, context, 'client', lastWeek);
    const rule = { failures: Math.max(1, question.threshold ?? 5), windowMs: 60_000 };
    const trials = context.ledger.trial({ ...scope.window.span, from: scope.from }, rule, listedMax);
    return { message: trialView(trials, rule, scope, context) };
  },
};

const lastWeek: When = { name: 'last', count: 7, unit: 'day' };
const listedMax = 200;
