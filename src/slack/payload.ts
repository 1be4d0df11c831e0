import type { KnownBlock } from '@slack/types';
import type { Message, Tone } from '../render/message.js';
import { toPlainMessage, validateMessage } from './block-kit-limits.js';
import type { SlackLog } from './log.js';

/** A message as Slack's methods take it. Attachments are always given, since an edit keeps those it is not told about. */
export type SlackPayload = {
  readonly text: string;
  readonly blocks: KnownBlock[];
  readonly attachments: { color: string; fallback: string; blocks: KnownBlock[] }[];
};

/** The message, made plain if Slack would not take it as it is. */
export function toSlackPayload(message: Message, log: SlackLog): SlackPayload {
  const payload = addColourBar(message);
  const [violation] = validateMessage(payload);
  if (violation === undefined) return payload;
  log.warn(
    `Slack would not take the layout of a message (${violation.pointer} ${violation.problem}): sent plainly`,
  );
  return addColourBar(toPlainMessage(message));
}

/** What keeps a message from pinging, linking and unfolding by itself. */
export const noUnfurlOptions = {
  unfurl_links: false,
  unfurl_media: false,
  parse: 'none',
  link_names: false,
} as const;

/**
 * Only attachments have a colour bar, and Slack folds long ones away, so the bar stands beside the last block alone.
 * With blocks outside it, `text` remains what phones and search show.
 */
function addColourBar({ text, blocks, tone }: Message): SlackPayload {
  const last = blocks.at(-1);
  if (tone === undefined || last?.type !== 'context' || blocks.length < 2) {
    return { text, blocks: [...blocks], attachments: [] };
  }
  return {
    text,
    blocks: blocks.slice(0, -1),
    attachments: [{ color: toneColours[tone], fallback: text, blocks: [last] }],
  };
}

const toneColours: Readonly<Record<Tone, string>> = {
  bad: '#c0392b',
  warning: '#d68910',
  good: '#1e8449',
  neutral: '#7f8c8d',
};
