import { WebAPIPlatformError, WebClient } from '@slack/web-api';
import type { SlackConfig } from '../config/config.js';
import type { Channel, Delivery } from '../notify/channel.js';
import type { Message } from '../render/message.js';
import { degrade } from './block-kit-limits.js';
import { type Call, deliveryOf, isAboutLayout } from './classify-error.js';
import { callOptions, onceOptions } from './client-options.js';
import { type Log, silent, slackLogger, told } from './log.js';
import { quietly, type SlackMessage, sendable } from './payload.js';
import { takingTurns } from './rate-limit.js';

/** Marks our messages, so that one whose answer was lost can be found before it is posted again. */
const eventType = 'badgateway_incident';
const pageSize = 100;
const pagesMax = 10;

/** The configured Slack channel. Never throws: what goes wrong is in the delivery. */
export function slackChannel(
  { botToken, apiUrl, channel }: SlackConfig,
  { log = silent, betweenPostsMs = 1100 }: { log?: Log; betweenPostsMs?: number } = {},
): Channel {
  // A repeated post makes a second message, so nothing is repeated in here: the outbox looks first, then decides.
  const writer = new WebClient(botToken, onceOptions(apiUrl, log));
  const reader = new WebClient(botToken, {
    ...callOptions(apiUrl),
    logger: slackLogger(log),
    retryConfig: { retries: 3, minTimeout: 300, maxTimeout: 3000 },
  });
  const turns = takingTurns(betweenPostsMs);

  return {
    post: (message, { key, thread, broadcast = false }) =>
      turns.spaced(() =>
        deliver('post', message, log, (sent) =>
          writer.chat.postMessage({
            channel,
            ...sent,
            ...quietly,
            ...threaded(thread, broadcast),
            metadata: { event_type: eventType, event_payload: { key } },
          }),
        ),
      ),
    update: (ts, message) =>
      turns.next(() =>
        deliver('update', message, log, (sent) =>
          writer.chat.update({ channel, ts, ...sent, parse: quietly.parse, link_names: quietly.link_names }),
        ),
      ),
    find: (key, since, thread) => turns.next(() => find(reader, { channel, key, since, thread }, log)),
  };
}

function threaded(thread: string | undefined, broadcast: boolean) {
  if (thread === undefined) return {};
  return broadcast ? { thread_ts: thread, reply_broadcast: true as const } : { thread_ts: thread };
}

/** Sends the message, and once more without its layout if it was the layout that Slack refused. */
async function deliver(
  call: Call,
  message: Message,
  log: Log,
  send: (sent: SlackMessage) => Promise<{ ts?: string }>,
): Promise<Delivery> {
  const plainly = async (error: unknown) => {
    if (!isAboutLayout(error)) throw error;
    log.warn(`Slack refused the layout of a message (${told(error)}): sent plainly`);
    return send(sendable(degrade(message), log));
  };
  try {
    const { ts } = await send(sendable(message, log)).catch(plainly);
    return ts === undefined
      ? { name: 'unknown', why: 'Slack answered without a ts' }
      : { name: 'delivered', ts };
  } catch (error) {
    return deliveryOf(error, call);
  }
}

type Search = { channel: string; key: string; since: number; thread: string | undefined };

async function find(web: WebClient, { channel, key, since, thread }: Search, log: Log) {
  const oldest = (since / 1000).toFixed(6);
  let cursor: string | undefined;
  try {
    for (let page = 0; page < pagesMax; page += 1) {
      const asked = {
        channel,
        oldest,
        limit: pageSize,
        include_all_metadata: true,
        ...(cursor && { cursor }),
      };
      const { messages = [], response_metadata } = await (thread === undefined
        ? web.conversations.history(asked)
        : web.conversations.replies({ ...asked, ts: thread }));
      const found = messages.find(({ metadata }) => keyOf(metadata) === key)?.ts;
      if (found !== undefined) return found;
      cursor = response_metadata?.next_cursor;
      if (!cursor) return null;
    }
  } catch (error) {
    if (!(error instanceof WebAPIPlatformError && error.data.error === 'missing_scope')) {
      log.warn(`Cannot look for a message in Slack: ${told(error)}`);
    }
  }
  return undefined;
}

type Metadata = { readonly event_type?: string; readonly event_payload?: { readonly key?: unknown } };

const keyOf = (metadata: Metadata | undefined) =>
  metadata?.event_type === eventType ? metadata.event_payload?.key : undefined;
