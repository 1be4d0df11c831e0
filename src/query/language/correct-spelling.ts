import { editDistance } from '../../base/spelling.js';
import type { Names } from '../../report/repository.js';
import { isPlaced, looksLikeName, nameWords } from './named-entities.js';
import type { Word } from './split-words.js';
import { articles, fillers } from './stop-words.js';
import { lexicon } from './vocabulary.js';

/** A word that was read as another. */
export type Slip = { readonly said: Word; readonly read: string };

/** The words with those that mean nothing read as what they were probably meant to be. */
export function withoutSlips(
  words: readonly Word[],
  names: Names,
  isKnown: (text: string) => boolean,
): { readonly words: readonly Word[]; readonly slips: readonly Slip[] } {
  const slips: Slip[] = [];
  const mended = words.map((word, at) => {
    if (vocabulary.has(word.text) || isKnown(word.text) || slips.length >= slipsMax) return word;
    const read = meantBy(word.text, names, isPlaced(words, at));
    if (read === undefined) return word;
    slips.push({ said: word, read });
    return { ...word, text: read };
  });
  return { words: mended, slips };
}

/** With more of them it is no question. */
const slipsMax = 6;

/** Words that connect others, and only mean something where they do. */
const connecting = 'since between from and to until by per last past previous this threshold as in'.split(
  ' ',
);
const meaningless: ReadonlySet<string> = new Set([...articles, ...fillers]);
/** Every word of every phrase. */
const telling: ReadonlySet<string> = new Set([
  ...[...lexicon.keys()].flatMap((phrase) => phrase.split(' ')),
  ...connecting,
]);
const vocabulary: ReadonlySet<string> = new Set([...telling, ...meaningless]);

/** Words that say what failed, and not where. */
const filtering: ReadonlySet<string> = new Set(
  [...lexicon].flatMap(([phrase, { kind }]) => (kind === 'filter' ? phrase.split(' ') : [])),
);

/** What a misspelt word was meant to be; undefined when nothing is near. Short words are not guessed at. */
function meantBy(text: string, names: Names, isName: boolean): string | undefined {
  if (text.length < shortest || /\d/.test(text)) return undefined;
  const known = looksLikeName(text)
    ? nameWords(names).filter((name) => isSameName(text, name))
    : [...telling, ...nameWords(names), ...meaningless].filter((word) => !isName || !filtering.has(word));
  const [best] = known
    .filter((word) => Math.abs(word.length - text.length) <= 2)
    .map((word) => ({ word, slips: editDistance(text, word), isOtherwiseBegun: word[0] !== text[0] }))
    .filter(({ word, slips, isOtherwiseBegun }) => slips <= slipsIn(text, word, isOtherwiseBegun))
    .sort(
      (one, other) =>
        one.slips - other.slips || Number(one.isOtherwiseBegun) - Number(other.isOtherwiseBegun),
    );
  return best?.word;
}

const shortest = 3;

/** How many slips make one word another. A word that means nothing takes one alone: it might be a name that is not known. */
function slipsIn(text: string, word: string, isOtherwiseBegun: boolean): number {
  if (meaningless.has(word)) {
    const isLeftOutOrSwapped = word.length > text.length || sorted(word) === sorted(text);
    return isOtherwiseBegun || (text.length < 5 && !isLeftOutOrSwapped) ? 0 : 1;
  }
  if (text.length < 4 || word.length < 3) return 0;
  return text.length < 6 ? 1 : 2;
}

const sorted = (word: string) => [...word].sort().join('');

/** Names differ by a part or a letter on purpose: `shop-b.example` is no slip of `shop.example`, nor `edge-a` of `edge-b`. */
function isSameName(text: string, name: string): boolean {
  const said = partsOf(text);
  const known = partsOf(name);
  return (
    said.length === known.length &&
    said.every((part, at) => {
      const other = known[at] ?? '';
      return part === other || (other.length >= 4 && !/\d/.test(other) && editDistance(part, other) === 1);
    })
  );
}

const partsOf = (name: string) => name.split(/[._:/-]/);
