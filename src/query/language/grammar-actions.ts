/** A part of a sentence. `grammars/query.ne` names the functions of this file that make them. */
export type SentencePart = {
  readonly type: SentencePartType;
  /** Indexes of the tokens that carry its meaning. */
  readonly tokenIndexes: readonly number[];
};

export type SentencePartType =
  | 'intent'
  | 'filter'
  | 'incident'
  | 'whether'
  | 'subject'
  | 'group-by'
  | 'number'
  | 'latest'
  | 'threshold'
  | 'format'
  | 'period'
  | 'now'
  | 'night'
  | 'last'
  | 'last-unit'
  | 'this-unit'
  | 'day'
  | 'since'
  | 'between'
  | 'around'
  | 'before'
  | 'daypart'
  | 'instruction'
  | 'argument';

/** The children of a grammar rule, as nearley passes them. */
type GrammarMatch = readonly unknown[];

const createPartAction =
  (name: SentencePartType, ...positions: readonly number[]) =>
  (match: GrammarMatch): SentencePart => ({
    type: name,
    tokenIndexes: positions.map((position) => findTokenIndex(match[position])),
  });

export const takeIntent = createPartAction('intent', 0);
export const takeFilter = createPartAction('filter', 0);
export const takeFilterAfterKeyword = createPartAction('filter', 1);
export const takeIncident = createPartAction('incident', 0);
export const takeWhether = createPartAction('whether', 0);
export const takeSubject = createPartAction('subject', 0);
export const takeGroupBy = createPartAction('group-by', 1);
export const takeNumber = createPartAction('number', 0);
export const takeLatest = createPartAction('latest', 1);
export const takeThreshold = createPartAction('threshold', 1);
export const takeFormat = createPartAction('format', 1);
export const takePeriod = createPartAction('period', 0);

export const takeNow = createPartAction('now');
export const takeNight = createPartAction('night');
export const takeLast = createPartAction('last', 0);
export const takeLastAfterKeyword = createPartAction('last', 1);
export const takeLastUnits = createPartAction('last', 0, 1);
export const takeLastUnitsAfterKeyword = createPartAction('last', 1, 2);
export const takeLastUnit = createPartAction('last-unit', 1);
export const takeThisUnit = createPartAction('this-unit', 1);
export const takeDay = createPartAction('day', 0);
export const takeDayAfterKeyword = createPartAction('day', 1);
export const takeSince = createPartAction('since', 1);
export const takeSinceLastWeekday = createPartAction('since', 2);
export const takeAround = createPartAction('around', 1);
export const takeBefore = createPartAction('before', 1);
export const takeDaypart = createPartAction('daypart', 0);
export const takeBetween = createPartAction('between', 1, 3);
export const takeClockRange = createPartAction('between', 0, 2);
export const takeClockPair = createPartAction('between', 0, 1);

// Lists of parts.
export const startParts = (): readonly SentencePart[] => [];
export const addPart = ([parts, next]: GrammarMatch): readonly SentencePart[] => [
  ...collectParts(parts),
  ...collectParts([next]),
];
export const addParts = ([parts, rest]: GrammarMatch): readonly SentencePart[] => [
  ...collectParts(parts),
  ...collectParts(rest),
];
export const prependPart = ([first, parts]: GrammarMatch): readonly SentencePart[] => [
  ...collectParts([first]),
  ...collectParts(parts),
];
export const joinParts = ([first, parts, rest]: GrammarMatch): readonly SentencePart[] => [
  ...collectParts([first]),
  ...collectParts(parts),
  ...collectParts(rest),
];

/** An instruction is its verb and its arguments, in their order. */
export const takeInstruction = ([head, ...rest]: GrammarMatch): readonly SentencePart[] => [
  { type: 'instruction', tokenIndexes: [findTokenIndex(head)] },
  ...rest.flatMap(collectParts),
];
export const takeMergeInstruction = ([head, source, , target]: GrammarMatch): readonly SentencePart[] =>
  takeInstruction([head, source, target]);
const createArgument = createPartAction('argument', 0);
export const takeArgument = (matched: GrammarMatch): readonly SentencePart[] => [createArgument(matched)];
export const addArgument = ([parts, next]: GrammarMatch): readonly SentencePart[] => [
  ...collectParts(parts),
  ...takeArgument([next]),
];

/** True for a list of parts, which the grammar produces for a sentence. */
export const isSentence = (value: unknown): value is readonly SentencePart[] =>
  Array.isArray(value) && value.every(isSentencePart);

const isSentencePart = (value: unknown): value is SentencePart =>
  typeof value === 'object' && value !== null && 'type' in value && 'tokenIndexes' in value;

const collectParts = (value: unknown): readonly SentencePart[] =>
  Array.isArray(value) ? value.filter(isSentencePart) : [];

/** Index of a token that is a direct child of a rule, or the first in a nested list. */
function findTokenIndex(token: unknown): number {
  if (Array.isArray(token)) return findTokenIndex(token[0]);
  return typeof token === 'object' && token !== null && 'index' in token ? Number(token.index) : -1;
}
