import { findNearestWord, measureEditDistance } from '../../base/spelling.js';
import rules from '../../grammars/query.js';
import { createShapeParser } from '../../parse/shape/parse-shape.js';
import { isSentence } from './grammar-actions.js';
import { interpretSentence } from './interpret.js';
import { isEntityPosition, isNameLike, listEntityWords, recognizeEntity } from './named-entities.js';
import { Sentence } from './sentence.js';
import { splitWords } from './split-words.js';
import { ignoredWords, stopWords } from './stop-words.js';
import { tokenizeQuestion } from './tokenize.js';
import { instructionPhrases, tokenizeInstruction } from './tokenize-instruction.js';
import { createVocabulary } from './vocabulary.js';
/**
 * Creates the reader of these questions, used for Slack commands, mentions and terminals alike. It splits a text into
 * words, corrects their spelling, makes tokens of them, parses those by `grammars/query.ne` and interprets the sentence.
 */
export function createQuestionReader(catalogue) {
  const vocabulary = createVocabulary(catalogue.questions);
  const interpretTokens = (tokens, clock) => {
    const parsed = parseSentence(tokens.map(({ kind }) => kind));
    const parts = 'plan' in parsed ? parsed.plan : undefined;
    return parts === undefined
      ? undefined
      : interpretSentence(new Sentence(parts, tokens, clock, vocabulary), catalogue);
  };
  return (text, names, clock) => {
    const instructionTokens = tokenizeInstruction(text, names, vocabulary);
    const suggestedInstruction =
      instructionTokens === undefined ? suggestInstruction(text, names, vocabulary) : undefined;
    if (suggestedInstruction !== undefined)
      return { type: 'unrecognized', text, unknownNames: [], suggestion: suggestedInstruction };
    const { tokens, corrections, unknownWords } =
      instructionTokens === undefined
        ? tokenizeQuestion(text, names, vocabulary)
        : { tokens: instructionTokens, corrections: [], unknownWords: [] };
    const question = unknownWords.length === 0 ? interpretTokens(tokens, clock) : undefined;
    if (question !== undefined) return { type: 'interpreted', question, corrections };
    const unknownNames = findUnknownNames(text, unknownWords);
    const isUnrelated =
      unknownNames.length > 0 &&
      !unknownNames.some((word) => findNearestWord(word, listEntityWords(names)) !== undefined);
    const suggestion = isUnrelated ? undefined : replaceUnknownWords(text, names, unknownWords, vocabulary);
    const isAnswerable =
      suggestion !== undefined &&
      canAsk(suggestion, names, vocabulary, (suggested) => interpretTokens(suggested, clock) !== undefined);
    return { type: 'unrecognized', text, unknownNames, suggestion: isAnswerable ? suggestion : undefined };
  };
}
const parseSentence = createShapeParser(rules, isSentence);
/** The instruction that was probably meant: it is asked back, because instructions are never guessed. */
function suggestInstruction(text, names, { phrases }) {
  const [first, ...rest] = splitWords(text);
  if (first === undefined || first.text.length < instructionCharsMin || phrases.has(first.text))
    return undefined;
  if (
    stopWords.has(first.text) ||
    ignoredWords.has(first.text) ||
    recognizeEntity(first.text, names) !== undefined
  )
    return undefined;
  const [nearest] = instructionPhrases
    .map(([phrase]) => ({ phrase, edits: measureEditDistance(first.text, phrase) }))
    .sort((a, b) => a.edits - b.edits);
  if (nearest === undefined || nearest.edits !== 1) return undefined;
  return [nearest.phrase, ...rest.map(({ text: word }) => word)].join(' ');
}
const instructionCharsMin = 3;
function findUnknownNames(text, unknownWords) {
  const words = splitWords(text);
  return unknownWords
    .filter((word) => {
      const index = words.findIndex(({ start }) => start === word.start);
      return isNameLike(word.text) || isEntityPosition(words, index);
    })
    .map(({ text: word }) => word);
}
/** The text with each unknown word replaced by the nearest known one, or left out; undefined when nothing remains. */
function replaceUnknownWords(text, names, unknownWords, { phrases }) {
  const unknownTexts = new Set(unknownWords.map(({ text: word }) => word));
  const knownWords = [...phrases.keys(), ...instructionPhrases.map(([words]) => words)].filter(
    (phrase) => !phrase.includes(' ') && phrase.length > 2,
  );
  const words = splitWords(text).flatMap(({ text: word }) => {
    if (!unknownTexts.has(word)) return ignoredWords.has(word) || stopWords.has(word) ? [] : [word];
    return findNearestWord(word, [...knownWords, ...listEntityWords(names)]) ?? [];
  });
  return words.length === 0 ? undefined : words.join(' ');
}
function canAsk(text, names, vocabulary, isQuestion) {
  if (tokenizeInstruction(text, names, vocabulary) !== undefined) return true;
  const { tokens, unknownWords } = tokenizeQuestion(text, names, vocabulary);
  return unknownWords.length === 0 && isQuestion(tokens);
}
