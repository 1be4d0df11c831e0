import { type Clock, getLocalDay } from '../../base/calendar.js';
import { formatChange, formatCount, pluralize } from '../../base/format-number.js';
import type { Message } from '../../render/message.js';
import { bold, type RichText, text } from '../../render/rich-text.js';
import { buildComparisonTable, type ComparisonOperand } from '../../report/export/tables.js';
import type { FailureFilter, TimeWindow } from '../../report/repository.js';
import { countHeadline } from '../../report/summary/headline.js';
import { describeFilter } from '../../report/words/filter.js';
import { describeImpact } from '../../report/words/impact.js';
import { resolveWindow } from '../language/time-window.js';
import type { QuestionScope, TimeExpression } from '../question.js';
import type { Answer, AnswerContext, QuestionHandler } from '../question-handler.js';
import { type QueryScope, resolveScope, resolveTimeScope } from '../scope.js';
import { renderAnswer } from './answer-view.js';
import type { CompareIncidentsQuestion } from './compare-incidents.js';

/** `502 vs 504`, `compare today with last tuesday`, `more or less than yesterday?`. */
export const compareHandler: QuestionHandler<{ type: 'compare' }, CompareIncidentsQuestion> = {
  type: 'compare',
  phrases: [
    'compare',
    'compared',
    'comparison',
    'vs',
    'versus',
    'more or less than',
    'more or less',
    'more than',
    'less than',
    'fewer than',
    'than',
    'against',
    'better or worse than',
    'better',
    'worse',
  ],
  interpret: (sentence) => {
    const numbers = sentence.listIncidentNumbers();
    return numbers.length < 2 ? { type: 'compare' } : { type: 'compare-incidents', numbers };
  },
  usage: 'compare today with last tuesday, or 502 vs 504 last 24h',
  help: 'two periods, statuses, upstreams or the like side by side',
  answer: (question, context) => {
    const [first, second] = question.operands;
    return first !== undefined && second !== undefined && question.times.length < 2
      ? compareFilters(question, context)
      : compareTimes(question, context);
  },
};

function compareFilters(question: QuestionScope, context: AnswerContext) {
  const [first = {}, second = {}] = question.operands;
  const scope = resolveScope({ ...question, filter: {} }, context);
  const createOperand = (filter: QueryScope['filter']): ComparisonOperand => ({
    label: describeFilter(filter),
    totals: context.repository.totals(scope.window.span, filter),
  });
  return createComparison([createOperand(first), createOperand(second)], scope, context);
}

/** Compares two periods, or today with the only one named. A day that is not over is compared with the same hours. */
function compareTimes(question: QuestionScope, context: AnswerContext) {
  const [first = yesterday, second] = question.times;
  const [later, earlier]: readonly [TimeExpression, TimeExpression] =
    second === undefined ? [today, first] : [first, second];
  const scope = resolveTimeScope(later, question.filter, context);
  const baseline = alignToSameHours(scope.window, resolveWindow(earlier, context), context);
  const createOperand = ({ span, label }: TimeWindow): ComparisonOperand => ({
    label: [label],
    totals: context.repository.totals(span, question.filter),
  });
  return createComparison([createOperand(scope.window), createOperand(baseline)], scope, context);
}

const createComparison = (
  [first, second]: readonly [ComparisonOperand, ComparisonOperand],
  scope: QueryScope,
  context: AnswerContext,
): Answer => ({
  message: renderComparison(first, second, scope, context),
  table: () => buildComparisonTable([first, second]),
});

const today: TimeExpression = { type: 'day', day: 'today' };
const yesterday: TimeExpression = { type: 'day', day: 'yesterday' };

function alignToSameHours({ span }: TimeWindow, baseline: TimeWindow, { now, timezone }: Clock): TimeWindow {
  const isUnfinished = span.to === now && getLocalDay(span.from, timezone) === getLocalDay(now - 1, timezone);
  const to = baseline.span.from + (span.to - span.from);
  return isUnfinished && to < baseline.span.to
    ? { span: { from: baseline.span.from, to }, label: `${baseline.label} by the same hour` }
    : baseline;
}

/** Renders two counts, the second as the baseline. */
function renderComparison(
  first: ComparisonOperand,
  second: ComparisonOperand,
  scope: QueryScope,
  clock: Clock,
): Message {
  const describeOperand = ({ label, totals }: ComparisonOperand): RichText =>
    text`${bold(formatCount(countHeadline(totals, scope.filter)))} ${label}: ${describeImpact(totals, scope.filter)}`;
  const isUnread = hasNoRecords(second, first);
  return renderAnswer(
    {
      lead: isUnread
        ? text`I cannot tell: ${pluralize(countHeadline(first.totals, scope.filter), 'failure')} ${first.label}, but no logs were read ${second.label}.`
        : describeComparison(first, second, scope.filter),
      list: {
        title: '',
        items: isUnread ? [describeOperand(first)] : [describeOperand(first), describeOperand(second)],
      },
    },
    scope,
    clock,
  );
}

/** A side without requests was not read if the other side has some, so its lack of failures means nothing. */
const hasNoRecords = ({ totals }: ComparisonOperand, counterpart: ComparisonOperand): boolean =>
  totals.requests === null && totals.failures === 0 && counterpart.totals.requests !== null;

function describeComparison(
  first: ComparisonOperand,
  second: ComparisonOperand,
  filter: FailureFilter,
): RichText {
  const [firstCount, secondCount] = [
    countHeadline(first.totals, filter),
    countHeadline(second.totals, filter),
  ];
  const conclusion = firstCount === secondCount ? 'As many' : firstCount > secondCount ? 'More' : 'Fewer';
  const change: RichText =
    secondCount === 0 || firstCount === secondCount ? [] : [` (${formatChange(secondCount, firstCount)})`];
  return text`${bold(conclusion)}: ${firstCount} ${first.label} against ${secondCount} ${second.label}${change}.`;
}
