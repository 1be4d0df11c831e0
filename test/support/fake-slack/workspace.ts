import type { StoredFile } from './files.js';

/** A message as sent: the visible arguments of the call. */
export type SentMessage = {
  readonly text: string;
  readonly blocks: readonly BlockElement[];
  readonly attachments: readonly { readonly color?: string; readonly blocks?: readonly BlockElement[] }[];
  readonly metadata?: {
    readonly event_type: string;
    readonly event_payload: Readonly<Record<string, unknown>>;
  };
  /** Files shared with the message. */
  readonly files?: readonly string[];
};
export type BlockElement = { readonly type: string; readonly [property: string]: unknown };

/** A message in a channel, with all its versions. */
export type StoredMessage = {
  readonly ts: string;
  readonly channel: string;
  readonly thread: string | null;
  /** Set when only this user sees it. */
  readonly onlyFor: string | null;
  readonly versions: readonly SentMessage[];
};

/** An open modal. */
export type OpenView = {
  readonly id: string;
  readonly user: string;
  readonly hash: string;
  readonly payload: ViewPayload;
};
export type ViewPayload = {
  readonly type: string;
  readonly blocks: readonly BlockElement[];
  readonly callback_id?: string;
  readonly private_metadata?: string;
};

export const teamId = 'T0FAKE001';
export const appId = 'A0FAKE001';
export const botUserId = 'U0BOT0001';
export const botId = 'B0BOT0001';
export const defaultUserId = 'U0ANNA001';
export const homeChannelId = 'C0ALERTS1';

/** The state of the fake Slack. */
export class Workspace {
  readonly channels = new Map<string, 'joined' | 'not_in_channel' | 'is_archived'>([
    [homeChannelId, 'joined'],
  ]);
  readonly messages: StoredMessage[] = [];
  /** Mistakes of the bot towards Slack or its readers. Tests expect none. */
  readonly violations: string[] = [];
  /** Users that a message may mention: those who addressed the bot, and those that a test adds. */
  readonly mentionableUsers = new Set<string>();
  /** Open modals by id, and Home tabs by user. */
  readonly openViews = new Map<string, OpenView>();
  readonly homeViews = new Map<string, ViewPayload>();
  /** Uploaded files by id, and how long a picture is processed before it can be shown. */
  readonly files = new Map<string, StoredFile>();
  filesReadyAfterMs = 0;
  /** True while the history lags behind all posts. */
  hidesHistory = false;
  /** Triggers, which allow to open a modal, by id. */
  readonly triggers = new Map<string, { readonly user: string; readonly at: number; used: boolean }>();
  /** Members by user group. */
  readonly groups = new Map<string, readonly string[]>();
  private mintedCount = 0;

  /** Returns an increasing timestamp, as Slack's are: `1790000000.000001`. */
  mintTs(): string {
    this.mintedCount += 1;
    return `${Math.floor(Date.now() / 1000)}.${String(this.mintedCount).padStart(6, '0')}`;
  }

  mintId(prefix: string): string {
    this.mintedCount += 1;
    return `${prefix}${String(this.mintedCount).padStart(8, '0')}`;
  }

  mintTrigger(user: string): string {
    const id = this.mintId('t');
    this.triggers.set(id, { user, at: performance.now(), used: false });
    return id;
  }

  showView(user: string, payload: ViewPayload, id = this.mintId('V')): OpenView {
    const open = { id, user, hash: this.mintId('h'), payload };
    this.openViews.set(id, open);
    return open;
  }

  addMessage(
    channel: string,
    thread: string | null,
    sent: SentMessage,
    onlyFor: string | null = null,
  ): StoredMessage {
    const message = { ts: this.mintTs(), channel, thread, onlyFor, versions: [sent] };
    this.messages.push(message);
    return message;
  }

  findMessage(channel: string, ts: string): StoredMessage | undefined {
    return this.messages.find((message) => message.channel === channel && message.ts === ts);
  }

  editMessage(message: StoredMessage, sent: SentMessage): void {
    const index = this.messages.indexOf(message);
    this.messages[index] = { ...message, versions: [...message.versions, sent] };
  }
}

/** Returns the current version of a message. */
export const getLatestVersion = ({ versions }: StoredMessage): SentMessage => {
  const last = versions.at(-1);
  if (last === undefined) throw new Error('a message without a version');
  return last;
};
