import { toClampedDate } from '../base/calendar.js';
import { escapeMarkup, makePrintable } from '../base/printable.js';
/** Builds markup from a template: `` html`<b>${words}</b>` ``. Attribute values must be in double quotes. */
export function html(literals, ...parts) {
  return trustHtml(
    literals
      .map((literal, index) => `${literal}${index < parts.length ? toMarkup(parts[index]) : ''}`)
      .join(''),
  );
}
/** Accepts markup that this program built otherwise and that is already escaped: drawings and styles. */
// The only cast: the brand exists only for the compiler.
export const trustHtml = (markup) => ({ markup });
/** Renders rich text with its emphasis, code, times and links. */
export const renderRichText = (content) => html`${content.map(renderPart)}`;
function toMarkup(part) {
  if (part === undefined) return '';
  if (typeof part === 'string') return escapeMarkup(makePrintable(part));
  if (typeof part === 'number') return String(part);
  return isList(part) ? part.map(toMarkup).join('') : part.markup;
}
const isList = (part) => Array.isArray(part);
function renderPart(part) {
  if (typeof part === 'string') return renderLines(part);
  if ('bold' in part) return html`<strong>${part.bold}</strong>`;
  if ('code' in part) return html`<code>${part.code}</code>`;
  if ('at' in part)
    return html`<time datetime="${toClampedDate(part.at).toISOString()}">${part.label}</time>`;
  if ('user' in part) return html`@${part.user}`;
  return html`<a href="${part.link}" rel="noreferrer">${part.label}</a>`;
}
const renderLines = (text) =>
  html`${text.split('\n').map((line, index) => (index === 0 ? line : html`<br>${line}`))}`;
