import { measureEditDistance } from '../../base/spelling.js';
import type { KnownNames } from '../../report/repository.js';
import { isEntityPosition, isNameLike, listEntityWords } from './named-entities.js';
import type { QuestionWord } from './split-words.js';
import { ignoredWords, stopWords } from './stop-words.js';
import type { Vocabulary } from './vocabulary.js';

/** A word that was read as another. */
export type SpellingCorrection = { readonly original: QuestionWord; readonly replacement: string };

/** The words with those that mean nothing read as what they were probably meant to be. */
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

/** With more of them it is no question. */
const correctionsMax = 6;

const meaninglessWords: ReadonlySet<string> = new Set([...ignoredWords, ...stopWords]);
/** What a misspelt word was meant to be; undefined when nothing is near. Short words are not guessed at. */
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
    .map((word) => ({ word, slips: measureEditDistance(text, word), isOtherwiseBegun: word[0] !== text[0] }))
    .filter(
      ({ word, slips: edits, isOtherwiseBegun: hasOtherInitial }) =>
        edits <= countAllowedEdits(text, word, hasOtherInitial),
    )
    .sort((a, b) => a.slips - b.slips || Number(a.isOtherwiseBegun) - Number(b.isOtherwiseBegun));
  return nearestWord?.word;
}

const wordCharsMin = 3;

/** How many slips make one word another. A word that means nothing takes one alone: it might be a name that is not known. */
function countAllowedEdits(text: string, word: string, hasOtherInitial: boolean): number {
  if (meaninglessWords.has(word)) {
    const isOmissionOrSwap = word.length > text.length || sortLetters(word) === sortLetters(text);
    return hasOtherInitial || (text.length < 5 && !isOmissionOrSwap) ? 0 : 1;
  }
  if (text.length < 4 || word.length < 3) return 0;
  return text.length < 6 ? 1 : 2;
}

const sortLetters = (word: string) => [...word].sort().join('');

/** Names differ by a part or a letter on purpose: `shop-b.example` is no slip of `shop.example`, nor `edge-a` of `edge-b`. */
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
