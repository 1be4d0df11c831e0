import type { Clock } from '../../base/calendar.js';
import { grouped } from '../../base/format-number.js';
import type { Message } from '../../render/message.js';
import { bold, type Phrase, say } from '../../render/rich-text.js';
import type { Totals } from '../../report/repository.js';
import { failuresWords } from '../../report/words/filter.js';
import { impactOf } from '../../report/words/impact.js';
import type { Command } from '../answer.js';
import { type Scope, scopeOf } from '../scope.js';
import { plainView } from './answer-view.js';
import { singlesTable } from './failure-rows.js';

/** How many: the number first, then what came of them. A question of `now` is answered with yes or no. */
export function countView(totals: Totals, scope: Scope, isNow: boolean, clock: Clock): Message {
  const { failures } = totals;
  const { of, window } = scope;
  const none = isNow ? 'no' : 'No';
  const number = say`${bold(failures === 0 ? none : grouped(failures))}`;
  const answer = isNow ? (failures === 0 ? say`${bold('No')}: ` : say`${bold('Yes')}: `) : [];
  const lead: Phrase = [...answer, ...number, ' ', ...failuresWords(of), `, ${window.words}.`];
  return plainView(
    {
      lead,
      lines: [failures === 0 ? undefined : say`${impactOf(totals)}.`],
      tone: failures === 0 ? 'good' : 'neutral',
    },
    scope,
    clock,
  );
}

export type NormalFacts = {
  /** `Sunday`. */
  readonly words: string;
  readonly today: number;
  /** Null where nothing was read on that day. */
  readonly earlier: readonly { readonly day: string; readonly failures: number | null }[];
};

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
