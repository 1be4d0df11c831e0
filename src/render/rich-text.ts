import type { RichTextElement } from '@slack/types';
import { type Clock, formatClockTime, formatDateTime, getLocalDay } from '../base/calendar.js';
import { formatCount } from '../base/format-number.js';
import { makePrintable, toSingleLine, truncate } from '../base/printable.js';
import { redact } from '../base/redact.js';
import { lookAlikes } from './mrkdwn.js';

/**
 * Formatted text for people, in parts. A string is literal: whatever it holds, it cannot format, link or notify
 * anybody. Only the other parts can, and only this program's own code creates them.
 */
export type RichText = readonly RichTextPart[];
export type RichTextPart =
  | string
  | { readonly bold: string }
  | { readonly code: string }
  /** A time: Slack shows it in the reader's timezone, other output shows `label`. */
  | { readonly at: number; readonly format: string; readonly label: string }
  /** A user or, with an id that begins with `S`, a user group: Slack notifies them. */
  | { readonly user: string }
  | { readonly link: string; readonly label: string };

/** Builds rich text from a template: `` text`since ${since}: ${bold('212')} failed` ``. Values are sanitized. */
export function text(
  literals: TemplateStringsArray,
  ...values: readonly (RichTextPart | RichText | number)[]
): RichText {
  const parts = literals.flatMap((literal, index): RichText => {
    const value = values[index];
    return value === undefined ? [literal] : [literal, ...toParts(value)];
  });
  return parts.filter((part) => part !== '');
}

/** Joins rich texts with a separator. */
export function joinText(texts: readonly RichText[], separator: string): RichText {
  return texts.flatMap((content, index) => (index === 0 ? content : [separator, ...content]));
}

export const bold = (content: string): RichTextPart => ({ bold: sanitize(content) });
/** A name or value from a log, as code. */
export const code = (value: string): RichTextPart => ({ code: sanitize(value) || '–' });
/** A command to paste. Comes from the catalogue, never from a log, so it is kept as it is. */
export const shellCommand = (text: string): RichTextPart => ({
  code: truncate(makePrintable(text), commandCharsMax),
});

/** A longer text that quotes a log. */
export const quote = (text: string): RichTextPart => sanitize(text, quoteCharsMax);

/** A time: `09:14` today, `21 Nov 09:14` on another day. */
export function timestamp(ms: number, { now, timezone }: Clock): RichTextPart {
  const isToday = getLocalDay(ms, timezone) === getLocalDay(now, timezone);
  return isToday
    ? { at: ms, format: '{time}', label: formatClockTime(ms, timezone) }
    : { at: ms, format: '{date_short} {time}', label: formatDateTime(ms, timezone) };
}

/** A person: a mention for a Slack user id, else the name itself. */
export const personName = (by: string): RichTextPart =>
  /^[UW][A-Z0-9]{4,20}$/.test(by) ? { user: by } : sanitize(by);

/** A Slack user (`U…`, `W…`) or user group (`S…`) to notify, by id. Comes from the configuration, never from a log. */
export type MentionTarget = { readonly id: string };

/** Notifies a user or user group. */
export const mention = ({ id }: MentionTarget): RichTextPart => ({ user: id });

export const isUserGroup = (id: string): boolean => id.startsWith('S');

/** A link, or only its label if the address is missing or not one that Slack accepts. */
export const link = (url: string | undefined, label: string): RichTextPart =>
  url !== undefined && /^https?:\/\/[^\s<>|"\u0080-\uffff]{1,1000}$/.test(url)
    ? { link: url, label: sanitize(label) }
    : sanitize(label);

/** Renders Slack's markup, for sections and context. Cut between parts: within one it could split the markup. */
export function toMrkdwn(content: RichText, charsMax: number): string {
  let mrkdwn = '';
  for (const part of content) {
    const next = partToMrkdwn(part);
    if (mrkdwn.length + next.length > charsMax - 1) return `${mrkdwn}…`;
    mrkdwn += next;
  }
  return mrkdwn;
}

/** Renders Slack's markup without formatting, for the line that phones show. */
export function toFallbackText(content: RichText, charsMax: number): string {
  return escapeMrkdwn(truncate(toPlainText(content), Math.floor(charsMax / entityCharsMax)));
}

/** Renders text without formatting, for places where nothing is interpreted. */
export function toPlainText(content: RichText): string {
  return content.map(partToPlainText).join('');
}

/** Renders elements of a rich text block, in which all text is literal. */
export function toRichTextElements(content: RichText): RichTextElement[] {
  return content.filter((part) => partToPlainText(part) !== '').map(partToElement);
}

const valueCharsMax = 160;
const quoteCharsMax = 600;
const commandCharsMax = 600;
/** `&` becomes `&amp;`. */
const entityCharsMax = 5;

const sanitize = (value: string, charsMax = valueCharsMax) =>
  truncate(toSingleLine(redact(makePrintable(truncate(value, 4000)))), charsMax);

const isRichText = (value: RichTextPart | RichText): value is RichText => Array.isArray(value);

function toParts(value: RichTextPart | RichText | number): RichText {
  if (typeof value === 'number') return [formatCount(value)];
  if (typeof value === 'string') return [sanitize(value)];
  return isRichText(value) ? value : [value];
}

function partToMrkdwn(part: RichTextPart): string {
  if (typeof part === 'string') return escapeMrkdwn(part);
  if ('bold' in part) return `*${escapeMrkdwn(part.bold)}*`;
  if ('code' in part) return `\`${encodeEntities(part.code.replaceAll('`', "'"))}\``;
  if ('at' in part) return `<!date^${toSeconds(part.at)}^${part.format}|${escapeMrkdwn(part.label)}>`;
  if ('user' in part) return isUserGroup(part.user) ? `<!subteam^${part.user}>` : `<@${part.user}>`;
  return `<${encodeEntities(part.link)}|${escapeMrkdwn(part.label)}>`;
}

function partToPlainText(part: RichTextPart): string {
  if (typeof part === 'string') return part;
  if ('bold' in part) return part.bold;
  if ('code' in part) return part.code;
  return 'user' in part ? `@${part.user}` : part.label;
}

function partToElement(part: RichTextPart): RichTextElement {
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

const toSeconds = (ms: number) => Math.floor(ms / 1000);

/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
const encodeEntities = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Slack's markup has no escape for its delimiters, so each is replaced by a look-alike. */
function escapeMrkdwn(text: string): string {
  const inert = text
    .replaceAll('*', lookAlikes['*'])
    .replaceAll('~', lookAlikes['~'])
    .replaceAll('`', lookAlikes['`'])
    .replaceAll('>', lookAlikes['>'])
    .replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, lookAlikes._)
    .replace(/:(?=[a-z0-9_+'-]{1,40}:)/gi, lookAlikes[':']);
  return encodeEntities(inert);
}
