import type { Clock } from '../../base/calendar.js';
import { findNearestWord, measureEditDistance } from '../../base/spelling.js';
import rules from '../../grammars/query.js';
import { createShapeParser } from '../../parse/shape/parse-shape.js';
import type { KnownNames } from '../../report/repository.js';
import type { Question } from '../question.js';
import type { SpellingCorrection } from './correct-spelling.js';
import { isSentence } from './grammar-actions.js';
import { interpretQuestion } from './interpret.js';
import { isEntityPosition, isNameLike, listEntityWords, recognizeEntity } from './named-entities.js';
import { type QuestionWord, splitWords } from './split-words.js';
import { ignoredWords, stopWords } from './stop-words.js';
import type { QuestionToken } from './token.js';
import { tokenizeQuestion } from './tokenize.js';
import { instructionPhrases, tokenizeInstruction } from './tokenize-instruction.js';
import { questionVocabulary } from './vocabulary.js';

/** What became of somebody's words: a question, or what stands in the way. */
export type QuestionInterpretation =
  | {
      readonly type: 'interpreted';
      readonly question: Question;
      readonly corrections: readonly SpellingCorrection[];
    }
  | {
      readonly type: 'unrecognized';
      readonly text: string;
      /** Words that name nothing here though they look like names, or stand where names do. */
      readonly unknownNames: readonly string[];
      /** The nearest question that can be asked; undefined when that is anybody's guess. */
      readonly suggestion: string | undefined;
    };

/** Understands a question, in a Slack command, a mention or a terminal alike. */
export function understandQuestion(text: string, names: KnownNames, clock: Clock): QuestionInterpretation {
  const instructionTokens = tokenizeInstruction(text, names);
  const { tokens, corrections, unknownWords } =
    instructionTokens === undefined
      ? tokenizeQuestion(text, names)
      : { tokens: instructionTokens, corrections: [], unknownWords: [] };
  const suggestedInstruction = instructionTokens === undefined ? suggestInstruction(text, names) : undefined;
  if (suggestedInstruction !== undefined)
    return { type: 'unrecognized', text: text, unknownNames: [], suggestion: suggestedInstruction };
  const question = unknownWords.length === 0 ? parseQuestion(tokens, clock) : undefined;
  if (question !== undefined) return { type: 'interpreted', question, corrections };
  const unknownNames = findUnknownNames(text, unknownWords);
  const isUnrelated =
    unknownNames.length > 0 &&
    !unknownNames.some((word) => findNearestWord(word, listEntityWords(names)) !== undefined);
  const suggestion = isUnrelated ? undefined : suggestQuestion(text, names, unknownWords, clock);
  return { type: 'unrecognized', text: text, unknownNames, suggestion };
}

function findUnknownNames(text: string, unknownWords: readonly QuestionWord[]): readonly string[] {
  const words = splitWords(text);
  return unknownWords
    .filter((word) => {
      const index = words.findIndex(({ start }) => start === word.start);
      return isNameLike(word.text) || isEntityPosition(words, index);
    })
    .map(({ text: word }) => word);
}

/** An order that was probably meant: it is asked back, as nobody wants one to be guessed at. */
function suggestInstruction(text: string, names: KnownNames): string | undefined {
  const [first, ...rest] = splitWords(text);
  if (first === undefined || first.text.length < instructionCharsMin || questionVocabulary.has(first.text))
    return undefined;
  if (
    stopWords.has(first.text) ||
    ignoredWords.has(first.text) ||
    recognizeEntity(first.text, names) !== undefined
  )
    return undefined;
  const [best] = instructionPhrases
    .map(([word]) => ({ word, slips: measureEditDistance(first.text, word) }))
    .sort((a, b) => a.slips - b.slips);
  if (best === undefined || best.slips !== 1) return undefined;
  return [best.word, ...rest.map(({ text: word }) => word)].join(' ');
}

const instructionCharsMin = 3;

const parseSentence = createShapeParser(rules, isSentence);

function parseQuestion(tokens: readonly QuestionToken[], clock: Clock): Question | undefined {
  const parsed = parseSentence(tokens.map(({ kind }) => kind));
  const parts = 'plan' in parsed ? parsed.plan : undefined;
  return parts === undefined ? undefined : interpretQuestion(parts, tokens, clock);
}

/** The question with what is not understood replaced by what is nearest, or left out. */
function suggestQuestion(
  text: string,
  names: KnownNames,
  unknown: readonly QuestionWord[],
  clock: Clock,
): string | undefined {
  const unknownTexts = new Set(unknown.map(({ text: word }) => word));
  const knownWords = [...questionVocabulary.keys(), ...instructionPhrases.map(([words]) => words)].filter(
    (phrase) => !phrase.includes(' ') && phrase.length > 2,
  );
  const words = splitWords(text).flatMap(({ text: word }) => {
    if (!unknownTexts.has(word)) return ignoredWords.has(word) || stopWords.has(word) ? [] : [word];
    return findNearestWord(word, [...knownWords, ...listEntityWords(names)]) ?? [];
  });
  if (words.length === 0) return undefined;
  const suggestion = words.join(' ');
  const { tokens, unknownWords: stillUnknown } = tokenizeQuestion(suggestion, names);
  const isInstruction = tokenizeInstruction(suggestion, names) !== undefined;
  return isInstruction || (stillUnknown.length === 0 && parseQuestion(tokens, clock) !== undefined)
    ? suggestion
    : undefined;
}
