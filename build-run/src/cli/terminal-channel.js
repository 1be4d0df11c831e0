import { LRUCache } from 'lru-cache';
import { renderTerminalText } from '../render/terminal.js';

/** Messages remembered, to tell a change of state from an edit that only updates counts. */
const rememberedMax = 1_000;
/** The channel used without Slack: prints whole messages when new or changed in state, else one line per update. */
export function createTerminalChannel({ print, display }) {
  const posted = new LRUCache({ max: rememberedMax });
  let lastId = 0;
  const printMessage = (message) => print(`\n${renderTerminalText(message, display)}\n`);
  return {
    post: async (message, { thread }) => {
      // A terminal has no threads, and the updated message has the same content.
      if (thread !== undefined) return { type: 'delivered', ts: thread };
      lastId += 1;
      posted.set(String(lastId), message);
      printMessage(message);
      return { type: 'delivered', ts: String(lastId) };
    },
    update: async (ts, message) => {
      const toneChanged = posted.get(ts)?.tone !== message.tone;
      posted.set(ts, message);
      if (toneChanged) printMessage(message);
      else print(renderTerminalText({ text: message.text, blocks: [toSection(message.text)] }, display));
      return { type: 'delivered', ts };
    },
    // What was printed cannot be searched.
    find: async () => [],
  };
}
const toSection = (text) => ({
  type: 'section',
  text: { type: 'mrkdwn', text, verbatim: true },
});
