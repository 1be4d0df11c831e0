import { formatAltText, renderNotAttached } from '../query/answers/file-notes.js';
import { isLayoutError } from './classify-error.js';
import { buildImageBlocks, describeUploadError, publishFiles, showWhenReady, uploadFiles } from './files.js';
import { readMessageText, stripMention } from './incoming-text.js';
import { formatErrorLine } from './log.js';
import { noUnfurlOptions, toSlackPayload } from './payload.js';
/** Waits for an acknowledgement. If it fails, Slack has shown the user an error, but the answer can still be sent. */
export const awaitAck = ({ log }, ack) =>
  ack.catch((error) => log.warn(`Cannot acknowledge a delivery from Slack: ${formatErrorLine(error)}`));
/** Returns the handler's result, or an apology if it throws. */
export async function answerOrApologize({ log }, handler) {
  try {
    return await handler();
  } catch (error) {
    log.warn(`Cannot answer a question from Slack: ${formatErrorLine(error)}`);
    return apologyMessage;
  }
}
/** Answers in the thread of the question, or in a new thread under it. */
export async function answerInThread({ handlers, web, botUserId, log }, event) {
  const { user, channel, ts, thread_ts } = event;
  if (user === undefined || user === botUserId) return;
  const text = stripMention(readMessageText(event), botUserId);
  const question = { text, user, channel, thread: thread_ts ?? null };
  const reply = await answerOrApologize({ log }, () => handlers.onQuestion(question));
  const destination = { channel, thread: thread_ts ?? ts };
  const post = (message) =>
    web.chat.postMessage({
      channel,
      thread_ts: destination.thread,
      ...toSlackPayload(message, log),
      ...noUnfurlOptions,
    });
  await post(reply);
  await sendReplyFile({ web, log }, reply, { destination, post, isNotReady: isLayoutError });
}
/** A `response_url` does not say why it refuses, and accepts at most five messages. */
export const responseUrlOptions = { isNotReady: () => true, retryPausesMs: [1_000, 3_000] };
/**
 * Sends the file of an answer after the answer: a picture where the answer was posted, any other file into the channel.
 * On failure posts the reason.
 */
export async function sendReplyFile({ web, log }, reply, { destination, post, isNotReady, retryPausesMs }) {
  if (reply.file === undefined) return;
  try {
    const file = await reply.file();
    if (file === undefined) return;
    const uploaded = await uploadFiles(web, [file]);
    if (file.alt === null) return await publishFiles(web, uploaded, destination);
    const blocks = await buildImageBlocks(web, uploaded);
    await showWhenReady(() => post({ text: formatAltText(file.title), blocks }), isNotReady, retryPausesMs);
  } catch (error) {
    log.warn(`Cannot send the file of an answer: ${formatErrorLine(error)}`);
    await post(renderNotAttached('The file', describeUploadError(error)));
  }
}
/** Replaces an answer that failed. */
export const apologyMessage = {
  text: 'Sorry, something went wrong. Please try again; if it keeps failing, the badgateway log has the reason.',
  blocks: [],
};
