import type { HomeView, ModalView } from '@slack/types';
import type { Fields } from '../query/actions/button.js';
import type { ReadyFile } from '../render/attachment.js';
import type { Message } from '../render/message.js';

/** Who answers people: the commands and the buttons, as plain functions. */
export type Handlers = {
  answer(question: Question): Promise<Said>;
  /** A pressed button. A message returned is shown to that person alone, a modal is opened for them. */
  act(press: Press): Promise<Said | ModalView | undefined>;
  /** A filled modal: what is wrong with it, or what is to be done once it is closed. */
  submit(form: Form): Promise<Submitted>;
  /** The Home tab of somebody who looks at it. */
  home(visit: Visit): Promise<HomeView>;
};

/** A message, and the file that follows it: none when what it is about has gone meanwhile. */
export type Said = Message & { readonly file?: () => Promise<ReadyFile | undefined> };

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
  readonly channel: string;
};

export type Form = {
  /** The modal's `callback_id`. */
  readonly name: string;
  /** Its `private_metadata`. */
  readonly place: string;
  /** What stands in its fields, by `block_id`. */
  readonly fields: Fields;
  readonly user: string;
};

export type Submitted =
  | { readonly problems: Fields }
  /** `finish` answers what that person is told, in `channel`. */
  | { readonly channel: string; readonly finish: () => Promise<Message | undefined> };

export type Visit = {
  readonly user: string;
  /** The address of a message in the configured channel. */
  readonly linkTo: (ts: string) => string;
};
