import type { Command } from '../command.js';
import { scopeOf } from '../scope.js';
import { type Lack, lacksView } from '../views/coverage-answer.js';

/** `which log field am I missing?` */
export const lacks: Command<'lacks'> = {
  what: 'lacks',
  usage: 'which log field am I missing?',
  help: 'what the log format should have for better answers',
  answer: (question, context) => {
    const scope = scopeOf(question, context);
    const failures = context.ledger.singles(scope.window.span, scope.of, 'latest', lookedMax);
    const counts = new Map<string, number>();
    for (const field of failures.flatMap((failure) => failure.lacks))
      counts.set(field, (counts.get(field) ?? 0) + 1);
    const ranked = [...counts]
      .map(([field, count]): Lack => ({ field, count }))
      .sort((one, other) => other.count - one.count);
    return { message: lacksView(ranked.slice(0, shownMax), failures.length, scope, context) };
  },
};

const lookedMax = 1_000;
const shownMax = 6;
