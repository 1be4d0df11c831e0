import { formatCount } from '../../base/format-number.js';
import { bold, text } from '../../render/rich-text.js';
import { countHeadline } from '../../report/summary/headline.js';
import { describeFailures } from '../../report/words/filter.js';
import { describeImpact } from '../../report/words/impact.js';
import { resolveScope, resolveTimeScope } from '../scope.js';
import { renderAnswer } from './answer-view.js';
import { createFailureTable } from './failure-rows.js';
import { asksForAnswers } from './statuses.js';
import { createTopQuestion, isRanking } from './top.js';
/** `how many 502s today`: a count, and the effect on clients. */
export const countHandler = {
  type: 'count',
  phrases: ['how many', 'count', 'number', 'total'],
  interpret: (sentence) => {
    if (isRanking(sentence)) return createTopQuestion(sentence);
    return asksForAnswers(sentence) ? { type: 'statuses', wants: 'count' } : { type: 'count' };
  },
  countsFailures: true,
  usage: 'how many 502s [today|last 15m|since 2|between 02:00 and 03:00]',
  help: 'the number of failures, by upstream, route, host, method, cause, status, client and the like',
  answer: (question, context) => {
    const scope = resolveScope(question, context);
    const totals = context.repository.totals(scope.window.span, scope.filter);
    const isNow = question.times[0]?.type === 'now';
    const recent = isNow ? resolveTimeScope(last15Minutes, scope.filter, context) : undefined;
    const recentTotals = recent && context.repository.totals(recent.window.span, scope.filter);
    return {
      message: renderCount(totals, scope, recentTotals, context),
      table: () => createFailureTable(totals.failures, scope, context),
    };
  },
};
const last15Minutes = { type: 'last', count: 15, unit: 'minute' };
/**
 * Renders a count and the effect on clients. A question about `now` is answered with yes or no; `recent` is what failed
 * in the quarter of an hour until then, undefined for other times.
 */
function renderCount(totals, scope, recent, clock) {
  const isNow = recent !== undefined;
  const { filter, window } = scope;
  const failures = countHeadline(totals, filter);
  const none = isNow ? 'no' : 'No';
  const number = text`${bold(failures === 0 ? none : formatCount(failures))}`;
  const yesOrNo = isNow ? (failures === 0 ? text`${bold('No')}: ` : text`${bold('Yes')}: `) : [];
  const lead = [...yesOrNo, ...number, ' ', ...describeFailures(filter, failures), `, ${window.label}.`];
  return renderAnswer(
    {
      lead,
      details: [
        totals.failures === 0 ? undefined : text`${describeImpact(totals, filter)}.`,
        recent === undefined || recent.failures === totals.failures
          ? undefined
          : text`In the last 15 min: ${describeImpact(recent, filter)}.`,
      ],
      tone: failures === 0 ? 'good' : 'neutral',
    },
    scope,
    clock,
  );
}
