import { createTokenKinds } from '../../parse/shape/token.js';
import { outputFormats } from '../attachment.js';
import { correctSpelling } from './correct-spelling.js';
import { parseLiteral } from './literals.js';
import { isEntityPosition, recognizeEntity, recognizeWholeName } from './named-entities.js';
import { splitWords } from './split-words.js';
import { failureWords, ignoredWords, stopWords } from './stop-words.js';
/** Splits a question into tokens. The longest phrase wins over single words. */
export function tokenizeQuestion(question, names, vocabulary) {
  const { words: correctedWords, corrections } = correctSpelling(
    splitWords(question),
    names,
    vocabulary,
    (text) => isKnownWord(text, names, vocabulary),
  );
  const words = correctedWords.filter(({ text }) => !ignoredWords.has(text));
  const isAboutFailures = words.some(({ text }) => failureWords.has(text));
  const tokens = [];
  const unknownWords = [];
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
  return { tokens, corrections, unknownWords };
}
/** Creates the token of a meaning, at the position of its words. */
export function createToken(words, meaning) {
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
/** Matches a name where one is expected: there it wins over what the word means elsewhere (`at accounts`). */
function matchName({ text }, names) {
  const meaning = recognizeWholeName(text, names);
  return meaning === undefined ? undefined : { meaning, length: 1 };
}
/** Matches the longest phrase at the beginning of the words. After `by`, `status` is a dimension. */
function matchPhrase(words, before, vocabulary, isAboutFailures) {
  if (isKeyword(before.at(-1), 'by') && words[0]?.text === 'status')
    return { meaning: statusDimension, length: 1 };
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
const statusDimension = { type: 'dimension', dimension: 'status' };
const isKeyword = (token, word) => token?.meaning.type === 'word' && token.meaning.word === word;
const canPrecedeUnit = (token) =>
  token?.meaning.type === 'number' || isKeyword(token, 'last') || isKeyword(token, 'this');
/** Matches one word: a keyword in its place, a literal, a name, or a plural. */
function matchWord({ text }, next, before, names, vocabulary) {
  const keyword = matchKeyword(text, next, before, vocabulary);
  const meaning =
    keyword ?? parseLiteral(text) ?? recognizeEntity(text, names) ?? matchSingular(text, vocabulary);
  return meaning === undefined ? undefined : { meaning, length: 1 };
}
/** True for a word with a meaning of its own: a literal, a name, a plural, a format. */
const isKnownWord = (text, names, vocabulary) =>
  (parseLiteral(text) ?? recognizeEntity(text, names) ?? matchSingular(text, vocabulary)) !== undefined ||
  parseOutputFormat(text) !== undefined;
const matchSingular = (text, { phrases }) =>
  text.length > 4 && text.endsWith('s') ? phrases.get(text.slice(0, -1)) : undefined;
/** Matches `since`, `by`, `to` and the like, which are keywords only before what they connect to. */
function matchKeyword(text, next, before, { phrases }) {
  const keyword = { type: 'word', word: text === 'past' || text === 'previous' ? 'last' : text };
  const nextMeaning = next === undefined ? undefined : (phrases.get(next.text) ?? parseLiteral(next.text));
  const nextType = nextMeaning?.type ?? (next?.text === 'status' ? 'dimension' : '');
  const isTime = nextType === 'clock' || nextType === 'number';
  switch (text) {
    case 'since':
      return isTime || /^(day|weekday|change|duration)$/.test(nextType) || next?.text === 'last'
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
const parseOutputFormat = (text) => outputFormats.find((form) => form === text);
