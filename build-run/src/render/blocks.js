import { sumNumbers } from '../base/format-number.js';
import { makePrintable, truncate } from '../base/printable.js';
import { redact } from '../base/redact.js';
import { joinText, toFallbackText, toMrkdwn, toPlainText, toRichTextElements } from './rich-text.js';
/** Builds a message from blocks, cut to Slack's limits. Undefined blocks are left out. */
export function buildMessage(content) {
  return {
    text: toFallbackText(content.text, textCharsMax),
    blocks: fitBlocks(omitUndefined(content.blocks)),
    ...(content.tone === undefined ? {} : { tone: content.tone }),
  };
}
/** The title of a message. */
export function header(title) {
  return {
    type: 'header',
    text: { type: 'plain_text', text: truncate(toPlainText(title), headerCharsMax), emoji: false },
  };
}
/** Sentences, one per line. Undefined lines are left out; undefined when none is left. */
export function section(...lines) {
  const text = toMrkdwn(joinText(omitUndefined(lines), '\n'), sectionCharsMax);
  return text === '' ? undefined : { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}
/** A titled list; undefined when there is nothing to list. */
export function list(title, style, items) {
  if (items.length === 0) return undefined;
  return {
    type: 'rich_text',
    elements: [
      ...titleElements(title),
      {
        type: 'rich_text_list',
        style,
        elements: items.map((item) => ({ type: 'rich_text_section', elements: toRichTextElements(item) })),
      },
    ],
  };
}
/** Log records, literal and redacted, each cut to a readable length. */
export function records(title, texts) {
  const distinct = new Set(texts.map(formatRecord).filter((record) => record !== ''));
  const text = [...distinct].join('\n\n');
  return text === '' ? undefined : preformatted(title, text);
}
/** Text in a fixed-width font. */
export function preformatted(title, text) {
  return {
    type: 'rich_text',
    elements: [
      ...titleElements(title),
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text }] },
    ],
  };
}
/** The small print. */
export function context(...notes) {
  const text = toMrkdwn(joinText(omitUndefined(notes), ' · '), contextCharsMax);
  return text === '' ? undefined : { type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] };
}
/** Inserts a block above the last one, which says how the answer was counted. */
export const insertAboveFooter = (message, block) => ({
  ...message,
  blocks: [...message.blocks.slice(0, -1), ...omitUndefined([block]), ...message.blocks.slice(-1)],
});
/** https://docs.slack.dev/reference/block-kit/blocks/header-block */
const headerCharsMax = 150;
/** https://docs.slack.dev/reference/block-kit/blocks/section-block */
const sectionCharsMax = 3000;
/** Slack's limit is that of a section, but small print should be short. */
const contextCharsMax = 1500;
/** Slack allows 4,000: https://docs.slack.dev/reference/methods/chat.update */
const textCharsMax = 3500;
/** https://docs.slack.dev/reference/block-kit/blocks */
const blocksMax = 50;
/** Slack's limit for all blocks is undocumented; 11,341 characters were refused (slackapi/bolt-js issue 2509). */
const blocksCharsMax = 8900;
const recordCharsMax = 700;
const recordLinesMax = 12;
const omitUndefined = (items) => items.filter((item) => item !== undefined);
const titleElements = (title) =>
  title === ''
    ? []
    : [{ type: 'rich_text_section', elements: [{ type: 'text', text: title, style: { bold: true } }] }];
function formatRecord(text) {
  const lines = redact(makePrintable(text)).trim().split('\n');
  const more = lines.length - recordLinesMax;
  const shown = more > 0 ? [...lines.slice(0, recordLinesMax), `… ${more} more lines`] : lines;
  return truncate(shown.join('\n'), recordCharsMax);
}
/** Blocks are in order of importance, so those at the bottom are dropped first. Buttons and small print always stay. */
function fitBlocks(blocks) {
  const requiredBlocks = blocks.filter(isRequired);
  let charsLeft = blocksCharsMax - sumNumbers(requiredBlocks.map(countChars));
  let blocksLeft = blocksMax - requiredBlocks.length;
  return blocks.filter((block) => {
    if (isRequired(block)) return true;
    charsLeft -= countChars(block);
    blocksLeft -= 1;
    return charsLeft >= 0 && blocksLeft >= 0;
  });
}
const isRequired = ({ type }) => type === 'actions' || type === 'context';
/** Counts the visible characters of a block, at any depth. */
function countChars(value) {
  if (typeof value !== 'object' || value === null) return 0;
  const ownChars = 'text' in value && typeof value.text === 'string' ? value.text.length : 0;
  return ownChars + sumNumbers(Object.values(value).map(countChars));
}
