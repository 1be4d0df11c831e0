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

/** What it takes to answer. */
export type SlackContext = {
  readonly handlers: SlackHandlers;
  readonly web: WebClient;
  readonly botUserId: string;
  /** The address of a message in the configured channel. */
  readonly getPermalink: (ts: string) => string;
  readonly log: SlackLog;
};

/** Waits for an acknowledgement. Where it fails Slack has told the user so by then; the answer still gets through. */
export const awaitAck = ({ log }: Pick<SlackContext, 'log'>, ack: Promise<unknown>): Promise<unknown> =>
  ack.catch((error: unknown) => log.warn(`Cannot acknowledge to Slack: ${formatErrorLine(error)}`));

/** What a handler answers, or an apology when it could not. */
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

/** A message in which somebody spoke to the bot, as events give it. */
export type SlackMessageEvent = {
  readonly user?: string | undefined;
  readonly channel: string;
  readonly ts: string;
  readonly thread_ts?: string | undefined;
  readonly text?: string | undefined;
  readonly blocks?: unknown;
};

/** Answers in the thread of the question, or starts one under it. */
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

/** How the file of an answer gets to whoever asked. */
export type FileReplyOptions = {
  readonly destination: FileDestination;
  /** Says something where the answer was said. */
  readonly post: (message: Message) => Promise<unknown>;
  /** True of the error when a picture that was just brought cannot be said yet. */
  readonly isNotReady: (error: unknown) => boolean;
  readonly retryPausesMs?: readonly number[];
};

/** A `response_url` does not say why it refuses, and may be used five times. */
export const responseUrlOptions = { isNotReady: () => true, retryPausesMs: [1_000, 3_000] } as const;

/** Sends the file of an answer, once that was said: pictures where it was said, others into the channel. Failing is said, too. */
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

/** What is said when an answer failed. */
export const apologyMessage: Message = {
  text: 'Sorry, this could not be answered. Please try again; if it stays so, the log of badgateway says why.',
  blocks: [],
};
