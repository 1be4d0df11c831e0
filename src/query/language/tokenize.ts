import { keyring } from '../../parse/shape/token.js';
import { type Form, forms } from '../../render/attachment.js';
import type { Names } from '../../report/repository.js';
import { type Slip, withoutSlips } from './correct-spelling.js';
import { shaped } from './literals.js';
import { named } from './named-entities.js';
import { type Word, wordsOf } from './split-words.js';
import { articles, fillers } from './stop-words.js';
import type { Meant, QuestionToken } from './token.js';
import { lexicon, phraseWordsMax } from './vocabulary.js';

/** What the lexer makes of a question. */
export type Lexed = {
  readonly tokens: readonly QuestionToken[];
  /** Words that were read as others. */
  readonly slips: readonly Slip[];
  /** Words that mean nothing here. */
  readonly unknown: readonly Word[];
};

/** The tokens of a question: phrases before words, what has a meaning before what is only like something that has. */
export function lexed(question: string, names: Names): Lexed {
  const { words: mended, slips } = withoutSlips(wordsOf(question), names, (text) => isKnown(text, names));
  const words = mended.filter(({ text }) => !articles.has(text));
  const tokens: QuestionToken[] = [];
  const unknown: Word[] = [];
  for (let at = 0; at < words.length; ) {
    const rest = words.slice(at);
    const [first] = rest;
    if (first === undefined) break;
    const found = phraseAt(rest, tokens) ?? wordAt(first, rest[1], tokens, names);
    if (found !== undefined) {
      tokens.push(tokenOf(rest.slice(0, found.length), found.meant));
    } else if (!fillers.has(first.text)) unknown.push(first);
    at += found?.length ?? 1;
  }
  return { tokens, slips, unknown };
}

/** A token of what these words mean. */
export function tokenOf(words: readonly Word[], meant: Meant): QuestionToken {
  const own = meant.kind === 'word' ? meant.word : meant.kind === 'order' ? meant.order : '';
  return {
    key: key(meant.kind, own),
    start: words[0]?.start ?? 0,
    end: words.at(-1)?.end ?? 0,
    meant,
  };
}

const key = keyring();

type Found = { readonly meant: Meant; readonly length: number };

/** The longest phrase that the words begin with. Behind `by` a word names what to count by. */
function phraseAt(words: readonly Word[], before: readonly QuestionToken[]): Found | undefined {
  if (isWord(before.at(-1), 'by') && words[0]?.text === 'status') return { meant: byStatus, length: 1 };
  for (let length = Math.min(phraseWordsMax, words.length); length > 0; length--) {
    const phrase = words
      .slice(0, length)
      .map(({ text }) => text)
      .join(' ');
    const meant = lexicon.get(phrase);
    // A unit alone is only a word, as in `many a day`.
    if (meant !== undefined && (meant.kind !== 'unit' || takesUnit(before.at(-1)))) return { meant, length };
  }
  const [first, second] = words;
  const asks = /^(is|are|was|were)$/.test(first?.text ?? '');
  return asks && /^(it|this|that|these|those|they)$/.test(second?.text ?? '')
    ? { meant: { kind: 'is' }, length: 2 }
    : undefined;
}

const byStatus: Meant = { kind: 'dimension', by: 'status' };
const isWord = (token: QuestionToken | undefined, word: string) =>
  token?.meant.kind === 'word' && token.meant.word === word;
const takesUnit = (token: QuestionToken | undefined) =>
  token?.meant.kind === 'number' || isWord(token, 'last') || isWord(token, 'this');

/** A word that connects others, where it does; one with a shape; or a name. */
function wordAt(
  { text }: Word,
  next: Word | undefined,
  before: readonly QuestionToken[],
  names: Names,
): Found | undefined {
  const connecting = connects(text, next, before);
  const meant = connecting ?? shaped(text) ?? named(text, names) ?? singular(text);
  return meant === undefined ? undefined : { meant, length: 1 };
}

/** True for what means something by itself: a shape, a name, a plural. */
const isKnown = (text: string, names: Names): boolean =>
  (shaped(text) ?? named(text, names) ?? singular(text)) !== undefined || formOf(text) !== undefined;

const singular = (text: string): Meant | undefined =>
  text.length > 4 && text.endsWith('s') ? lexicon.get(text.slice(0, -1)) : undefined;

/** `since`, `by`, `to` and the like mean something only before what they connect with. */
function connects(text: string, next: Word | undefined, before: readonly QuestionToken[]): Meant | undefined {
  const word: Meant = { kind: 'word', word: text === 'past' || text === 'previous' ? 'last' : text };
  const following = next === undefined ? undefined : (lexicon.get(next.text) ?? shaped(next.text));
  const kind = following?.kind ?? (next?.text === 'status' ? 'dimension' : '');
  const isTime = kind === 'clock' || kind === 'number';
  switch (text) {
    case 'since':
      return isTime || /^(day|weekday|change|duration)$/.test(kind) || next?.text === 'last'
        ? word
        : undefined;
    case 'between':
    case 'from':
      return isTime ? { kind: 'word', word: 'between' } : undefined;
    case 'and':
    case 'to':
    case 'until': {
      const opened = before.at(-2);
      if (isTime && isWord(opened, 'between')) return { kind: 'word', word: 'and' };
      return isTime && before.at(-1)?.meant.kind === 'clock' ? { kind: 'word', word: 'to' } : undefined;
    }
    case 'by':
    case 'per':
      return kind === 'dimension' || kind === 'status' || next?.text === 'status'
        ? { kind: 'word', word: 'by' }
        : undefined;
    case 'last':
    case 'past':
    case 'previous':
      return /^(unit|number|duration|weekday)$/.test(kind) ? word : undefined;
    case 'this':
      return kind === 'unit' ? word : undefined;
    case 'threshold':
      return kind === 'number' ? word : undefined;
    case 'as':
    case 'in':
      return formOf(next?.text) !== undefined ? { kind: 'word', word: 'as' } : undefined;
    default: {
      const form = formOf(text);
      return form !== undefined && isWord(before.at(-1), 'as') ? { kind: 'format', form } : undefined;
    }
  }
}

const formOf = (text: string | undefined): Form | undefined => forms.find((form) => form === text);
