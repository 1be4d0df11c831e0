import type { RichTextElement } from '@slack/types';
import { type Clock, clockOf, dayOf, momentOf } from '../base/calendar.js';
import { grouped } from '../base/format-number.js';
import { cut, oneLine, printable } from '../base/printable.js';
import { redact } from '../base/redact.js';
import { isGroup, type Person } from './mention.js';

/**
 * Words for people, piece by piece. A string is literal: whatever it holds, it cannot format, link or call anybody.
 * Only the other pieces can, and only views make those.
 */
export type Phrase = readonly Piece[];
export type Piece =
  | string
  | { readonly bold: string }
  | { readonly code: string }
  /** An instant: Slack shows it in the reader's own zone, the terminal shows `words`. */
  | { readonly at: number; readonly form: string; readonly words: string }
  /** Slack calls the user, or the user group when the id begins with `S`. */
  | { readonly user: string }
  | { readonly link: string; readonly words: string };

/** A phrase from a template: `` say`since ${since}: ${bold('212')} failed` ``. Values from logs are made safe to read. */
export function say(literals: TemplateStringsArray, ...values: readonly (Piece | Phrase | number)[]): Phrase {
  const pieces = literals.flatMap((literal, at): Phrase => {
    const value = values[at];
    return value === undefined ? [literal] : [literal, ...piecesOf(value)];
  });
  return pieces.filter((piece) => piece !== '');
}

/** Phrases with something between them. */
export function joined(phrases: readonly Phrase[], between: string): Phrase {
  return phrases.flatMap((phrase, at) => (at === 0 ? phrase : [between, ...phrase]));
}

export const bold = (words: string): Piece => ({ bold: safe(words) });
/** A name or value from a log, in the letters of code. */
export const code = (value: string): Piece => ({ code: safe(value) || '–' });
/** Something to paste: from the catalogue, never from a log, hence whole and as it is. */
export const command = (text: string): Piece => ({ code: cut(printable(text), commandCharsMax) });

/** Sentences of ours that quote a log. */
export const passage = (text: string): Piece => safe(text, passageCharsMax);

/** A time of today as `09:14`, of another day as `21 Nov 09:14`. */
export function moment(ms: number, { now, zone }: Clock): Piece {
  const isToday = dayOf(ms, zone) === dayOf(now, zone);
  return isToday
    ? { at: ms, form: '{time}', words: clockOf(ms, zone) }
    : { at: ms, form: '{date_short} {time}', words: momentOf(ms, zone) };
}

/** Somebody: a Slack user by id is named by Slack, anybody else as they are. */
export const person = (by: string): Piece => (/^[UW][A-Z0-9]{4,20}$/.test(by) ? { user: by } : safe(by));

/** Whoever is called by Slack: comes from the configuration, never from a log. */
export const calling = ({ id }: Person): Piece => ({ user: id });

/** Words that lead somewhere, or the words alone when the address is none that Slack could hold. */
export const link = (address: string | undefined, words: string): Piece =>
  address !== undefined && /^https?:\/\/[^\s<>|"\u0080-\uffff]{1,1000}$/.test(address)
    ? { link: address, words: safe(words) }
    : safe(words);

/** In Slack's markup, for sections and context. Cut between pieces, as within one the cut could fall into a mark. */
export function mrkdwnOf(phrase: Phrase, charsMax: number): string {
  let markup = '';
  for (const piece of phrase) {
    const next = mrkdwnOfPiece(piece);
    if (markup.length + next.length > charsMax - 1) return `${markup}…`;
    markup += next;
  }
  return markup;
}

/** In Slack's markup without any formatting, for the line that phones show. */
export function plainOf(phrase: Phrase, charsMax: number): string {
  return escaped(cut(literalOf(phrase), Math.floor(charsMax / entityCharsMax)));
}

/** The bare words, for places where nothing is interpreted. */
export function literalOf(phrase: Phrase): string {
  return phrase.map(literalOfPiece).join('');
}

/** As elements of rich text, where every text is literal. */
export function elementsOf(phrase: Phrase): RichTextElement[] {
  return phrase.filter((piece) => literalOfPiece(piece) !== '').map(elementOf);
}

const valueCharsMax = 160;
const passageCharsMax = 600;
const commandCharsMax = 600;
/** `&` becomes `&amp;`. */
const entityCharsMax = 5;

const safe = (value: string, charsMax = valueCharsMax) =>
  cut(oneLine(redact(printable(cut(value, 4000)))), charsMax);

const isPhrase = (value: Piece | Phrase): value is Phrase => Array.isArray(value);

function piecesOf(value: Piece | Phrase | number): Phrase {
  if (typeof value === 'number') return [grouped(value)];
  if (typeof value === 'string') return [safe(value)];
  return isPhrase(value) ? value : [value];
}

function mrkdwnOfPiece(piece: Piece): string {
  if (typeof piece === 'string') return escaped(piece);
  if ('bold' in piece) return `*${escaped(piece.bold)}*`;
  if ('code' in piece) return `\`${entities(piece.code.replaceAll('`', "'"))}\``;
  if ('at' in piece) return `<!date^${seconds(piece.at)}^${piece.form}|${escaped(piece.words)}>`;
  if ('user' in piece) return isGroup(piece.user) ? `<!subteam^${piece.user}>` : `<@${piece.user}>`;
  return `<${entities(piece.link)}|${escaped(piece.words)}>`;
}

function literalOfPiece(piece: Piece): string {
  if (typeof piece === 'string') return piece;
  if ('bold' in piece) return piece.bold;
  if ('code' in piece) return piece.code;
  return 'user' in piece ? `@${piece.user}` : piece.words;
}

function elementOf(piece: Piece): RichTextElement {
  if (typeof piece === 'string') return { type: 'text', text: piece };
  if ('bold' in piece) return { type: 'text', text: piece.bold, style: { bold: true } };
  if ('code' in piece) return { type: 'text', text: piece.code, style: { code: true } };
  if ('at' in piece)
    return { type: 'date', timestamp: seconds(piece.at), format: piece.form, fallback: piece.words };
  if ('user' in piece)
    return isGroup(piece.user)
      ? { type: 'usergroup', usergroup_id: piece.user }
      : { type: 'user', user_id: piece.user };
  return { type: 'link', url: piece.link, text: piece.words };
}

const seconds = (ms: number) => Math.floor(ms / 1000);

/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
const entities = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Slack's markup has no escape for its own marks, so each is replaced with a sign that looks like it. */
function escaped(text: string): string {
  const inert = text
    .replaceAll('*', '∗')
    .replaceAll('~', '∼')
    .replaceAll('`', 'ˋ')
    .replaceAll('>', '›')
    .replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, 'ˍ')
    .replace(/:(?=[a-z0-9_+'-]{1,40}:)/gi, '꞉');
  return entities(inert);
}
