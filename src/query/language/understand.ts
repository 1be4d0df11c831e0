import type { Clock } from '../../base/calendar.js';
import { editDistance, nearest } from '../../base/spelling.js';
import rules from '../../grammars/query.js';
import { shapeParser } from '../../parse/shape/parse-shape.js';
import type { Names } from '../../report/repository.js';
import type { Question } from '../question.js';
import type { Slip } from './correct-spelling.js';
import { isPlan } from './grammar-actions.js';
import { meaningOf } from './interpret.js';
import { isPlaced, looksLikeName, named, nameWords } from './named-entities.js';
import { type Word, wordsOf } from './split-words.js';
import { articles, fillers } from './stop-words.js';
import type { QuestionToken } from './token.js';
import { lexed } from './tokenize.js';
import { orderTokens, orderWords } from './tokenize-instruction.js';
import { lexicon } from './vocabulary.js';

/** What became of somebody's words: a question, or what stands in the way. */
export type Understood =
  | { readonly name: 'understood'; readonly question: Question; readonly slips: readonly Slip[] }
  | {
      readonly name: 'puzzled';
      readonly asked: string;
      /** Words that name nothing here though they look like names, or stand where names do. */
      readonly strangers: readonly string[];
      /** The nearest question that can be asked; undefined when that is anybody's guess. */
      readonly meant: string | undefined;
    };

/** Understands a question, in a Slack command, a mention or a terminal alike. */
export function understand(text: string, names: Names, clock: Clock): Understood {
  const ordered = orderTokens(text, names);
  const { tokens, slips, unknown } =
    ordered === undefined ? lexed(text, names) : { tokens: ordered, slips: [], unknown: [] };
  const nearOrder = ordered === undefined ? orderNear(text, names) : undefined;
  if (nearOrder !== undefined) return { name: 'puzzled', asked: text, strangers: [], meant: nearOrder };
  const question = unknown.length === 0 ? questionIn(tokens, clock) : undefined;
  if (question !== undefined) return { name: 'understood', question, slips };
  const strangers = strangersIn(text, unknown);
  const isAnybody =
    strangers.length > 0 && !strangers.some((word) => nearest(word, nameWords(names)) !== undefined);
  const meant = isAnybody ? undefined : corrected(text, names, unknown, clock);
  return { name: 'puzzled', asked: text, strangers, meant };
}

function strangersIn(text: string, unknown: readonly Word[]): readonly string[] {
  const words = wordsOf(text);
  return unknown
    .filter((word) => {
      const at = words.findIndex(({ start }) => start === word.start);
      return looksLikeName(word.text) || isPlaced(words, at);
    })
    .map(({ text: word }) => word);
}

/** An order that was probably meant: it is asked back, as nobody wants one to be guessed at. */
function orderNear(text: string, names: Names): string | undefined {
  const [first, ...rest] = wordsOf(text);
  if (first === undefined || first.text.length < orderCharsMin || lexicon.has(first.text)) return undefined;
  if (fillers.has(first.text) || articles.has(first.text) || named(first.text, names) !== undefined)
    return undefined;
  const [best] = orderWords
    .map(([word]) => ({ word, slips: editDistance(first.text, word) }))
    .sort((one, other) => one.slips - other.slips);
  if (best === undefined || best.slips !== 1) return undefined;
  return [best.word, ...rest.map(({ text: word }) => word)].join(' ');
}

const orderCharsMin = 3;

const parse = shapeParser(rules, isPlan);

function questionIn(tokens: readonly QuestionToken[], clock: Clock): Question | undefined {
  const parsed = parse(tokens.map(({ key }) => key));
  const plan = 'plan' in parsed ? parsed.plan : undefined;
  return plan === undefined ? undefined : meaningOf(plan, tokens, clock);
}

/** The question with what is not understood replaced by what is nearest, or left out. */
function corrected(text: string, names: Names, unknown: readonly Word[], clock: Clock): string | undefined {
  const strange = new Set(unknown.map(({ text: word }) => word));
  const known = [...lexicon.keys(), ...orderWords.map(([words]) => words)].filter(
    (phrase) => !phrase.includes(' ') && phrase.length > 2,
  );
  const words = wordsOf(text).flatMap(({ text: word }) => {
    if (!strange.has(word)) return articles.has(word) || fillers.has(word) ? [] : [word];
    return nearest(word, [...known, ...nameWords(names)]) ?? [];
  });
  if (words.length === 0) return undefined;
  const meant = words.join(' ');
  const { tokens, unknown: left } = lexed(meant, names);
  const isOrder = orderTokens(meant, names) !== undefined;
  return isOrder || (left.length === 0 && questionIn(tokens, clock) !== undefined) ? meant : undefined;
}
