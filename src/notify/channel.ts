import type { Message } from '../render/message.js';

/** The channel that messages are posted to: Slack, or the terminal without Slack. Implemented by `slack/` and `cli/`. */
export interface Channel {
  /**
   * Posts a message and returns its id (Slack's `ts`). `key` finds it again before a post is repeated. A `broadcast`
   * reply in a thread is shown in the channel as well.
   */
  post(
    message: Message,
    options: { readonly key: string; readonly thread?: string; readonly broadcast?: boolean },
  ): Promise<DeliveryResult>;
  /** Edits a posted message. */
  update(ts: string, message: Message): Promise<DeliveryResult>;
  /**
   * The ids of the messages posted under this key since `since` (epoch ms), in `thread` if given, newest first;
   * undefined if they could not be searched for.
   */
  find(key: string, since: number, thread?: string): Promise<readonly string[] | undefined>;
}

/** The result of one delivery call. */
export type DeliveryResult =
  | { readonly type: 'delivered'; readonly ts: string }
  /** Not delivered, and a retry may help: after `retryAfterMs` if Slack named a time. */
  | { readonly type: 'later'; readonly retryAfterMs: number | null; readonly why: string }
  /** The response was lost: the message may or may not have been posted. */
  | { readonly type: 'unknown'; readonly why: string }
  /** The same request would be refused again. `isGone`: the message to edit, or the thread, no longer exists. */
  | { readonly type: 'refused'; readonly why: string; readonly isGone: boolean };
