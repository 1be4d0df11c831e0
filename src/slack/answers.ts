import type { WebClient } from '@slack/web-api';
import type { Message } from '../message.js';
import type { Handlers } from './handlers.js';
import { type Log, told } from './log.js';
import { quietly, sendable } from './sendable.js';
import { typedIn, withoutName } from './words.js';

/** What it takes to answer. */
export type Voice = {
  readonly handlers: Handlers;
  readonly web: WebClient;
  readonly botUser: string;
  /** The address of a message in the configured channel. */
  readonly linkTo: (ts: string) => string;
  readonly log: Log;
};

/** What a handler answers, or an apology when it could not. */
export async function answered<Answer>(
  { log }: Pick<Voice, 'log'>,
  handle: () => Promise<Answer>,
): Promise<Answer | Message> {
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
  await web.chat.postMessage({ channel, thread_ts: thread_ts ?? ts, ...sendable(message, log), ...quietly });
}

/** What is said when an answer failed. */
export const apology: Message = {
  text: 'Sorry, this could not be answered. Please try again; if it stays so, the log of badgateway says why.',
  blocks: [],
};
