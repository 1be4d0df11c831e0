import { deduplicateDeliveries } from './deduplicate.js';
import { unescapeSlackText } from './incoming-text.js';
import { registerInteractions } from './interactions.js';
import { formatErrorLine } from './log.js';
import { toSlackPayload } from './payload.js';
import { answerInThread, answerOrApologize, awaitAck, responseUrlOptions, sendReplyFile } from './replies.js';
import { refuseStrangers } from './strangers.js';
/**
 * Connects commands, mentions, direct messages and interactions to the handlers. Returns a function that waits for the
 * answers in progress.
 */
export function registerListeners(app, command, context) {
  const { handlers, own, log } = context;
  const pending = new Set();
  const trackWork = async (work) => {
    pending.add(work);
    await work.finally(() => pending.delete(work));
  };
  app.use(refuseStrangers(own, log));
  app.use(deduplicateDeliveries(handlers.claimDelivery, log));
  app.command(command, async ({ ack, command: payload, respond }) => {
    await awaitAck(context, ack());
    const { user_id: user, channel_id: channel } = payload;
    const question = { text: unescapeSlackText(payload.text).trim(), user, channel, thread: null };
    const reply = async () => {
      const message = await answerOrApologize(context, () => handlers.onQuestion(question));
      const post = (content) => respond({ response_type: 'ephemeral', ...toSlackPayload(content, log) });
      await post(message);
      await sendReplyFile(context, message, {
        destination: { channel, thread: null },
        post,
        ...responseUrlOptions,
      });
    };
    await trackWork(reply());
  });
  app.command(matchOtherCommands(command), async ({ ack, command: payload }) => {
    await ack({
      response_type: 'ephemeral',
      text: `${payload.command} is not my command. Try \`${command} help\`.`,
    });
  });
  app.event('app_mention', async ({ event }) => {
    await trackWork(answerInThread(context, event));
  });
  app.event('message', async ({ event }) => {
    const isUserMessage = event.subtype === undefined || event.subtype === 'file_share';
    if (isUserMessage && event.channel_type === 'im' && !('bot_id' in event)) {
      await trackWork(answerInThread(context, event));
    }
  });
  registerInteractions(app, context, trackWork);
  app.error(async (error) => log.warn(`Cannot answer in Slack: ${formatErrorLine(error)}`));
  return () => Promise.allSettled(pending);
}
/** Every matching listener runs, so this pattern has to exclude the bot's own command. */
const matchOtherCommands = (command) => new RegExp(`^(?!${command.replace(/[^\w/]/g, '\\$&')}$)`);
