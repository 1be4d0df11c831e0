import { parseLiteral } from './literals.js';
import { recognizeEntity } from './named-entities.js';
import { matchSchedule } from './schedule.js';
import { splitWords } from './split-words.js';
import { createToken } from './tokenize.js';
/**
 * Splits an instruction into tokens; undefined when the text does not begin with one. Nothing is corrected or skipped: the
 * first word without a meaning begins the free text of the instruction, which is kept as typed.
 */
export function tokenizeInstruction(question, names, vocabulary) {
  const words = splitWords(question).filter(({ text }) => text !== 'please');
  const head = matchInstruction(words);
  if (head === undefined) return undefined;
  const tokens = [
    createToken(words.slice(0, head.length), { type: 'instruction', instructionType: head.instructionType }),
  ];
  if (words[0]?.text === 'quiet') tokens.push(createToken(words.slice(0, 1), everythingMeaning));
  for (let index = head.length; index < words.length; ) {
    const remaining = words.slice(index);
    const argument = matchArgument(remaining, head.instructionType, tokens, names, vocabulary);
    if (argument === undefined) {
      const start = remaining[0]?.start ?? 0;
      return [...tokens, createToken(remaining, { type: 'text', text: question.slice(start).trim() })];
    }
    if (argument.meaning !== undefined)
      tokens.push(createToken(remaining.slice(0, argument.length), argument.meaning));
    index += argument.length;
  }
  return tokens;
}
/** The verbs of instructions. */
export const instructionPhrases = [
  ['wrong cause', 'wrong-cause'],
  ['wrongcause', 'wrong-cause'],
  ['wrong-cause', 'wrong-cause'],
  ['ack', 'acknowledge'],
  ['acknowledge', 'acknowledge'],
  ['unsilence', 'unsilence'],
  ['unmute', 'unsilence'],
  ['silence', 'silence'],
  ['mute', 'silence'],
  ['quiet', 'silence'],
  ['note', 'note'],
  ['merge', 'merge'],
  ['resolve', 'resolve'],
  ['close', 'resolve'],
];
/** `everything`, also implied by `quiet`. */
const everythingMeaning = { type: 'filter', filter: {} };
function matchInstruction(words) {
  for (const [phrase, instructionType] of instructionPhrases) {
    const length = phrase.split(' ').length;
    if (joinWords(words, length) === phrase) return { instructionType, length };
  }
  return undefined;
}
function matchArgument(words, instructionType, previous, names, vocabulary) {
  const [first] = words;
  if (first === undefined) return undefined;
  const literal = parseLiteral(first.text);
  if (instructionType !== 'silence') {
    if (first.text === 'into' && instructionType === 'merge')
      return createOneWordMatch({ type: 'word', word: 'into' });
    const isNumber = literal?.type === 'incident' || literal?.type === 'number' || literal?.type === 'status';
    // The first number is the incident; further numbers of a note belong to its text.
    const isFirst = previous.length === 1 || instructionType === 'merge';
    if (!isNumber || !isFirst) return undefined;
    return createOneWordMatch(
      literal.type === 'status' ? { type: 'number', number: Number(first.text) } : literal,
    );
  }
  return matchTime(words, previous, vocabulary) ?? matchTarget(words, previous, names, vocabulary);
}
/** Matches the time of a silence, which has only one. */
function matchTime(words, previousTokens, vocabulary) {
  if (previousTokens.some(({ meaning }) => meaning.type === 'schedule')) return undefined;
  const match = matchSchedule(words, vocabulary);
  return match && { meaning: { type: 'schedule', schedule: match.schedule }, length: match.length };
}
/** Matches a target of a silence. After the time, everything belongs to the reason. */
function matchTarget(words, previousTokens, names, vocabulary) {
  const [first] = words;
  if (first === undefined || previousTokens.slice(1).some(({ meaning }) => meaning.type !== 'filter'))
    return undefined;
  if (/^(all|everything|everybody)$/.test(first.text)) return createOneWordMatch(everythingMeaning);
  if (first.text.includes('*')) {
    return createOneWordMatch({
      type: 'filter',
      filter: first.text.startsWith('/') ? { routes: [first.text] } : { upstream: first.text },
    });
  }
  const entity = recognizeEntity(first.text, names);
  if (entity !== undefined) return createOneWordMatch(entity);
  for (let length = Math.min(vocabulary.phraseWordsMax, words.length); length > 0; length--) {
    const meaning = vocabulary.phrases.get(joinWords(words, length));
    if (meaning?.type === 'filter') return { meaning, length };
  }
  return undefined;
}
const createOneWordMatch = (meaning) => ({ meaning, length: 1 });
const joinWords = (words, length) =>
  words
    .slice(0, length)
    .map(({ text }) => text)
    .join(' ');
