import type { Names } from '../../report/repository.js';
import type { Order } from '../question.js';
import { shaped } from './literals.js';
import { named } from './named-entities.js';
import { type Word, wordsOf } from './split-words.js';
import type { Meant, QuestionToken } from './token.js';
import { tokenOf } from './tokenize.js';
import { lexicon, phraseWordsMax } from './vocabulary.js';

/**
 * The tokens of an order; undefined when the words begin none. Nothing is corrected or passed over here: what has no
 * meaning begins the text that goes with the order, as it was typed.
 */
export function orderTokens(question: string, names: Names): readonly QuestionToken[] | undefined {
  const words = wordsOf(question).filter(({ text }) => text !== 'please');
  const head = headOf(words);
  if (head === undefined) return undefined;
  const tokens: QuestionToken[] = [
    tokenOf(words.slice(0, head.length), { kind: 'order', order: head.order }),
  ];
  if (words[0]?.text === 'quiet') tokens.push(tokenOf(words.slice(0, 1), everything));
  for (let at = head.length; at < words.length; ) {
    const rest = words.slice(at);
    const found = argumentAt(rest, head.order, tokens, names);
    if (found === undefined) {
      const start = rest[0]?.start ?? 0;
      return [...tokens, tokenOf(rest, { kind: 'text', text: question.slice(start).trim() })];
    }
    if (found.meant !== undefined) tokens.push(tokenOf(rest.slice(0, found.length), found.meant));
    at += found.length;
  }
  return tokens;
}

/** The words that order something. */
export const orderWords: readonly (readonly [words: string, order: Order['name']])[] = [
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

/** What stands for everything: said so, or by `quiet`, which says nothing else. */
export const everything: Meant = { kind: 'filter', of: {} };

type Argument = { readonly meant: Meant | undefined; readonly length: number };

function headOf(
  words: readonly Word[],
): { readonly order: Order['name']; readonly length: number } | undefined {
  for (const [phrase, order] of orderWords) {
    const length = phrase.split(' ').length;
    if (joined(words, length) === phrase) return { order, length };
  }
  return undefined;
}

function argumentAt(
  words: readonly Word[],
  order: Order['name'],
  before: readonly QuestionToken[],
  names: Names,
): Argument | undefined {
  const [first] = words;
  if (first === undefined) return undefined;
  const shape = shaped(first.text);
  if (order !== 'silence') {
    if (first.text === 'into' && order === 'merge') return one({ kind: 'word', word: 'into' });
    const isNumber = shape?.kind === 'incident' || shape?.kind === 'number' || shape?.kind === 'status';
    // The first number is the incident's; in a note the others are text.
    const isFirst = before.length === 1 || order === 'merge';
    if (!isNumber || !isFirst) return undefined;
    return one(shape.kind === 'status' ? { kind: 'number', number: Number(first.text) } : shape);
  }
  return termAt(first.text, words[1]?.text, shape, before) ?? targetAt(words, before, names);
}

/** `2h`, `for 2 hours`, `until 09:00`. */
function termAt(
  text: string,
  next: string | undefined,
  shape: Meant | undefined,
  before: readonly QuestionToken[],
): Argument | undefined {
  const behind = before.at(-1)?.meant;
  if (text === 'for' && behind?.kind !== 'duration') return { meant: undefined, length: 1 };
  if (text === 'until' || text === 'till') return one({ kind: 'word', word: 'until' });
  if (behind?.kind === 'word' || behind?.kind === 'day') {
    const meant = shape ?? lexicon.get(text);
    return meant !== undefined && /^(clock|number|day)$/.test(meant.kind) ? one(meant) : undefined;
  }
  if (behind?.kind === 'duration') return undefined;
  if (shape?.kind === 'duration') return one(shape);
  const unit = lexicon.get(next ?? '');
  return shape?.kind === 'number' && unit?.kind === 'unit'
    ? { meant: { kind: 'duration', count: shape.number, unit: unit.unit }, length: 2 }
    : undefined;
}

/** What is to be silenced. Behind how long, everything is the reason. */
function targetAt(
  words: readonly Word[],
  before: readonly QuestionToken[],
  names: Names,
): Argument | undefined {
  const [first] = words;
  if (first === undefined || before.slice(1).some(({ meant }) => meant.kind !== 'filter')) return undefined;
  if (/^(all|everything|everybody)$/.test(first.text)) return one(everything);
  if (first.text.includes('*')) {
    return one({
      kind: 'filter',
      of: first.text.startsWith('/') ? { routes: [first.text] } : { upstream: first.text },
    });
  }
  const name = named(first.text, names);
  if (name !== undefined) return one(name);
  for (let length = Math.min(phraseWordsMax, words.length); length > 0; length--) {
    const meant = lexicon.get(joined(words, length));
    if (meant?.kind === 'filter') return { meant, length };
  }
  return undefined;
}

const one = (meant: Meant): Argument => ({ meant, length: 1 });
const joined = (words: readonly Word[], length: number) =>
  words
    .slice(0, length)
    .map(({ text }) => text)
    .join(' ');
