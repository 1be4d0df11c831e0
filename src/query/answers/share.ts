import type { Clock } from '../../base/calendar.js';
import { formatCount, formatPercent, pluralize, sumNumbers } from '../../base/format-number.js';
import type { Message } from '../../render/message.js';
import { bold, type RichText, text } from '../../render/rich-text.js';
import type { Dimension, FailureFilter, FailureTotals, RankedCount } from '../../report/repository.js';
import { countHeadline, countRanked } from '../../report/summary/headline.js';
import { describeFilter, formatDimensionValue } from '../../report/words/filter.js';
import { isPlaceFilter } from '../language/filters.js';
import type { QuestionScope } from '../question.js';
import type { AnswerContext, QuestionHandler } from '../question-handler.js';
import { type QueryScope, resolveIncidentScope, resolveScope } from '../scope.js';
import { renderAnswer } from './answer-view.js';
import { createFailureTable } from './failure-rows.js';
import { createTopQuestion, type TopQuestion } from './top.js';

/** They ask how a place does, where one is named: `is payments-api down?`. */
const downPhrases = ['down', 'failing most'];

/** `is it dns?`, `is it only POST?`, `is shop-b.example affected?`: the share of all failures. */
export const shareHandler: QuestionHandler<{ type: 'share' }, TopQuestion | { type: 'status' }> = {
  type: 'share',
  phrases: [...downPhrases, 'only', 'affected', 'hit', 'impacted', 'hurt', 'mostly'],
  interpret: (sentence, phrase) => {
    const isDown = downPhrases.includes(phrase);
    // `which backend is failing most` ranks; `is the backend down` does not.
    const dimension = phrase === 'down' ? sentence.findGroupBy() : sentence.findDimension();
    if (dimension !== null) return createTopQuestion(sentence);
    return { type: isDown && isPlaceFilter(sentence.scope.filter) ? 'status' : 'share' };
  },
  countsFailures: true,
  usage: 'is it [only] dns|POST|shop-b.example',
  help: 'the share of all failures with a cause, host, method or the like',
  answer: (question, context) => {
    const scope = resolveCurrentScope(question, context);
    const { span } = scope.window;
    const dimension = selectDimension(scope.filter);
    const summary = {
      matching: context.repository.totals(span, scope.filter),
      total: context.repository.totals(span),
      dimension: dimension,
      ranked: context.repository.top(dimension, span, rankedMax),
    };
    return {
      message: renderShare(summary, scope, context),
      table: () => createFailureTable(summary.matching.failures, scope, context),
    };
  },
};

/** While an incident is open, `it` means the failures since it began. */
function resolveCurrentScope(question: QuestionScope, context: AnswerContext): QueryScope {
  const [openIncident] = question.times.length === 0 ? context.repository.openIncidents() : [];
  if (openIncident === undefined) return resolveScope(question, context);
  const { window, ...scope } = resolveIncidentScope(openIncident, question.filter, context);
  return { ...scope, filter: question.filter, window: { ...window, label: `since ${window.label} began` } };
}

const rankedMax = 5;

/** The dimension of the filter, by which all failures are broken down. */
function selectDimension(filter: FailureFilter): Dimension {
  const entry = dimensionByFilterKey.find(([key]) => filter[key] !== undefined);
  return entry?.[1] ?? 'cause';
}

const dimensionByFilterKey: readonly (readonly [keyof FailureFilter, Dimension])[] = [
  ['methods', 'method'],
  ['hosts', 'host'],
  ['customers', 'customer'],
  ['routes', 'route'],
  ['peers', 'peer'],
  ['clients', 'client'],
  ['gateways', 'gateway'],
  ['makers', 'maker'],
  ['upstream', 'upstream'],
  ['outcomes', 'outcome'],
  ['statuses', 'status'],
];

/** Renders the share of all failures, and the breakdown. */
function renderShare(
  { matching, total, dimension, ranked }: ShareSummary,
  scope: QueryScope,
  clock: Clock,
): Message {
  const matchingCount = countHeadline(matching, scope.filter);
  const totalCount = countHeadline(total, scope.filter);
  const items = matchingCount < totalCount ? listRanked(ranked, dimension, totalCount, scope.filter) : [];
  return renderAnswer(
    {
      lead: describeShare(matchingCount, totalCount, scope),
      list: {
        title: items.length > 0 ? `All by ${dimension}` : '',
        items,
      },
      tone: matchingCount > 0 ? 'neutral' : 'good',
    },
    scope,
    clock,
  );
}

/** The matching failures, all failures, and their breakdown. */
type ShareSummary = {
  readonly matching: FailureTotals;
  readonly total: FailureTotals;
  readonly dimension: Dimension;
  readonly ranked: readonly RankedCount[];
};

function listRanked(
  ranked: readonly RankedCount[],
  dimension: Dimension,
  total: number,
  filter: FailureFilter,
): readonly RichText[] {
  const shown = ranked.filter((entry) => countRanked(entry, filter) > 0);
  const more = total - sumNumbers(shown.map((entry) => countRanked(entry, filter)));
  return [
    ...shown.map((entry) => {
      const count = countRanked(entry, filter);
      return text`${bold(formatCount(count))} ${formatDimensionValue(dimension, entry.key)}, ${formatPercent(count, total)}`;
    }),
    ...(more > 0 ? [text`and ${formatCount(more)} more`] : []),
  ];
}

function describeShare(matching: number, total: number, { filter, window }: QueryScope): RichText {
  const filterWords = describeFilter(filter);
  const totalWords = pluralize(total, 'failure');
  if (total === 0) return text`${bold('No')}: no failures, ${window.label}.`;
  if (matching === 0) return text`${bold('No')}: none of ${totalWords} ${filterWords}, ${window.label}.`;
  if (matching === total)
    return text`${bold('Yes, and nothing else')}: all of ${totalWords} ${filterWords}, ${window.label}.`;
  const share = formatPercent(matching, total);
  const conclusion = matching * 20 >= total * 19 ? 'Yes, nearly all' : 'In part';
  return text`${bold(conclusion)}: ${formatCount(matching)} of ${totalWords} (${share}) ${filterWords}, ${window.label}.`;
}
