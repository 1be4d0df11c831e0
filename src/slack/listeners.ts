import type { App } from '@slack/bolt';
import type { Message } from '../render/message.js';
import { onceOnly } from './deduplicate.js';
import { typed } from './incoming-text.js';
import { interact } from './interactions.js';
import { told } from './log.js';
import { sendable } from './payload.js';
import { acknowledged, answered, answerInThread, overResponseUrl, sendFile, type Voice } from './replies.js';

/** Joins what people do in Slack to the handlers. Answers a function that waits for all answers under way. */
export function listen(app: App, command: string, voice: Voice): () => Promise<unknown> {
  const { handlers, log } = voice;
  const underWay = new Set<Promise<unknown>>();
  const finish = async (work: Promise<unknown>) => {
    underWay.add(work);
    await work.finally(() => underWay.delete(work));
  };

  app.use(onceOnly());

  app.command(command, async ({ ack, command: asked, respond }) => {
    await acknowledged(voice, ack());
    const { user_id: user, channel_id: channel } = asked;
    const question = { text: typed(asked.text).trim(), user, channel, thread: null };
    const reply = async () => {
      const message = await answered(voice, () => handlers.answer(question));
      const say = (said: Message) => respond({ response_type: 'ephemeral', ...sendable(said, log) });
      await say(message);
      await sendFile(voice, message, { place: { channel, thread: null }, say, ...overResponseUrl });
    };
    await finish(reply());
  });

  app.command(anyBut(command), async ({ ack, command: asked }) => {
    await ack({ response_type: 'ephemeral', text: `${asked.command} is not mine. Try \`${command} help\`.` });
  });

  app.event('app_mention', async ({ event }) => {
    await finish(answerInThread(voice, event));
  });

  app.event('message', async ({ event }) => {
    const spoken = event.subtype === undefined || event.subtype === 'file_share';
    if (spoken && event.channel_type === 'im' && !('bot_id' in event)) {
      await finish(answerInThread(voice, event));
    }
  });

  interact(app, voice, finish);

  app.error(async (error) => log.warn(`Cannot answer in Slack: ${told(error)}`));
  return () => Promise.allSettled(underWay);
}

/** All matching listeners run, so a pattern for the rest must leave out the one that is known. */
const anyBut = (command: string) => new RegExp(`^(?!${command.replace(/[^\w/]/g, '\\$&')}$)`);
