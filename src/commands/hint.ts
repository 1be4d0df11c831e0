import type { Command } from '../command.js';
import { groupFactsOf } from '../group-facts.js';
import { scopeOf } from '../scope.js';
import { hintView } from '../views/advice-answer.js';
import { causeTitle, upstreamCode } from '../views/naming.js';
import { say } from '../views/phrase.js';

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
