import { decodeEntities } from '../render/mrkdwn.js';

/** What a person typed to the bot, without Slack's escapes: `<http://10.0.0.7:80>` was typed as the bare address. */
export function unescapeSlackText(text: string): string {
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
 * What a person typed in a message. Its `rich_text` block holds the characters as they are, which matters for a pasted
 * log line: `text` has them escaped, and its `*` and `_` may be marks of style.
 */
export function readMessageText({
  text,
  blocks,
}: {
  readonly text?: string | undefined;
  readonly blocks?: unknown;
}): string {
  const richTextBlocks = asArray(blocks).filter((block) => readField(block, 'type') === 'rich_text');
  return richTextBlocks.length > 0
    ? richTextBlocks.map(readRichText).join('\n')
    : unescapeSlackText(text ?? '');
}

/** The words that are meant for the bot: its own name is how it was called, and no part of the question. */
export const stripMention = (text: string, botUserId: string): string =>
  text.replaceAll(`<@${botUserId}>`, ' ').trim();

/** The inside of `<…>`: a link, a mention of somebody, a channel, a group. */
function unescapeReference(inside: string): string {
  const bar = inside.indexOf('|');
  const [target, label] = bar < 0 ? [inside, ''] : [inside.slice(0, bar), inside.slice(bar + 1)];
  if (target.startsWith('@')) return `<${target}>`;
  if (target.startsWith('#')) return label === '' ? `<${target}>` : `#${label}`;
  if (target.startsWith('!')) return label === '' ? `@${target.slice(1)}` : label;
  return decodeEntities(label === '' ? target : label);
}

/** The text of a `rich_text` element and of all within it. A pasted block ends its line. */
function readRichText(node: unknown): string {
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

const asArray = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const readField = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
