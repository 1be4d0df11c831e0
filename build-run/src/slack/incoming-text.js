import { decodeEntities } from '../render/mrkdwn.js';
/** Returns the text as typed, without Slack's escapes: `<http://10.0.0.7:80>` was typed as the bare address. */
export function unescapeSlackText(text) {
  let unescaped = '';
  let index = 0;
  while (index < text.length) {
    const open = text.indexOf('<', index);
    const close = open < 0 ? -1 : text.indexOf('>', open);
    if (close < 0) break;
    unescaped += decodeEntities(text.slice(index, open)) + unescapeReference(text.slice(open + 1, close));
    index = close + 1;
  }
  return unescaped + decodeEntities(text.slice(index));
}
/**
 * Returns a message as typed. Its `rich_text` block holds the characters unescaped, which matters for a pasted log
 * line; in `text` they are escaped, and `*` and `_` may be formatting.
 */
export function readMessageText({ text, blocks }) {
  const richTextBlocks = asArray(blocks).filter((block) => readField(block, 'type') === 'rich_text');
  return richTextBlocks.length > 0
    ? richTextBlocks.map(readRichText).join('\n')
    : unescapeSlackText(text ?? '');
}
/** Returns the question without the mention of the bot. */
export const stripMention = (text, botUserId) => text.replaceAll(`<@${botUserId}>`, ' ').trim();
/** The inside of `<…>`: a link, or a mention of a user, channel or group. */
function unescapeReference(inside) {
  const bar = inside.indexOf('|');
  const [target, label] = bar < 0 ? [inside, ''] : [inside.slice(0, bar), inside.slice(bar + 1)];
  if (target.startsWith('@')) return `<${target}>`;
  if (target.startsWith('#')) return label === '' ? `<${target}>` : `#${label}`;
  if (target.startsWith('!')) return label === '' ? `@${target.slice(1)}` : label;
  return decodeEntities(label === '' ? target : label);
}
/** Returns the text of a `rich_text` element and everything in it. Blocks and list items are lines of their own. */
function readRichText(node) {
  const inner = asArray(readField(node, 'elements'));
  const type = readField(node, 'type');
  if (inner.length > 0) {
    const isMultiline = type === 'rich_text' || type === 'rich_text_list';
    return inner.map(readRichText).join(isMultiline ? '\n' : '');
  }
  switch (type) {
    case 'user':
      return `<@${readField(node, 'user_id')}>`;
    case 'emoji':
      return `:${readField(node, 'name')}:`;
    default:
      return String(readField(node, 'text') ?? readField(node, 'url') ?? '');
  }
}
const asArray = (value) => (Array.isArray(value) ? value : []);
const readField = (value, name) =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
