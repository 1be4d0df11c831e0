import { formatClockTime, formatDateTime, getLocalDay } from '../base/calendar.js';
import { formatCount } from '../base/format-number.js';
import { makePrintable, toSingleLine, truncate } from '../base/printable.js';
import { redact } from '../base/redact.js';
import { lookAlikes } from './mrkdwn.js';
/** Builds rich text from a template: `` text`since ${since}: ${bold('212')} failed` ``. Values are sanitized. */
export function text(literals, ...values) {
  const parts = literals.flatMap((literal, index) => {
    const value = values[index];
    return value === undefined ? [literal] : [literal, ...toParts(value)];
  });
  return parts.filter((part) => part !== '');
}
/** Joins rich texts with a separator. */
export function joinText(texts, separator) {
  return texts.flatMap((content, index) => (index === 0 ? content : [separator, ...content]));
}
export const bold = (content) => ({ bold: sanitize(content) });
/** A name or value from a log, as code. */
export const code = (value) => ({ code: sanitize(value) || '–' });
/** A command to paste. Comes from the catalogue, never from a log, so it is kept as it is. */
export const shellCommand = (text) => ({
  code: truncate(makePrintable(text), commandCharsMax),
});
/** A longer text that quotes a log. */
export const quote = (text) => sanitize(text, quoteCharsMax);
/** A time: `09:14` today, `21 Nov 09:14` on another day. */
export function timestamp(ms, { now, timezone }) {
  const isToday = getLocalDay(ms, timezone) === getLocalDay(now, timezone);
  return isToday
    ? { at: ms, format: '{time}', label: formatClockTime(ms, timezone) }
    : { at: ms, format: '{date_short} {time}', label: formatDateTime(ms, timezone) };
}
/** A person: a mention for a Slack user id, else the name itself. */
export const personName = (by) => (/^[UW][A-Z0-9]{4,20}$/.test(by) ? { user: by } : sanitize(by));
/** Notifies a user or user group. */
export const mention = ({ id }) => ({ user: id });
export const isUserGroup = (id) => id.startsWith('S');
/** A link, or only its label if the address is missing or not one that Slack accepts. */
export const link = (url, label) =>
  url !== undefined && /^https?:\/\/[^\s<>|"\u0080-\uffff]{1,1000}$/.test(url)
    ? { link: url, label: sanitize(label) }
    : sanitize(label);
/** Renders Slack's markup, for sections and context. Cut between parts: within one it could split the markup. */
export function toMrkdwn(content, charsMax) {
  let mrkdwn = '';
  for (const part of content) {
    const next = partToMrkdwn(part);
    if (mrkdwn.length + next.length > charsMax - 1) return `${mrkdwn}…`;
    mrkdwn += next;
  }
  return mrkdwn;
}
/** Renders Slack's markup without formatting, for the line that phones show. */
export function toFallbackText(content, charsMax) {
  return escapeMrkdwn(truncate(toPlainText(content), Math.floor(charsMax / entityCharsMax)));
}
/** Renders text without formatting, for places where nothing is interpreted. */
export function toPlainText(content) {
  return content.map(partToPlainText).join('');
}
/** Renders elements of a rich text block, in which all text is literal. */
export function toRichTextElements(content) {
  return content.filter((part) => partToPlainText(part) !== '').map(partToElement);
}
const valueCharsMax = 160;
const quoteCharsMax = 600;
const commandCharsMax = 600;
/** `&` becomes `&amp;`. */
const entityCharsMax = 5;
const sanitize = (value, charsMax = valueCharsMax) =>
  truncate(toSingleLine(redact(makePrintable(truncate(value, 4000)))), charsMax);
const isRichText = (value) => Array.isArray(value);
function toParts(value) {
  if (typeof value === 'number') return [formatCount(value)];
  if (typeof value === 'string') return [sanitize(value)];
  return isRichText(value) ? value : [value];
}
function partToMrkdwn(part) {
  if (typeof part === 'string') return escapeMrkdwn(part);
  if ('bold' in part) return `*${escapeMrkdwn(part.bold)}*`;
  if ('code' in part) return `\`${encodeEntities(part.code.replaceAll('`', "'"))}\``;
  if ('at' in part) return `<!date^${toSeconds(part.at)}^${part.format}|${escapeMrkdwn(part.label)}>`;
  if ('user' in part) return isUserGroup(part.user) ? `<!subteam^${part.user}>` : `<@${part.user}>`;
  return `<${encodeEntities(part.link)}|${escapeMrkdwn(part.label)}>`;
}
function partToPlainText(part) {
  if (typeof part === 'string') return part;
  if ('bold' in part) return part.bold;
  if ('code' in part) return part.code;
  return 'user' in part ? `@${part.user}` : part.label;
}
function partToElement(part) {
  if (typeof part === 'string') return { type: 'text', text: part };
  if ('bold' in part) return { type: 'text', text: part.bold, style: { bold: true } };
  if ('code' in part) return { type: 'text', text: part.code, style: { code: true } };
  if ('at' in part)
    return { type: 'date', timestamp: toSeconds(part.at), format: part.format, fallback: part.label };
  if ('user' in part)
    return isUserGroup(part.user)
      ? { type: 'usergroup', usergroup_id: part.user }
      : { type: 'user', user_id: part.user };
  return { type: 'link', url: part.link, text: part.label };
}
const toSeconds = (ms) => Math.floor(ms / 1000);
/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
const encodeEntities = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
/** Slack's markup has no escape for its delimiters, so each is replaced by a look-alike. */
function escapeMrkdwn(text) {
  const inert = text
    .replaceAll('*', lookAlikes['*'])
    .replaceAll('~', lookAlikes['~'])
    .replaceAll('`', lookAlikes['`'])
    .replaceAll('>', lookAlikes['>'])
    .replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, lookAlikes._)
    .replace(/:(?=[a-z0-9_+'-]{1,40}:)/gi, lookAlikes[':']);
  return encodeEntities(inert);
}
