import type { Clock } from '../../base/calendar.js';
import { formatCount, formatPercent, pluralize, sumNumbers } from '../../base/format-number.js';
import { isAftermath } from '../../diagnose/aftermath.js';
import { causeIds } from '../../diagnose/causes/index.js';
import { buildMessage, context, header, list, section } from '../../render/blocks.js';
import type { Message } from '../../render/message.js';
import { bold, code, type RichText, text } from '../../render/rich-text.js';
import { buildRankedTable } from '../../report/export/tables.js';
import type { Dimension, FailureFilter, FailureTotals } from '../../report/repository.js';
import { addRequestCounts, type RankedRate, rankByRate } from '../../report/summary/failure-rate.js';
import { type FoldedRankedCount, foldRanking } from '../../report/summary/fold-aftermath.js';
import { countHeadline, countRanked } from '../../report/summary/headline.js';
import { formatDimensionValue } from '../../report/words/filter.js';
import { describeImpact } from '../../report/words/impact.js';
import type { Sentence } from '../language/sentence.js';
import type { QuestionScope } from '../question.js';
import type { AnswerContext, QuestionHandler } from '../question-handler.js';
import { type QueryScope, resolveScope } from '../scope.js';
import { describeScope } from './answer-view.js';

/** A ranking. */
export type TopQuestion = {
  readonly type: 'top';
  readonly groupBy: Dimension;
  readonly limit: number | null;
  /** By the number of failures, or by their share of the requests of each value. */
  readonly order: 'count' | 'rate';
  /** `how many clients`: their number comes first. */
  readonly isCounted?: true;
};

/** `top causes last 24h`: the values with the most failures. */
export const topHandler: QuestionHandler<TopQuestion> = {
  type: 'top',
  phrases: [
    'top',
    'worst',
    'most',
    'most common',
    'commonest',
    'most frequent',
    'most often',
    'ranking',
    'ranked',
  ],
  interpret: createTopQuestion,
  countsFailures: true,
  usage: 'top [10] [causes|upstreams|routes|customers|peers|hosts|methods|statuses] [by 502|by rate]',
  help: 'what failed most; by rate: the largest share of its own requests',
  answer: (question, context) => {
    const summary = summarizeTop(question, question.groupBy, context);
    const distinct =
      question.isCounted === true
        ? context.repository.top(
            question.groupBy,
            summary.scope.window.span,
            distinctMax,
            summary.scope.filter,
          ).length
        : undefined;
    const isUnnamed =
      question.groupBy === 'customer' && summary.ranked.length === 0 && summary.totals.failures > 0;
    const shownSummary = isUnnamed
      ? { ...summarizeTop(question, 'client', context), unknownDimension: 'customers' as const }
      : { ...summary, distinct };
    return {
      message: renderTop(shownSummary, shownSummary.scope, context),
      table: () => buildRankedTable(shownSummary.ranked),
    };
  },
};

const limitDefault = 10;

const limitMax = 50;

/** Cause and upstream pairs considered when secondary failures are assigned to their root cause. */
const groupsMax = 200;

/** Values that are counted one by one. */
const distinctMax = 1_000;

/** Most frequent values among which the highest rates are searched. */
const candidatesMax = 200;

function summarizeTop(
  question: QuestionScope & TopQuestion,
  dimension: Dimension,
  context: AnswerContext,
): TopSummary & { scope: QueryScope } {
  const scope = resolveScope(question, context, dimension);
  const totals = context.repository.totals(scope.window.span, scope.filter);
  return {
    dimension,
    scope,
    totals,
    rankBy: question.order,
    ranked: rankValues(question, dimension, scope, context),
  };
}

/** Ranks values. Secondary failures count with their root cause: alone they do not show what to fix. */
function rankValues(
  { limit, order }: QuestionScope & TopQuestion,
  dimension: Dimension,
  { filter, window: { span } }: QueryScope,
  { repository }: AnswerContext,
): TopSummary['ranked'] {
  const rankedCount = Math.max(1, Math.min(limit ?? limitDefault, limitMax));
  if (dimension !== 'cause') {
    const candidateCount = order === 'rate' ? candidatesMax : rankedCount;
    const rates = addRequestCounts(repository.top(dimension, span, candidateCount, filter), dimension, {
      repository,
      span,
      filter,
    });
    return order === 'rate' ? rankByRate(rates).slice(0, rankedCount) : rates;
  }
  const ranked = repository.top(dimension, span, causeIds.length, filter);
  const groups = ranked.some(({ key }) => causeIds.some((id) => id === key && isAftermath(id)))
    ? repository.groups(span, groupsMax, filter)
    : [];
  return foldRanking(ranked, groups).slice(0, rankedCount);
}

/** A ranking and its totals. */
type TopSummary = {
  readonly dimension: Dimension;
  /** Causes with their secondary failures, other values with their requests. */
  readonly ranked: readonly (RankedRate | FoldedRankedCount)[];
  readonly rankBy: 'count' | 'rate';
  /** The dimension that was asked for but is unknown, so that another one is shown. */
  readonly unknownDimension?: 'customers';
  readonly totals: FailureTotals;
  /** How many values there are; undefined unless that was asked for. */
  readonly distinct?: number | undefined;
};

/** Renders the causes, upstreams, routes or the like with the most failures. */
function renderTop(
  { dimension, ranked, totals, rankBy, unknownDimension, distinct }: TopSummary,
  scope: QueryScope,
  clock: Clock,
): Message {
  const { window, filter } = scope;
  const total = countHeadline(totals, filter);
  const title =
    distinct === undefined
      ? `Top ${dimensionPlurals[dimension]}${rankBy === 'rate' ? ' by rate' : ''}, ${window.label}`
      : `${distinct < distinctMax ? '' : 'At least '}${formatCount(distinct)} ${distinct === 1 ? dimension : dimensionPlurals[dimension]} with failures, ${window.label}`;
  const basis = context(...describeScope(scope, clock));
  const [first] = ranked;
  if (first === undefined) {
    const nothingFailed = text`No failures, ${window.label}.`;
    return buildMessage({
      text: nothingFailed,
      tone: 'good',
      blocks: [header([title]), section(text`No failures.`), basis],
    });
  }
  return buildMessage({
    text: text`${title}: first ${formatDimensionValue(dimension, first.key)} with ${formatCount(countRanked(first, filter))} of ${pluralize(total, 'failure')}.`,
    tone: 'neutral',
    blocks: [
      header([title]),
      section(
        text`${describeImpact(totals, filter)}.`,
        unknownDimension && missingCustomerHint,
        ...explainMissingRates(rankBy, ranked),
      ),
      list(
        '',
        'ordered',
        ranked.map((entry) => describeRanked(dimension, entry, total, filter)),
      ),
      section(describeRest(ranked, total, filter)),
      basis,
    ],
  });
}

const dimensionPlurals: Readonly<Record<Dimension, string>> = {
  cause: 'causes',
  upstream: 'upstreams',
  route: 'routes',
  peer: 'peers',
  status: 'statuses',
  client: 'clients',
  customer: 'customers',
  host: 'hosts',
  method: 'methods',
  maker: 'makers',
  outcome: 'outcomes',
  gateway: 'gateways',
};

/** Names the setting that identifies customers. */
const missingCustomerHint: RichText = text`Customers are not known here, so these are client addresses. Set ${code('CUSTOMER_KEY')} to what identifies a customer (${code('host')}, a path segment such as ${code('path:2')}, or a log field such as ${code('field:http_x_tenant')}).`;

function explainMissingRates(rankBy: 'count' | 'rate', ranked: TopSummary['ranked']): readonly RichText[] {
  const isUnknown = ranked.every((entry) => !('requests' in entry) || entry.requests === null);
  return rankBy === 'rate' && isUnknown
    ? [text`No request counts for these, so they are ranked by number of failures.`]
    : [];
}

/** What the list leaves out, so that it adds up; undefined where nothing is. */
function describeRest(
  ranked: TopSummary['ranked'],
  total: number,
  filter: FailureFilter,
): RichText | undefined {
  const more = total - sumNumbers(ranked.map((entry) => countRanked(entry, filter)));
  return more > 0 ? text`and ${pluralize(more, 'more failure')}` : undefined;
}

function describeRanked(
  dimension: Dimension,
  entry: RankedRate | FoldedRankedCount,
  total: number,
  filter: FailureFilter,
): RichText {
  const { key, count } = entry;
  const shown = countRanked(entry, filter);
  const secondaryCount = 'aftermath' in entry ? entry.aftermath : 0;
  return [
    ...text`${bold(formatCount(shown))} ${formatDimensionValue(dimension, key)}, ${formatPercent(shown, total)}`,
    ...('requests' in entry && entry.requests !== null
      ? text` (${formatPercent(shown, entry.requests)} of its ${pluralize(entry.requests, 'request')})`
      : []),
    ...(secondaryCount > 0 ? text`, ${secondaryCount} of them with no server left to try` : []),
    ...(count > shown ? text`, ${formatCount(count - shown)} more not seen by clients` : []),
  ];
}

/** Reads a ranking: of causes unless the sentence names another dimension. */
export function createTopQuestion(sentence: Sentence): TopQuestion {
  const isByRate = sentence.listIntents().some(({ question }) => question === 'rate');
  return {
    type: 'top',
    groupBy: sentence.findDimension() ?? 'cause',
    limit: sentence.findNumber('number'),
    order: isByRate ? 'rate' : 'count',
  };
}

/** True when something other than failures is counted: `how many clients`. A status only narrows the count. */
export const isRanking = (sentence: Sentence): boolean =>
  ![null, 'status'].includes(sentence.findDimension());
