import type { Clock } from '../../base/calendar.js';
import type { Hint } from '../../diagnose/failure.js';
import { hintEntries } from '../../diagnose/hints/index.js';
import type { Message } from '../../render/message.js';
import { bold, type Phrase, say } from '../../render/rich-text.js';
import { type GroupFacts, groupFactsOf } from '../../report/summary/group.js';
import { hintWords } from '../../report/words/advice.js';
import { causeTitle, upstreamCode } from '../../report/words/names.js';
import type { Command } from '../answer.js';
import { type Scope, scopeOf } from '../scope.js';
import { plainView } from './answer-view.js';

/** `is this the keepalive thing again?`: whether a known pattern shows. */
export const hint: Command<'hint'> = {
  what: 'hint',
  usage: 'is this the keepalive thing again?',
  help: 'whether a known pattern shows: keepalive race, one bad peer, stale address, poison request',
  answer: (question, context) => {
    const scope = scopeOf(question, context);
    const groups = groupFactsOf(context.ledger, scope.window.span, groupsMax, scope.of);
    const drawn = groups.map(({ cause, upstream, hints }) => ({
      name: say`${causeTitle(cause)} at ${upstreamCode(upstream)}`,
      hints,
    }));
    return { message: hintView(question.hint, drawn, scope, context) };
  },
};

const groupsMax = 6;

/** Whether a pattern shows in what fails. */
export function hintView(
  id: Hint['id'],
  drawn: readonly { readonly name: Phrase; readonly hints: GroupFacts['hints'] }[],
  scope: Scope,
  clock: Clock,
): Message {
  const title = hintEntries.find((entry) => entry.id === id)?.title ?? id;
  const found = drawn.flatMap(({ name, hints }) =>
    hints.filter((hint) => hint.id === id).map((hint): Phrase => [...name, ': ', ...hintWords(hint)]),
  );
  return plainView(
    found.length === 0
      ? {
          lead: say`${bold('No')}: nothing that failed looks like ${title}, ${scope.window.words}.`,
          lines: [
            say`That is said only where there are enough failures and good requests to tell it from luck.`,
          ],
        }
      : { lead: say`${bold('Yes')}, it looks like ${title}.`, list: { title: '', items: found } },
    scope,
    clock,
  );
}
