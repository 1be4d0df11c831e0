import type { KnownBlock } from '@slack/types';
import { dropOldest } from '../base/oldest.js';
import type { Channel } from '../notify/channel.js';
import type { Message } from '../render/message.js';
import { renderTerminalText } from '../render/terminal.js';
import type { Terminal } from './terminal.js';

/** Messages that are remembered, to tell an edit that matters from one that only counts on. */
const rememberedMax = 1_000;

/** The channel of those who have no Slack: whole messages when they are new or turn, one line when they only grow. */
export function createTerminalChannel({ print, display }: Pick<Terminal, 'print' | 'display'>): Channel {
  const posted = new Map<string, Message>();
  let lastId = 0;

  const printMessage = (message: Message) => print(`\n${renderTerminalText(message, display)}\n`);
  const remember = (ts: string, message: Message) => {
    posted.set(ts, message);
    if (posted.size > rememberedMax) dropOldest(posted);
  };

  return {
    post: async (message, { thread }) => {
      // A terminal has no threads, and the edited message tells the same.
      if (thread !== undefined) return { type: 'delivered', ts: thread };
      lastId += 1;
      remember(String(lastId), message);
      printMessage(message);
      return { type: 'delivered', ts: String(lastId) };
    },
    update: async (ts, message) => {
      const toneChanged = posted.get(ts)?.tone !== message.tone;
      remember(ts, message);
      if (toneChanged) printMessage(message);
      else print(renderTerminalText({ text: message.text, blocks: [toSection(message.text)] }, display));
      return { type: 'delivered', ts };
    },
    find: async () => undefined,
  };
}

const toSection = (text: string): KnownBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text, verbatim: true },
});
