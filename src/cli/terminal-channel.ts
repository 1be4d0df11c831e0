import type { KnownBlock } from '@slack/types';
import { dropOldest } from '../base/oldest.js';
import type { Channel } from '../notify/channel.js';
import type { Message } from '../render/message.js';
import { terminalText } from '../render/terminal.js';
import type { Terminal } from './terminal.js';

/** Messages that are remembered, to tell an edit that matters from one that only counts on. */
const rememberedMax = 1_000;

/** The channel of those who have no Slack: whole messages when they are new or turn, one line when they only grow. */
export function terminalChannel({ print, look }: Pick<Terminal, 'print' | 'look'>): Channel {
  const posted = new Map<string, Message>();
  let count = 0;

  const whole = (message: Message) => print(`\n${terminalText(message, look)}\n`);
  const remember = (ts: string, message: Message) => {
    posted.set(ts, message);
    if (posted.size > rememberedMax) dropOldest(posted);
  };

  return {
    post: async (message, { thread }) => {
      // A terminal has no threads, and the edited message tells the same.
      if (thread !== undefined) return { name: 'delivered', ts: thread };
      count += 1;
      remember(String(count), message);
      whole(message);
      return { name: 'delivered', ts: String(count) };
    },
    update: async (ts, message) => {
      const turned = posted.get(ts)?.tone !== message.tone;
      remember(ts, message);
      if (turned) whole(message);
      else print(terminalText({ text: message.text, blocks: [line(message.text)] }, look));
      return { name: 'delivered', ts };
    },
    find: async () => undefined,
  };
}

const line = (text: string): KnownBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text, verbatim: true },
});
