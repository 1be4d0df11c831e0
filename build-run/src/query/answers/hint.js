import { hintCatalogue } from '../../diagnose/hints/index.js';
import { bold, text } from '../../render/rich-text.js';
import { summarizeGroups } from '../../report/summary/group.js';
import { describeHint } from '../../report/words/advice.js';
import { formatUpstream, getCauseTitle } from '../../report/words/names.js';
import { resolveScope } from '../scope.js';
import { renderAnswer } from './answer-view.js';
/** `is this the keepalive thing again?`: does a known pattern match? */
export const hintHandler = {
  type: 'hint',
  phrases: hintCatalogue.flatMap(({ phrases }) => phrases),
  interpret: (_, phrase) => ({ type: 'hint', phrase }),
  usage: 'is this the keepalive thing again?',
  help: 'whether a known pattern matches: keep-alive race, one bad peer, stale address, poison request',
  answer: (question, context) => {
    const scope = resolveScope(question, context);
    const groups = summarizeGroups(context.repository, scope.window.span, groupsMax, scope.filter);
    const detected = groups.map(({ cause, upstream, hints }) => ({
      name: text`${getCauseTitle(cause)} at ${formatUpstream(upstream)}`,
      hints,
    }));
    return { message: renderHint(question.phrase, detected, scope, context) };
  },
};
const groupsMax = 6;
/** Renders whether a pattern matches the failures. */
function renderHint(phrase, detected, scope, clock) {
  const detector = hintCatalogue.find(({ phrases }) => phrases.includes(phrase));
  const title = detector?.title ?? phrase;
  const matches = detected.flatMap(({ name, hints }) =>
    hints.filter((hint) => hint.id === detector?.id).map((hint) => [...name, ': ', ...describeHint(hint)]),
  );
  return renderAnswer(
    matches.length === 0
      ? {
          lead: text`${bold('No')}: no failure looks like ${title}, ${scope.window.label}.`,
          details: [
            text`A pattern is only reported when there are enough failures and good requests to rule out chance.`,
          ],
        }
      : { lead: text`${bold('Yes')}, it looks like ${title}.`, list: { title: '', items: matches } },
    scope,
    clock,
  );
}
