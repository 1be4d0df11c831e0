import { dated } from '../base/calendar.js';
import { printable } from '../base/printable.js';
import type { Phrase, Piece } from './rich-text.js';

/**
 * Markup that is safe to show. Only `html` makes it, and it escapes every string that it is given: a text from a log can
 * be shown but never acts. A cast would be needed to get around that.
 */
export type Html = { readonly markup: string; readonly [made]: true };
declare const made: unique symbol;

/** What may stand in a template. Absent parts leave nothing behind. */
export type Part = Html | string | number | undefined | readonly Part[];

/** Markup from a template: `` html`<b>${words}</b>` ``. Attributes that hold a value are written in double quotes. */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return trusted(
    literals.map((literal, at) => `${literal}${at < parts.length ? markupOf(parts[at]) : ''}`).join(''),
  );
}

/** For markup that this program made by other means and that holds nothing unescaped: drawings and styles. */
// The only cast: the mark exists for the compiler alone.
export const trusted = (markup: string): Html => ({ markup }) as Html;

/** A phrase with its emphasis, code, times and links. */
export const phraseHtml = (phrase: Phrase): Html => html`${phrase.map(pieceHtml)}`;

function markupOf(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string') return escaped(printable(part));
  if (typeof part === 'number') return String(part);
  return isList(part) ? part.map(markupOf).join('') : part.markup;
}

const isList = (part: Html | readonly Part[]): part is readonly Part[] => Array.isArray(part);

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

function pieceHtml(piece: Piece): Html {
  if (typeof piece === 'string') return linesHtml(piece);
  if ('bold' in piece) return html`<strong>${piece.bold}</strong>`;
  if ('code' in piece) return html`<code>${piece.code}</code>`;
  if ('at' in piece) return html`<time datetime="${dated(piece.at).toISOString()}">${piece.words}</time>`;
  if ('user' in piece) return html`@${piece.user}`;
  return html`<a href="${piece.link}" rel="noreferrer">${piece.words}</a>`;
}

const linesHtml = (text: string): Html =>
  html`${text.split('\n').map((line, at) => (at === 0 ? line : html`<br>${line}`))}`;
