import type { Clock } from '../../base/calendar.js';
import { counted } from '../../base/format-number.js';
import type { Message } from '../../render/message.js';
import { bold, code, joined, say } from '../../render/rich-text.js';
import type { Command } from '../answer.js';
import { type Scope, scopeOf } from '../scope.js';
import { plainView } from './answer-view.js';

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

/** Log fields that would have told more, by how many of the latest failures want them. */
export function lacksView(lacks: readonly Lack[], looked: number, scope: Scope, clock: Clock): Message {
  const [first] = lacks;
  return plainView(
    {
      lead:
        first === undefined
          ? say`${bold('None')}: the latest ${counted(looked, 'failure')} would not be told better by another field.`
          : say`${bold(first.field)} would tell more of ${first.count} of the latest ${counted(looked, 'failure')}.`,
      lines: [
        first === undefined
          ? undefined
          : say`Add to the log format: ${joined(
              lacks.map(({ field }) => [code(field)]),
              ' ',
            )}; ${code('badgateway check')} says what each format lacks.`,
      ],
      list: {
        title: '',
        items: lacks.map(({ field, count }) => say`${code(field)}: ${counted(count, 'failure')}`),
      },
    },
    scope,
    clock,
  );
}

/** A field, and how many failures want it. */
export type Lack = { readonly field: string; readonly count: number };
