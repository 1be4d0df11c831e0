import type { HomeView, ModalView } from '@slack/types';
import type { ModalFields } from '../query/actions/button.js';
import type { FileContent } from '../render/file-content.js';
import type { Message } from '../render/message.js';

/** Who answers people: the commands and the buttons, as plain functions. */
export type SlackHandlers = {
  onQuestion(question: IncomingQuestion): Promise<SlackReply>;
  /** A pressed button. A message returned is shown to that person alone, a modal is opened for them. */
  onBlockAction(action: BlockAction): Promise<SlackReply | ModalView | undefined>;
  /** A filled modal: what is wrong with it, or what is to be done once it is closed. */
  onViewSubmission(submission: ViewSubmission): Promise<SubmissionResult>;
  /** The Home tab of somebody who looks at it. */
  onHomeOpened(visit: HomeTabVisit): Promise<HomeView>;
};

/** A message, and the file that follows it: none when what it is about has gone meanwhile. */
export type SlackReply = Message & { readonly file?: () => Promise<FileContent | undefined> };

/** Words said to the bot, by slash command, mention or direct message. */
export type IncomingQuestion = {
  readonly text: string;
  /** Slack's ids. */
  readonly user: string;
  readonly channel: string;
  /** The `ts` of the thread it was asked in; null outside of one. */
  readonly thread: string | null;
};

export type BlockAction = {
  /** The button's `action_id`. */
  readonly actionId: string;
  readonly value: string;
  readonly user: string;
  readonly channel: string;
};

export type ViewSubmission = {
  /** The modal's `callback_id`. */
  readonly callbackId: string;
  /** Its `private_metadata`. */
  readonly privateMetadata: string;
  /** What stands in its fields, by `block_id`. */
  readonly fields: ModalFields;
  readonly user: string;
};

export type SubmissionResult =
  | { readonly problems: ModalFields }
  /** `finish` answers what that person is told, in `channel`. */
  | { readonly channel: string; readonly execute: () => Promise<Message | undefined> };

export type HomeTabVisit = {
  readonly user: string;
  /** The address of a message in the configured channel. */
  readonly getPermalink: (ts: string) => string;
};
