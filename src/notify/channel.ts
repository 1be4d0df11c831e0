import type { Message } from '../render/message.js';

/** Where messages go: a Slack channel, or the terminal when there is none. */
export interface Channel {
  /**
   * Posts; answers the message's own id (Slack's `ts`). `key` is looked for before a post is repeated. A `broadcast` from
   * a thread is seen in the channel as well.
   */
  post(
    message: Message,
    options: { readonly key: string; readonly thread?: string; readonly broadcast?: boolean },
  ): Promise<DeliveryResult>;
  /** Replaces a message that was posted. */
  update(ts: string, message: Message): Promise<DeliveryResult>;
  /**
   * The id of the message that was posted under this key since `since`, in that thread if one is given; null if there
   * is none; undefined if nobody can tell.
   */
  find(key: string, since: number, thread?: string): Promise<string | null | undefined>;
}

/** What became of one call. */
export type DeliveryResult =
  | { readonly type: 'delivered'; readonly ts: string }
  /** Slack is busy or away: the same call may be made again after `afterMs`. */
  | { readonly type: 'later'; readonly retryAfterMs: number; readonly why: string }
  /** The answer was lost: it may or may not have been posted. */
  | { readonly type: 'unknown'; readonly why: string }
  /** Trying the same again cannot help; `gone` means that the message to edit is no longer there. */
  | { readonly type: 'refused'; readonly why: string; readonly isGone: boolean };
