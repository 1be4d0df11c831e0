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
  ): Promise<Delivery>;
  /** Replaces a message that was posted. */
  update(ts: string, message: Message): Promise<Delivery>;
  /**
   * The id of the message that was posted under this key since `since`, in that thread if one is given; null if there
   * is none; undefined if nobody can tell.
   */
  find(key: string, since: number, thread?: string): Promise<string | null | undefined>;
}

/** What became of one call. */
export type Delivery =
  | { readonly name: 'delivered'; readonly ts: string }
  /** Slack is busy or away: the same call may be made again after `afterMs`. */
  | { readonly name: 'later'; readonly afterMs: number; readonly why: string }
  /** The answer was lost: it may or may not have been posted. */
  | { readonly name: 'unknown'; readonly why: string }
  /** Trying the same again cannot help; `gone` means that the message to edit is no longer there. */
  | { readonly name: 'refused'; readonly why: string; readonly gone: boolean };
