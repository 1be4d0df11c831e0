import { WebAPIPlatformError, WebClient } from '@slack/web-api';
import { classifyError, isLayoutError } from './classify-error.js';
import { createNoRetryClientOptions } from './client-options.js';
import { formatErrorLine, silentLog } from './log.js';
import { noUnfurlOptions, toPlainMessage, toSlackPayload, toTextPayload } from './payload.js';
import { createRateLimiter } from './post-spacing.js';

/** Marks our messages, so that a post whose answer was lost can be found before it is repeated. */
const messageEventType = 'badgateway_incident';
const pageSize = 100;
const pagesMax = 10;
/** The configured Slack channel. Never throws: failures are delivery results. */
export function createSlackChannel(
  { botToken, apiUrl, channel },
  { log = silentLog, betweenPostsMs = 1100 } = {},
) {
  // A repeated post makes a second message, so nothing is retried here. The outbox looks for the first one and decides.
  const web = new WebClient(botToken, createNoRetryClientOptions(apiUrl, log));
  const rateLimiter = createRateLimiter(betweenPostsMs);
  return {
    post: (message, { key, thread, broadcast = false }) =>
      rateLimiter.runSpaced(() =>
        deliverMessage('post', message, log, (payload) =>
          web.chat.postMessage({
            channel,
            ...payload,
            ...noUnfurlOptions,
            ...toThreadOptions(thread, broadcast),
            metadata: { event_type: messageEventType, event_payload: { key } },
          }),
        ),
      ),
    update: (ts, message) =>
      rateLimiter.run(() =>
        deliverMessage('update', message, log, (payload) =>
          web.chat.update({
            channel,
            ts,
            ...payload,
            parse: noUnfurlOptions.parse,
            link_names: noUnfurlOptions.link_names,
          }),
        ),
      ),
    find: (key, since, thread) =>
      rateLimiter.run(() => findPostedMessages(web, { channel, key, since, thread }, log)),
  };
}
function toThreadOptions(thread, broadcast) {
  if (thread === undefined) return {};
  return broadcast ? { thread_ts: thread, reply_broadcast: true } : { thread_ts: thread };
}
/** Sends the message, and if Slack refused its layout again as plain text, and at last as a short text without blocks. */
async function deliverMessage(method, message, log, send) {
  const retryWith = (makePayload, form) => (error) => {
    if (!isLayoutError(error)) throw error;
    log.warn(`Cannot send a message with its layout: ${formatErrorLine(error)}. Trying ${form}.`);
    return send(makePayload());
  };
  try {
    const { ts } = await send(toSlackPayload(message, log))
      .catch(retryWith(() => toSlackPayload(toPlainMessage(message), log), 'plain text'))
      .catch(retryWith(() => toTextPayload(message), 'a short text'));
    return ts === undefined
      ? { type: 'unknown', why: 'Slack answered without a ts' }
      : { type: 'delivered', ts };
  } catch (error) {
    return classifyError(error, method);
  }
}
async function findPostedMessages(web, { channel, key, since, thread }, log) {
  const oldest = (since / 1000).toFixed(6);
  const found = [];
  let cursor;
  try {
    for (let page = 0; page < pagesMax; page += 1) {
      const params = {
        channel,
        oldest,
        limit: pageSize,
        include_all_metadata: true,
        ...(cursor && { cursor }),
      };
      const { messages = [], response_metadata } = await (thread === undefined
        ? web.conversations.history(params)
        : web.conversations.replies({ ...params, ts: thread }));
      for (const { ts, metadata } of messages)
        if (ts !== undefined && readMessageKey(metadata) === key) found.push(ts);
      cursor = response_metadata?.next_cursor;
      if (!cursor) return sortNewestFirst(found);
    }
  } catch (error) {
    // Without the scope it can never be looked for: a second message is better than none.
    if (error instanceof WebAPIPlatformError && error.data.error === 'missing_scope') return [];
    log.warn(`Cannot look for a message in Slack: ${formatErrorLine(error)}`);
  }
  return found.length === 0 ? undefined : sortNewestFirst(found);
}
/** A `ts` is seconds with six decimals. */
const sortNewestFirst = (found) => found.toSorted((a, b) => Number(b) - Number(a));
const readMessageKey = (metadata) =>
  metadata?.event_type === messageEventType ? metadata.event_payload?.key : undefined;
