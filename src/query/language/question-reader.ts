import type { Clock } from '../../base/calendar.js';
import { findNearestWord, measureEditDistance } from '../../base/spelling.js';
import rules from '../../grammars/query.js';
import { createShapeParser } from '../../parse/shape/parse-shape.js';
import type { KnownNames } from '../../report/repository.js';
import type { QuestionScope } from '../question.js';
import { type SpellingCorrection, sortLetters } from './correct-spelling.js';
import { isSentence } from './grammar-actions.js';
import { interpretSentence } from './interpret.js';
import { isEntityPosition, isNameLike, listEntityWords, recognizeEntity } from './named-entities.js';
import type { AnyQuestionKind, QuestionCatalogue } from './question-syntax.js';
import { Sentence } from './sentence.js';
import { type QuestionWord, splitWords } from './split-words.js';
import { ignoredWords, stopWords } from './stop-words.js';
import type { QuestionToken } from './token.js';
import { tokenizeQuestion } from './tokenize.js';
import { instructionPhrases, tokenizeInstruction } from './tokenize-instruction.js';
import { createVocabulary, type Vocabulary } from './vocabulary.js';

/** The question that a text asks, or the nearest that it could have meant. */
export type QuestionInterpretation<Question = QuestionScope & AnyQuestionKind> =
  | {
      readonly type: 'interpreted';
      readonly question: Question;
      readonly corrections: readonly SpellingCorrection[];
    }
  | {
      readonly type: 'unrecognized';
      readonly text: string;
      /** Words that mean nothing here. */
      readonly unknownWords: readonly string[];
      /** Those of them that look like names, or stand where a name is expected. */
      readonly unknownNames: readonly string[];
      /** `not at checkout`: what would have to be left out, and cannot be; undefined where nothing would. */
      readonly exclusion: string | undefined;
      /** An upstream for examples: the one that the text names, else one that is known. */
      readonly upstream: string | undefined;
      /** The nearest question that can be asked; undefined when nothing is near. */
      readonly suggestion: string | undefined;
    };

/** Reads one text. The names are those that failures were counted under lately. */
export type QuestionReader<Question> = (
  text: string,
  names: KnownNames,
  clock: Clock,
) => QuestionInterpretation<Question>;

/**
 * Creates the reader of these questions, used for Slack commands, mentions and terminals alike. It splits a text into
 * words, corrects their spelling, makes tokens of them, parses those by `grammars/query.ne` and interprets the sentence.
 */
export function createQuestionReader<Kind extends AnyQuestionKind>(
  catalogue: QuestionCatalogue<Kind>,
): QuestionReader<QuestionScope & Kind> {
  const vocabulary = createVocabulary(catalogue.questions);

  const interpretTokens = (tokens: readonly QuestionToken[], clock: Clock) => {
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
      return {
        type: 'unrecognized',
        text,
        unknownWords: [],
        unknownNames: [],
        exclusion: undefined,
        upstream: names.upstreams[0],
        suggestion: suggestedInstruction,
      };
    const { tokens, corrections, unknownWords, isUnsupported, exclusion } =
      instructionTokens === undefined
        ? tokenizeQuestion(text, names, vocabulary)
        : {
            tokens: instructionTokens,
            corrections: [],
            unknownWords: [],
            isUnsupported: false,
            exclusion: undefined,
          };
    const isReadable = unknownWords.length === 0 && exclusion === undefined;
    const question = isReadable ? interpretTokens(tokens, clock) : undefined;
    if (question !== undefined) return { type: 'interpreted', question, corrections };

    const unknownNames = findUnknownNames(text, unknownWords);
    const isUnrelated =
      unknownNames.length > 0 &&
      !unknownNames.some((word) => findNearestWord(word, listEntityWords(names)) !== undefined);
    const suggestion = isUnrelated ? undefined : replaceUnknownWords(text, names, unknownWords, vocabulary);
    const isAnswerable =
      suggestion !== undefined &&
      canAsk(suggestion, names, vocabulary, (suggested) => interpretTokens(suggested, clock) !== undefined);
    return {
      type: 'unrecognized',
      text,
      unknownWords: unknownWords.map(({ text: word }) => word),
      unknownNames,
      exclusion: exclusion?.map(({ text: word }) => word).join(' '),
      upstream: findNamedUpstream(tokens) ?? names.upstreams[0],
      suggestion:
        isAnswerable &&
        isUnsupported !== true &&
        exclusion === undefined &&
        suggestion !== normalizeSpaces(text)
          ? suggestion
          : undefined,
    };
  };
}

const findNamedUpstream = (tokens: readonly QuestionToken[]): string | undefined =>
  tokens
    .map(({ meaning }) => (meaning.type === 'filter' ? meaning.filter.upstream : undefined))
    .find((upstream) => upstream !== undefined && upstream !== null) ?? undefined;

const normalizeSpaces = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase();

const parseSentence = createShapeParser(rules, isSentence);

/** The instruction that was probably meant: it is asked back, because instructions are never guessed. */
function suggestInstruction(text: string, names: KnownNames, { phrases }: Vocabulary): string | undefined {
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
const replacedCharsMin = 4;

function findUnknownNames(text: string, unknownWords: readonly QuestionWord[]): readonly string[] {
  const words = splitWords(text);
  return unknownWords
    .filter((word) => {
      const index = words.findIndex(({ start }) => start === word.start);
      return isNameLike(word.text) || isEntityPosition(words, index);
    })
    .map(({ text: word }) => word);
}

/** The text with each unknown word replaced by the nearest known one, or left out; undefined when nothing remains. */
function replaceUnknownWords(
  text: string,
  names: KnownNames,
  unknownWords: readonly QuestionWord[],
  { phrases }: Vocabulary,
): string | undefined {
  const unknownTexts = new Set(unknownWords.map(({ text: word }) => word));
  const knownWords = [...phrases.keys(), ...instructionPhrases.map(([words]) => words)].filter(
    (phrase) => !phrase.includes(' ') && phrase.length > 2,
  );
  const words = splitWords(text).flatMap(({ text: word }) => {
    if (!unknownTexts.has(word)) return ignoredWords.has(word) || stopWords.has(word) ? [] : [word];
    const nearest = findNearestWord(word, [...knownWords, ...listEntityWords(names)]);
    // A short word is near to too many others.
    const isNear = word.length >= replacedCharsMin || sortLetters(nearest ?? '') === sortLetters(word);
    return nearest !== undefined && isNear ? [nearest] : [];
  });
  return words.length === 0 ? undefined : words.join(' ');
}

function canAsk(
  text: string,
  names: KnownNames,
  vocabulary: Vocabulary,
  isQuestion: (tokens: readonly QuestionToken[]) => boolean,
): boolean {
  if (tokenizeInstruction(text, names, vocabulary) !== undefined) return true;
  const { tokens, unknownWords } = tokenizeQuestion(text, names, vocabulary);
  return unknownWords.length === 0 && isQuestion(tokens);
}
