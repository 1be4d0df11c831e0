import { toClampedDate } from '../base/calendar.js';
import { escapeMarkup, makePrintable } from '../base/printable.js';
import type { RichText, RichTextPart } from './rich-text.js';

/**
 * Markup that is safe to show. Only `html` makes it, and it escapes every string that it is given: a text from a log can
 * be shown but never acts. A cast would be needed to get around that.
 */
export type Html = { readonly markup: string; readonly [brand]: true };
declare const brand: unique symbol;

/** What may stand in a template. Absent parts leave nothing behind. */
export type HtmlPart = Html | string | number | undefined | readonly HtmlPart[];

/** Markup from a template: `` html`<b>${words}</b>` ``. Attributes that hold a value are written in double quotes. */
export function html(literals: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return trustHtml(
    literals
      .map((literal, index) => `${literal}${index < parts.length ? toMarkup(parts[index]) : ''}`)
      .join(''),
  );
}

/** For markup that this program made by other means and that holds nothing unescaped: drawings and styles. */
// The only cast: the mark exists for the compiler alone.
export const trustHtml = (markup: string): Html => ({ markup }) as Html;

/** A phrase with its emphasis, code, times and links. */
export const renderRichText = (content: RichText): Html => html`${content.map(renderPart)}`;

function toMarkup(part: HtmlPart): string {
  if (part === undefined) return '';
  if (typeof part === 'string') return escapeMarkup(makePrintable(part));
  if (typeof part === 'number') return String(part);
  return isList(part) ? part.map(toMarkup).join('') : part.markup;
}

const isList = (part: Html | readonly HtmlPart[]): part is readonly HtmlPart[] => Array.isArray(part);

function renderPart(part: RichTextPart): Html {
  if (typeof part === 'string') return renderLines(part);
  if ('bold' in part) return html`<strong>${part.bold}</strong>`;
  if ('code' in part) return html`<code>${part.code}</code>`;
  if ('at' in part)
    return html`<time datetime="${toClampedDate(part.at).toISOString()}">${part.label}</time>`;
  if ('user' in part) return html`@${part.user}`;
  return html`<a href="${part.link}" rel="noreferrer">${part.label}</a>`;
}

const renderLines = (text: string): Html =>
  html`${text.split('\n').map((line, index) => (index === 0 ? line : html`<br>${line}`))}`;
