import { measureEditDistance } from '../../base/spelling.js';
import type { KnownNames } from '../../report/repository.js';
import { isEntityPosition, isNameLike, listEntityWords } from './named-entities.js';
import type { QuestionWord } from './split-words.js';
import { ignoredWords, stopWords } from './stop-words.js';
import { isUnsupportedWord } from './unsupported-words.js';
import type { Vocabulary } from './vocabulary.js';

/** A misspelt word and the word it was read as. */
export type SpellingCorrection = { readonly original: QuestionWord; readonly replacement: string };

/** Replaces unknown words by the known words they are probably misspellings of. */
export function correctSpelling(
  words: readonly QuestionWord[],
  names: KnownNames,
  vocabulary: Vocabulary,
  isKnown: (text: string) => boolean,
): { readonly words: readonly QuestionWord[]; readonly corrections: readonly SpellingCorrection[] } {
  const corrections: SpellingCorrection[] = [];
  const correctedWords = words.map((word, index) => {
    if (
      vocabulary.words.has(word.text) ||
      meaninglessWords.has(word.text) ||
      isKnown(word.text) ||
      isUnsupportedWord(word.text) ||
      corrections.length >= correctionsMax
    )
      return word;
    const replacement = suggestWord(word.text, names, vocabulary, isEntityPosition(words, index));
    if (replacement === undefined) return word;
    corrections.push({ original: word, replacement });
    return { ...word, text: replacement };
  });
  return { words: correctedWords, corrections };
}

/** A text with more misspellings is left alone. */
const correctionsMax = 6;

const meaninglessWords: ReadonlySet<string> = new Set([...ignoredWords, ...stopWords]);
/** The known word nearest to an unknown one; undefined when none is near. Short words are never corrected. */
function suggestWord(
  text: string,
  names: KnownNames,
  { words, filterWords }: Vocabulary,
  isName: boolean,
): string | undefined {
  if (text.length < wordCharsMin || /\d/.test(text)) return undefined;
  const candidates = isNameLike(text)
    ? listEntityWords(names).filter((name) => isSameName(text, name))
    : [...words, ...listEntityWords(names), ...meaninglessWords].filter(
        (word) => !isName || !filterWords.has(word),
      );
  const [nearestWord] = candidates
    .filter((word) => Math.abs(word.length - text.length) <= 2)
    .map((word) => ({ word, edits: measureEditDistance(text, word), hasOtherInitial: word[0] !== text[0] }))
    .filter(({ word, edits, hasOtherInitial }) => edits <= countAllowedEdits(text, word, hasOtherInitial))
    .sort((a, b) => a.edits - b.edits || Number(a.hasOtherInitial) - Number(b.hasOtherInitial));
  return nearestWord?.word;
}

const wordCharsMin = 3;

/** Maximum edit distance between two words. Only one for a word without meaning: the text might be an unknown name. */
function countAllowedEdits(text: string, word: string, hasOtherInitial: boolean): number {
  if (meaninglessWords.has(word)) {
    const isOmissionOrSwap = word.length > text.length || sortLetters(word) === sortLetters(text);
    return hasOtherInitial || (text.length < 5 && !isOmissionOrSwap) ? 0 : 1;
  }
  if (text.length < 4 || word.length < 3) return 0;
  return text.length < 6 ? 1 : 2;
}

/** The letters of a word in alphabetical order: equal for words that differ by swapped letters. */
export const sortLetters = (word: string): string => [...word].sort().join('');

/** True when one name is a misspelling of the other. Names may differ by a part or a letter on purpose: `shop-b.example` and `shop.example`, `edge-a` and `edge-b`. */
function isSameName(text: string, name: string): boolean {
  const textParts = splitName(text);
  const nameParts = splitName(name);
  return (
    textParts.length === nameParts.length &&
    textParts.every((part, index) => {
      const namePart = nameParts[index] ?? '';
      return (
        part === namePart ||
        (namePart.length >= 4 && !/\d/.test(namePart) && measureEditDistance(part, namePart) === 1)
      );
    })
  );
}

const splitName = (name: string) => name.split(/[._:/-]/);
