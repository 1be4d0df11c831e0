import type { HomeView, ModalView } from '@slack/types';
import type { ModalFields } from '../query/actions/button.js';
import type { FileContent } from '../render/file-content.js';
import type { Message } from '../render/message.js';

/** The bot's answers to commands, buttons and modals, as plain functions. */
export type SlackHandlers = {
  onQuestion(question: IncomingQuestion): Promise<SlackReply>;
  /** Handles a pressed button. A returned message is shown only to that person; a returned modal is opened for them. */
  onBlockAction(action: BlockAction): Promise<SlackReply | ModalView | undefined>;
  /** Handles a submitted modal: returns its errors, or the work to do once it is closed. */
  onViewSubmission(submission: ViewSubmission): Promise<SubmissionResult>;
  /** Returns the Home tab for a person who opened it. */
  onHomeOpened(visit: HomeTabVisit): Promise<HomeView>;
  /** Records the id of a delivery before it is handled. Returns false if it was handled before, also by an earlier run. */
  claimDelivery(id: string): boolean;
};

/** A message and the file that follows it; `file` resolves to undefined when its subject is no longer stored. */
export type SlackReply = Message & { readonly file?: () => Promise<FileContent | undefined> };

/** A question by slash command, mention or direct message. */
export type IncomingQuestion = {
  readonly text: string;
  /** Slack's ids. */
  readonly user: string;
  readonly channel: string;
  /** The `ts` of its thread; null outside a thread. */
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
  /** Values of its fields, by `block_id`. */
  readonly fields: ModalFields;
  readonly user: string;
};

export type SubmissionResult =
  | { readonly problems: ModalFields }
  /** `execute` returns a private message for that person, to be shown in `channel`. */
  | { readonly channel: string; readonly execute: () => Promise<Message | undefined> };

export type HomeTabVisit = {
  readonly user: string;
  /** Returns the address of a message in the configured channel. */
  readonly getPermalink: (ts: string) => string;
};
