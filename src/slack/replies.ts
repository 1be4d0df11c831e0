import type { WebClient } from '@slack/web-api';
import { formatAltText, renderNotAttached } from '../query/answers/file-notes.js';
import type { Message } from '../render/message.js';
import { isLayoutError } from './classify-error.js';
import {
  buildImageBlocks,
  describeUploadError,
  type FileDestination,
  publishFiles,
  showWhenReady,
  uploadFiles,
} from './files.js';
import type { SlackHandlers, SlackReply } from './handlers.js';
import { readMessageText, stripMention } from './incoming-text.js';
import { formatErrorLine, type SlackLog } from './log.js';
import { noUnfurlOptions, toSlackPayload } from './payload.js';
import type { OwnWorkspace } from './strangers.js';

/** Everything an answer needs. */
export type SlackContext = {
  readonly handlers: SlackHandlers;
  readonly web: WebClient;
  readonly botUserId: string;
  readonly own: OwnWorkspace;
  /** Returns the address of a message in the configured channel. */
  readonly getPermalink: (ts: string) => string;
  readonly log: SlackLog;
};

/** Waits for an acknowledgement. If it fails, Slack has shown the user an error, but the answer can still be sent. */
export const awaitAck = ({ log }: Pick<SlackContext, 'log'>, ack: Promise<unknown>): Promise<unknown> =>
  ack.catch((error: unknown) =>
    log.warn(`Cannot acknowledge a delivery from Slack: ${formatErrorLine(error)}`),
  );

/** Returns the handler's result, or an apology if it throws. */
export async function answerOrApologize<Result>(
  { log }: Pick<SlackContext, 'log'>,
  handler: () => Promise<Result>,
): Promise<Result | SlackReply> {
  try {
    return await handler();
  } catch (error) {
    log.warn(`Cannot answer a question from Slack: ${formatErrorLine(error)}`);
    return apologyMessage;
  }
}

/** The fields of a message event that an answer needs. */
export type SlackMessageEvent = {
  readonly user?: string | undefined;
  readonly channel: string;
  readonly ts: string;
  readonly thread_ts?: string | undefined;
  readonly text?: string | undefined;
  readonly blocks?: unknown;
};

/** Answers in the thread of the question, or in a new thread under it. */
export async function answerInThread(
  { handlers, web, botUserId, log }: SlackContext,
  event: SlackMessageEvent,
): Promise<void> {
  const { user, channel, ts, thread_ts } = event;
  if (user === undefined || user === botUserId) return;
  const text = stripMention(readMessageText(event), botUserId);
  const question = { text, user, channel, thread: thread_ts ?? null };
  const reply = await answerOrApologize({ log }, () => handlers.onQuestion(question));
  const destination = { channel, thread: thread_ts ?? ts };
  const post = (message: Message) =>
    web.chat.postMessage({
      channel,
      thread_ts: destination.thread,
      ...toSlackPayload(message, log),
      ...noUnfurlOptions,
    });
  await post(reply);
  await sendReplyFile({ web, log }, reply, { destination, post, isNotReady: isLayoutError });
}

/** The delivery of an answer's file. */
export type FileReplyOptions = {
  readonly destination: FileDestination;
  /** Posts where the answer was posted. */
  readonly post: (message: Message) => Promise<unknown>;
  /** True for the error of a picture that was uploaded but cannot be shown yet. */
  readonly isNotReady: (error: unknown) => boolean;
  readonly retryPausesMs?: readonly number[];
};

/** A `response_url` does not say why it refuses, and accepts at most five messages. */
export const responseUrlOptions = { isNotReady: () => true, retryPausesMs: [1_000, 3_000] } as const;

/**
 * Sends the file of an answer after the answer: a picture where the answer was posted, any other file into the channel.
 * On failure posts the reason.
 */
export async function sendReplyFile(
  { web, log }: Pick<SlackContext, 'web' | 'log'>,
  reply: SlackReply,
  { destination, post, isNotReady, retryPausesMs }: FileReplyOptions,
): Promise<void> {
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
export const apologyMessage: Message = {
  text: 'Sorry, something went wrong. Please try again; if it keeps failing, the badgateway log has the reason.',
  blocks: [],
};
