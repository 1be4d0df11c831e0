import type { Clock } from '../../base/calendar.js';
import { hintCatalogue } from '../../diagnose/hints/index.js';
import type { FailureFilter } from '../../report/repository.js';
import type { Question, QuestionKind, QuestionScope, TimeExpression } from '../question.js';
import type { SentencePart } from './grammar-actions.js';
import { mergeFilters } from './merge-filters.js';
import { readInstruction } from './read-instruction.js';
import { SentenceParts } from './sentence-parts.js';
import { readTimes } from './time-expressions.js';
import type { QuestionIntent, QuestionToken } from './token.js';

/** The question that the parts of a sentence ask; undefined when they do not make one. */
export function interpretQuestion(
  parts: readonly SentencePart[],
  tokens: readonly QuestionToken[],
  clock: Clock,
): Question | undefined {
  const sentence = new SentenceParts(parts, tokens);
  const emptyScope: QuestionScope = {
    filter: {},
    operands: [],
    incidentNumber: null,
    times: [],
    format: null,
  };
  if (parts[0]?.type === 'instruction') {
    const instruction = readInstruction(parts, tokens, clock);
    return instruction === undefined ? undefined : { ...emptyScope, type: 'instruction', order: instruction };
  }
  const filters = sentence
    .findAll('filter')
    .flatMap((meaning) => ('filter' in meaning ? [meaning.filter] : []));
  const mergedFilter = mergeFilters(filters);
  const scope: QuestionScope = {
    filter: mergedFilter ?? {},
    operands: filters,
    incidentNumber: sentence.findIncidentNumber(),
    times: readTimes(parts, tokens),
    format: sentence.findFormat(),
  };
  const kind = interpretIntent(sentence, scope) ?? inferQuestion(sentence, scope);
  // Two upstreams at once are only understood where they are compared.
  return mergedFilter === undefined && kind.type !== 'compare'
    ? { ...scope, type: 'compare' }
    : { ...scope, ...kind };
}

/** What the words that want something want. */
function interpretIntent(sentence: SentenceParts, scope: QuestionScope): QuestionKind | undefined {
  const intents = sentence.listIntents();
  const limit = sentence.findNumber('number');
  const changeMeaning = sentence.findFirst('intent');
  if (changeMeaning?.type === 'change') return { type: 'changes', changeType: changeMeaning.changeType };
  const intent = selectIntent(intents, sentence);
  switch (intent) {
    case undefined:
      return undefined;
    case 'down':
      if (sentence.has('group-by')) return createTopQuestion(sentence);
      return isPlaceFilter(scope.filter) ? { type: 'status' } : { type: 'share' };
    case 'first':
      return { type: 'lines', end: 'first', limit: limit ?? 1 };
    case 'lines':
      return { type: 'lines', end: 'latest', limit };
    case 'top':
      return createTopQuestion(sentence);
    case 'rate':
      return sentence.findDimension() === null || isByStatus(sentence)
        ? { type: 'rate' }
        : createTopQuestion(sentence);
    case 'count':
      return sentence.findDimension() === null || isByStatus(sentence)
        ? { type: 'count' }
        : createTopQuestion(sentence);
    case 'share':
      return sentence.has('subject') || sentence.has('group-by')
        ? createTopQuestion(sentence)
        : { type: 'share' };
    case 'chart':
      return { type: 'chart', groupBy: sentence.findDimension() };
    case 'threshold-trial':
      return { type: 'threshold-trial', threshold: sentence.findNumber('threshold') };
    case 'report':
      return { type: 'report', period: findPeriod(sentence) };
    case 'status':
      if (scope.incidentNumber !== null) return { type: 'why' };
      return isPlaceFilter(scope.filter) ? { type: 'status' } : { type: 'share' };
    default:
      return intent.startsWith('hint:') ? interpretHintIntent(intent) : interpretPlainIntent(intent);
  }
}

/** The first, unless it only leads to another: `how do I fix it`, `compare the rate`. */
function selectIntent(
  intents: readonly QuestionIntent[],
  sentence: SentenceParts,
): QuestionIntent | undefined {
  const overriding = intents.find((ask) => overridingIntents.has(ask));
  if (overriding !== undefined) return overriding;
  const [first, second] = intents;
  if (first === 'status' && second !== undefined) return second;
  return first === undefined && sentence.has('threshold') ? 'threshold-trial' : first;
}

const overridingIntents: ReadonlySet<QuestionIntent> = new Set([
  'chart',
  'threshold-trial',
  'report',
  'bundle',
  'missing-fields',
  'unparsed',
  'help',
]);

const createTopQuestion = (sentence: SentenceParts): QuestionKind => ({
  type: 'top',
  groupBy: sentence.findDimension() ?? 'cause',
  limit: sentence.findNumber('number'),
  order: sentence.listIntents().includes('rate') ? 'rate' : 'count',
});

/** `how many clients`: not a count of failures. */
const isByStatus = (sentence: SentenceParts) => sentence.findDimension() === 'status';

function findPeriod(sentence: SentenceParts): 'day' | 'week' | 'month' {
  const period = sentence.findFirst('period');
  return period?.type === 'period' ? period.period : 'day';
}

/** `hint:ID` asks for the hint with that id. */
function interpretHintIntent(intent: QuestionIntent): QuestionKind | undefined {
  const hint = hintCatalogue.find(({ id }) => intent === `hint:${id}`);
  return hint && { type: 'hint', hint: hint.id };
}

/** Kinds that say all by their name. */
function interpretPlainIntent(intent: QuestionIntent): QuestionKind | undefined {
  const questionType = plainQuestionTypes.find((what) => what === intent);
  return questionType === undefined ? undefined : { type: questionType };
}

const plainQuestionTypes = [
  'is-over',
  'assignee',
  'recap',
  'why',
  'fix',
  'origin',
  'peer-spread',
  'compare',
  'usual',
  'last-success',
  'unparsed',
  'missing-fields',
  'earlier-incidents',
  'bundle',
  'silences',
  'help',
] as const;

/** What is meant where nothing says it: an incident asks why, a status how many, an upstream how it does. */
function inferQuestion(sentence: SentenceParts, scope: QuestionScope): QuestionKind {
  if (scope.incidentNumber !== null) return { type: 'why' };
  if (sentence.has('period')) return { type: 'report', period: findPeriod(sentence) };
  if (sentence.has('group-by') || sentence.has('subject')) return createTopQuestion(sentence);
  const { filter } = scope;
  const isYesNoQuestion = sentence.has('whether');
  const isNarrowed = Object.keys(filter).length > 0;
  if (isNarrowed && isYesNoQuestion && scope.times.every(({ type }) => type === 'now'))
    return { type: 'share' };
  if (isNarrowed && isPlaceFilter(filter) && scope.times.length === 0) return { type: 'status' };
  if (isNarrowed) return { type: 'count' };
  if (isSingleDay(scope.times)) return { type: 'report', period: findPeriod(sentence) };
  return scope.times.some(({ type }) => type !== 'now') ? createTopQuestion(sentence) : { type: 'status' };
}

const isPlaceFilter = (filter: FailureFilter) =>
  Object.keys(filter).every((key) => ['upstream', 'hosts', 'peers', 'customers'].includes(key));
const isSingleDay = (times: readonly TimeExpression[]) => times.length === 1 && times[0]?.type === 'day';
