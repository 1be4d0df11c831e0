import type { Clock } from '../../base/calendar.js';
import { formatCount } from '../../base/format-number.js';
import type { Message } from '../../render/message.js';
import { bold, type RichText, text } from '../../render/rich-text.js';
import type { FailureTotals } from '../../report/repository.js';
import { countHeadline } from '../../report/summary/headline.js';
import { describeFailures } from '../../report/words/filter.js';
import { describeImpact } from '../../report/words/impact.js';
import type { TimeExpression } from '../question.js';
import type { QuestionHandler } from '../question-handler.js';
import { type QueryScope, resolveScope, resolveTimeScope } from '../scope.js';
import { renderAnswer } from './answer-view.js';
import { createFailureTable } from './failure-rows.js';
import { asksForAnswers, type StatusesQuestion } from './statuses.js';
import { createTopQuestion, isRanking, type TopQuestion } from './top.js';

/** `how many 502s today`: a count, and the effect on clients. */
export const countHandler: QuestionHandler<{ type: 'count' }, StatusesQuestion | TopQuestion> = {
  type: 'count',
  phrases: ['how many', 'how often', 'count', 'number', 'total'],
  interpret: (sentence) => {
    if (isRanking(sentence)) return { ...createTopQuestion(sentence), isCounted: true };
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

const last15Minutes: TimeExpression = { type: 'last', count: 15, unit: 'minute' };

/**
 * Renders a count and the effect on clients. A question about `now` is answered with yes or no; `recent` is what failed
 * in the quarter of an hour until then, undefined for other times.
 */
function renderCount(
  totals: FailureTotals,
  scope: QueryScope,
  recent: FailureTotals | undefined,
  clock: Clock,
): Message {
  const isNow = recent !== undefined;
  const { filter, window } = scope;
  const failures = countHeadline(totals, filter);
  const none = isNow ? 'no' : 'No';
  const number = text`${bold(failures === 0 ? none : formatCount(failures))}`;
  const yesOrNo = isNow ? (failures === 0 ? text`${bold('No')}: ` : text`${bold('Yes')}: `) : [];
  const lead: RichText = [
    ...yesOrNo,
    ...number,
    ' ',
    ...describeFailures(filter, failures),
    `, ${window.label}.`,
  ];
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
