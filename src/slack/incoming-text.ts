/** What a person typed to the bot, without Slack's escapes: `<http://10.0.0.7:80>` was typed as the bare address. */
export function typed(text: string): string {
  let plain = '';
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('<', at);
    const close = open < 0 ? -1 : text.indexOf('>', open);
    if (close < 0) break;
    plain += entities(text.slice(at, open)) + unwrapped(text.slice(open + 1, close));
    at = close + 1;
  }
  return plain + entities(text.slice(at));
}

/**
 * What a person typed in a message. Its `rich_text` block holds the characters as they are, which matters for a pasted
 * log line: `text` has them escaped, and its `*` and `_` may be marks of style.
 */
export function typedIn({
  text,
  blocks,
}: {
  readonly text?: string | undefined;
  readonly blocks?: unknown;
}): string {
  const rich = list(blocks).filter((block) => field(block, 'type') === 'rich_text');
  return rich.length > 0 ? rich.map(literal).join('\n') : typed(text ?? '');
}

/** The words that are meant for the bot: its own name is how it was called, and no part of the question. */
export const withoutName = (text: string, botUser: string): string =>
  text.replaceAll(`<@${botUser}>`, ' ').trim();

/** In this order, or `&amp;lt;` would come out as `<`. */
const entities = (text: string) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** The inside of `<…>`: a link, a mention of somebody, a channel, a group. */
function unwrapped(inside: string): string {
  const bar = inside.indexOf('|');
  const [target, label] = bar < 0 ? [inside, ''] : [inside.slice(0, bar), inside.slice(bar + 1)];
  if (target.startsWith('@')) return `<${target}>`;
  if (target.startsWith('#')) return label === '' ? `<${target}>` : `#${label}`;
  if (target.startsWith('!')) return label === '' ? `@${target.slice(1)}` : label;
  return entities(label === '' ? target : label);
}

/** The text of a `rich_text` element and of all within it. A pasted block ends its line. */
function literal(node: unknown): string {
  const inner = list(field(node, 'elements'));
  const type = field(node, 'type');
  if (inner.length > 0) {
    const lines = type === 'rich_text' || type === 'rich_text_list';
    return inner.map(literal).join(lines ? '\n' : '');
  }
  switch (type) {
    case 'user':
      return `<@${field(node, 'user_id')}>`;
    case 'emoji':
      return `:${field(node, 'name')}:`;
    default:
      return String(field(node, 'text') ?? field(node, 'url') ?? '');
  }
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
