import { createTokenKinds } from '../../parse/shape/token.js';
import type { KnownNames } from '../../report/repository.js';
import { type OutputFormat, outputFormats } from '../attachment.js';
import { correctSpelling, type SpellingCorrection } from './correct-spelling.js';
import { parseLiteral } from './literals.js';
import { isEntityPosition, recognizeEntity, recognizeWholeName } from './named-entities.js';
import { type QuestionWord, splitWords } from './split-words.js';
import { excludingWords, failureWords, ignoredWords, stopWords } from './stop-words.js';
import type { QuestionToken, WordMeaning } from './token.js';
import { findUnsupportedWords } from './unsupported-words.js';
import type { Vocabulary } from './vocabulary.js';

/** A question as tokens, and what could not be read. */
type TokenizedQuestion = {
  readonly tokens: readonly QuestionToken[];
  /** Misspelt words that were replaced. */
  readonly corrections: readonly SpellingCorrection[];
  /** Words without a meaning, which make the question unanswerable. */
  readonly unknownWords: readonly QuestionWord[];
  /** Words that no question here has a meaning for: the rest of the text would ask something else. */
  readonly isUnsupported?: boolean;
  /** A word that takes something out, and what it takes out: the question cannot be answered as it is meant. */
  readonly exclusion?: readonly QuestionWord[] | undefined;
};

/** Splits a question into tokens. The longest phrase wins over single words. */
export function tokenizeQuestion(
  question: string,
  names: KnownNames,
  vocabulary: Vocabulary,
): TokenizedQuestion {
  const { words: correctedWords, corrections } = correctSpelling(
    splitWords(question),
    names,
    vocabulary,
    (text) => isKnownWord(text, names, vocabulary),
  );
  const words = correctedWords.filter(({ text }) => !ignoredWords.has(text));
  const isAboutFailures = words.some(({ text }) => failureWords.has(text));
  const tokens: QuestionToken[] = [];
  const unknownWords: QuestionWord[] = [];
  for (let index = 0; index < words.length; ) {
    const remaining = words.slice(index);
    const [first] = remaining;
    if (first === undefined) break;
    const discovered =
      (isEntityPosition(correctedWords, correctedWords.indexOf(first))
        ? matchName(first, names)
        : undefined) ??
      matchPhrase(remaining, tokens, vocabulary, isAboutFailures) ??
      matchWord(first, remaining[1], tokens, names, vocabulary);
    if (discovered !== undefined) {
      tokens.push(createToken(remaining.slice(0, discovered.length), discovered.meaning));
    } else if (!stopWords.has(first.text)) unknownWords.push(first);
    index += discovered?.length ?? 1;
  }
  const unsupported = findUnsupportedWords(splitWords(question)).filter(
    ({ start }) => !unknownWords.some((word) => word.start === start),
  );
  return {
    tokens,
    corrections,
    unknownWords: [...unsupported, ...unknownWords],
    isUnsupported: unsupported.length > 0,
    exclusion: findExclusion(correctedWords, tokens),
  };
}

/** `not at checkout`, `but not 502`, `except timeouts`, `which upstream had no errors`. */
function findExclusion(
  words: readonly QuestionWord[],
  tokens: readonly QuestionToken[],
): readonly QuestionWord[] | undefined {
  const isUsed = (word: QuestionWord) =>
    tokens.some(({ start, end }) => word.start >= start && word.end <= end);
  for (const [index, word] of words.entries()) {
    if (!excludingWords.has(word.text) || isUsed(word)) continue;
    const isZero = word.text === 'no' || word.text === 'nothing';
    const next = tokens.find(({ start }) => start > word.end);
    const between = words.slice(index + 1).filter(({ end }) => next === undefined || end <= next.start);
    const isNear = between.every(
      ({ text }) => stopWords.has(text) || ignoredWords.has(text) || excludingWords.has(text),
    );
    const isTakenOut = next !== undefined && isNear && /^(filter|status)$/.test(next.meaning.type) && !isZero;
    const isWithoutAny =
      failureWords.has(words[index + 1]?.text ?? '') &&
      tokens.some(({ meaning, start }) => meaning.type === 'dimension' && start < word.start);
    if (isTakenOut) return words.filter(({ start }) => start >= word.start && start < next.end);
    if (isWithoutAny) return words.slice(index, index + 2);
  }
  return undefined;
}

/** Creates the token of a meaning, at the position of its words. */
export function createToken(words: readonly QuestionWord[], meaning: WordMeaning): QuestionToken {
  const keyword =
    meaning.type === 'word' ? meaning.word : meaning.type === 'instruction' ? meaning.instructionType : '';
  return {
    kind: internTokenKind(meaning.type, keyword),
    start: words[0]?.start ?? 0,
    end: words.at(-1)?.end ?? 0,
    meaning,
  };
}

const internTokenKind = createTokenKinds();

type TokenMatch = { readonly meaning: WordMeaning; readonly length: number };

/** Matches a name where one is expected: there it wins over what the word means elsewhere (`at accounts`). */
function matchName({ text }: QuestionWord, names: KnownNames): TokenMatch | undefined {
  const meaning = recognizeWholeName(text, names);
  return meaning === undefined ? undefined : { meaning, length: 1 };
}

/** Matches the longest phrase at the beginning of the words. After `by`, `status` is a dimension. */
function matchPhrase(
  words: readonly QuestionWord[],
  before: readonly QuestionToken[],
  vocabulary: Vocabulary,
  isAboutFailures: boolean,
): TokenMatch | undefined {
  if (isKeyword(before.at(-1), 'by') && words[0]?.text === 'status')
    return { meaning: statusDimension, length: 1 };
  const timeKeyword = matchTimeKeyword(words, vocabulary);
  if (timeKeyword !== undefined) return timeKeyword;
  for (let length = Math.min(vocabulary.phraseWordsMax, words.length); length > 0; length--) {
    const phrase = words
      .slice(0, length)
      .map(({ text }) => text)
      .join(' ');
    const meaning = vocabulary.phrases.get(phrase);
    if (meaning === undefined) continue;
    // A unit alone has no meaning: `many a day`.
    if (meaning.type === 'unit' && !canPrecedeUnit(before.at(-1))) continue;
    if (meaning.type === 'intent' && meaning.intent.isAboutTraffic && isAboutFailures) continue;
    return { meaning, length };
  }
  const [first, second] = words;
  const isVerb = /^(is|are|was|were)$/.test(first?.text ?? '');
  return isVerb && /^(it|this|that|these|those|they)$/.test(second?.text ?? '')
    ? { meaning: { type: 'is' }, length: 2 }
    : undefined;
}

/** `at`, `around`, `before` and `after` before a time; elsewhere they mean something else, or nothing. */
function matchTimeKeyword(
  [first, next, afterNext]: readonly QuestionWord[],
  { phrases }: Vocabulary,
): TokenMatch | undefined {
  const keyword = timeKeywords[first?.text ?? ''];
  if (keyword === undefined || next === undefined) return undefined;
  const meaning = phrases.get(next.text) ?? parseLiteral(next.text);
  // `before 5 minutes` is no time of day.
  const isHour =
    meaning?.type === 'number' && meaning.number <= 24 && phrases.get(afterNext?.text ?? '')?.type !== 'unit';
  const isStart = keyword === 'after' && /^(day|weekday|change|daypart)$/.test(meaning?.type ?? '');
  return meaning?.type === 'clock' || isHour || isStart
    ? { meaning: { type: 'word', word: keyword }, length: 1 }
    : undefined;
}

const timeKeywords: Readonly<Record<string, 'at' | 'before' | 'after'>> = {
  at: 'at',
  around: 'at',
  about: 'at',
  before: 'before',
  after: 'after',
};

const statusDimension: WordMeaning = { type: 'dimension', dimension: 'status' };
const isKeyword = (token: QuestionToken | undefined, word: string) =>
  token?.meaning.type === 'word' && token.meaning.word === word;
const canPrecedeUnit = (token: QuestionToken | undefined) =>
  token?.meaning.type === 'number' || isKeyword(token, 'last') || isKeyword(token, 'this');

/** Matches one word: a keyword in its place, a literal, a name, or a plural. */
function matchWord(
  { text }: QuestionWord,
  next: QuestionWord | undefined,
  before: readonly QuestionToken[],
  names: KnownNames,
  vocabulary: Vocabulary,
): TokenMatch | undefined {
  const keyword = matchKeyword(text, next, before, vocabulary) ?? matchMethod(text, next);
  const meaning =
    keyword ?? parseLiteral(text) ?? recognizeEntity(text, names) ?? matchSingular(text, vocabulary);
  return meaning === undefined ? undefined : { meaning, length: 1 };
}

/** True for a word with a meaning of its own: a literal, a name, a plural, a format. */
const isKnownWord = (text: string, names: KnownNames, vocabulary: Vocabulary): boolean =>
  (parseLiteral(text) ?? recognizeEntity(text, names) ?? matchSingular(text, vocabulary)) !== undefined ||
  parseOutputFormat(text) !== undefined;

/** `get /cart`: elsewhere these are words like others. */
const matchMethod = (text: string, next: QuestionWord | undefined): WordMeaning | undefined =>
  /^(get|head|options|connect)$/.test(text) && next?.text.startsWith('/') === true
    ? { type: 'filter', filter: { methods: [text.toUpperCase()] } }
    : undefined;

const matchSingular = (text: string, { phrases }: Vocabulary): WordMeaning | undefined =>
  text.length > 4 && text.endsWith('s') ? phrases.get(text.slice(0, -1)) : undefined;

/** Matches `since`, `by`, `to` and the like, which are keywords only before what they connect to. */
function matchKeyword(
  text: string,
  next: QuestionWord | undefined,
  before: readonly QuestionToken[],
  { phrases }: Vocabulary,
): WordMeaning | undefined {
  const keyword: WordMeaning = { type: 'word', word: text === 'past' || text === 'previous' ? 'last' : text };
  const nextMeaning = next === undefined ? undefined : (phrases.get(next.text) ?? parseLiteral(next.text));
  const nextType = nextMeaning?.type ?? (next?.text === 'status' ? 'dimension' : '');
  const isTime = nextType === 'clock' || nextType === 'number';
  switch (text) {
    case 'since':
      return isTime || /^(day|weekday|change|duration|daypart)$/.test(nextType) || next?.text === 'last'
        ? keyword
        : undefined;
    case 'between':
    case 'from':
      return isTime ? { type: 'word', word: 'between' } : undefined;
    case 'and':
    case 'to':
    case 'until': {
      const rangeStart = before.at(-2);
      if (isTime && isKeyword(rangeStart, 'between')) return { type: 'word', word: 'and' };
      return isTime && before.at(-1)?.meaning.type === 'clock' ? { type: 'word', word: 'to' } : undefined;
    }
    case 'by':
    case 'per':
      return nextType === 'dimension' || nextType === 'status' || next?.text === 'status'
        ? { type: 'word', word: 'by' }
        : undefined;
    case 'last':
    case 'past':
    case 'previous':
      return /^(unit|number|duration|weekday)$/.test(nextType) ? keyword : undefined;
    case 'this':
      return nextType === 'unit' ? keyword : undefined;
    case 'threshold':
      return nextType === 'number' ? keyword : undefined;
    case 'as':
    case 'in':
      return parseOutputFormat(next?.text) !== undefined ? { type: 'word', word: 'as' } : undefined;
    default: {
      const format = parseOutputFormat(text);
      return format !== undefined && isKeyword(before.at(-1), 'as') ? { type: 'format', format } : undefined;
    }
  }
}

const parseOutputFormat = (text: string | undefined): OutputFormat | undefined =>
  outputFormats.find((form) => form === text);
