import type { Message } from '../message.js';

/** Who answers people: the commands, as plain functions. */
export type Handlers = {
  answer(question: Question): Promise<Message>;
  /** A pressed button. The message returned, if any, is shown to that person alone. */
  act(press: Press): Promise<Message | undefined>;
};

/** Words said to the bot, by slash command, mention or direct message. */
export type Question = {
  readonly text: string;
  /** Slack's ids. */
  readonly user: string;
  readonly channel: string;
  /** The `ts` of the thread it was asked in; null outside of one. */
  readonly thread: string | null;
};

export type Press = {
  /** The button's `action_id`. */
  readonly name: string;
  readonly value: string;
  readonly user: string;
};
