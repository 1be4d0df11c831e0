import type { WebClient } from '@slack/web-api';
import { notAttachedView, pictureText } from '../query/answers/file-notes.js';
import type { Message } from '../render/message.js';
import { isAboutLayout } from './classify-error.js';
import { bringAll, type FilePlace, pictureBlocks, share, shownWhenReady, whyNotBrought } from './files.js';
import type { Handlers, Said } from './handlers.js';
import { typedIn, withoutName } from './incoming-text.js';
import { type Log, told } from './log.js';
import { quietly, sendable } from './payload.js';

/** What it takes to answer. */
export type Voice = {
  readonly handlers: Handlers;
  readonly web: WebClient;
  readonly botUser: string;
  /** The address of a message in the configured channel. */
  readonly linkTo: (ts: string) => string;
  readonly log: Log;
};

/** Waits for an acknowledgement. Where it fails Slack has told the user so by then; the answer still gets through. */
export const acknowledged = ({ log }: Pick<Voice, 'log'>, ack: Promise<unknown>): Promise<unknown> =>
  ack.catch((error: unknown) => log.warn(`Cannot acknowledge to Slack: ${told(error)}`));

/** What a handler answers, or an apology when it could not. */
export async function answered<Answer>(
  { log }: Pick<Voice, 'log'>,
  handle: () => Promise<Answer>,
): Promise<Answer | Said> {
  try {
    return await handle();
  } catch (error) {
    log.warn(`Cannot answer a question from Slack: ${told(error)}`);
    return apology;
  }
}

/** A message in which somebody spoke to the bot, as events give it. */
export type Spoken = {
  readonly user?: string | undefined;
  readonly channel: string;
  readonly ts: string;
  readonly thread_ts?: string | undefined;
  readonly text?: string | undefined;
  readonly blocks?: unknown;
};

/** Answers in the thread of the question, or starts one under it. */
export async function answerInThread({ handlers, web, botUser, log }: Voice, spoken: Spoken): Promise<void> {
  const { user, channel, ts, thread_ts } = spoken;
  if (user === undefined || user === botUser) return;
  const text = withoutName(typedIn(spoken), botUser);
  const question = { text, user, channel, thread: thread_ts ?? null };
  const message = await answered({ log }, () => handlers.answer(question));
  const place = { channel, thread: thread_ts ?? ts };
  const say = (said: Message) =>
    web.chat.postMessage({ channel, thread_ts: place.thread, ...sendable(said, log), ...quietly });
  await say(message);
  await sendFile({ web, log }, message, { place, say, isTooSoon: isAboutLayout });
}

/** How the file of an answer gets to whoever asked. */
export type FileRoad = {
  readonly place: FilePlace;
  /** Says something where the answer was said. */
  readonly say: (message: Message) => Promise<unknown>;
  /** True of the error when a picture that was just brought cannot be said yet. */
  readonly isTooSoon: (error: unknown) => boolean;
  readonly pausesMs?: readonly number[];
};

/** A `response_url` does not say why it refuses, and may be used five times. */
export const overResponseUrl = { isTooSoon: () => true, pausesMs: [1_000, 3_000] } as const;

/** Sends the file of an answer, once that was said: pictures where it was said, others into the channel. Failing is said, too. */
export async function sendFile(
  { web, log }: Pick<Voice, 'web' | 'log'>,
  said: Said,
  { place, say, isTooSoon, pausesMs }: FileRoad,
): Promise<void> {
  if (said.file === undefined) return;
  try {
    const file = await said.file();
    if (file === undefined) return;
    const brought = await bringAll(web, [file]);
    if (file.alt === null) return await share(web, brought, place);
    const blocks = await pictureBlocks(web, brought);
    await shownWhenReady(() => say({ text: pictureText(file.title), blocks }), isTooSoon, pausesMs);
  } catch (error) {
    log.warn(`Cannot send the file of an answer: ${told(error)}`);
    await say(notAttachedView('The file', whyNotBrought(error)));
  }
}

/** What is said when an answer failed. */
export const apology: Message = {
  text: 'Sorry, this could not be answered. Please try again; if it stays so, the log of badgateway says why.',
  blocks: [],
};
