import type { IncidentId } from '../incidents/incident.js';
import type { Message } from '../render/message.js';
import type { NotificationState, NotifyReason } from './decide-notification.js';

/** One message to deliver, stored in the transaction that decided to send it and kept until delivered. */
export type OutboxMessage = {
  readonly id: number;
  readonly kind: OutboxKind;
  readonly content: Message;
  readonly state: OutboxState;
  readonly attempts: number;
  /** Earliest time of the next attempt, epoch ms. */
  readonly notBeforeAt: number;
  readonly createdAt: number;
  /** Time at which the answer to an attempt was lost; null if none was. */
  readonly lostAt: number | null;
};

/** A message that was posted again, as the first could not be found or edited. */
export type RepeatedPost = {
  /** As returned by `buildDedupKey`. */
  readonly key: string;
  /** Time before the first post, epoch ms. */
  readonly sinceAt: number;
  readonly repeatedAt: number;
};

export type OutboxKind =
  /** An incident's message: posted once, then edited. `sequence` increases; an older text never replaces a newer one. */
  | {
      readonly type: 'incident';
      readonly incidentId: IncidentId;
      readonly sequence: number;
      readonly reason: NotifyReason;
    }
  /** A reply in the incident's thread, possibly a user's note; a broadcast is shown in the channel as well. */
  | {
      readonly type: 'thread';
      readonly incidentId: IncidentId;
      readonly sequence: number;
      readonly reason: NotifyReason | 'noted';
      readonly isBroadcast: boolean;
    }
  /** A message about the bot's own health: posted once, edited when the problem ends. */
  | { readonly type: 'health'; readonly issueId: number }
  /** The report of one local day, `2026-11-21`, or of the week that ends with it, `week-2026-11-21`, or of what the first start found, `first-start`. */
  | { readonly type: 'report'; readonly day: string };

export type OutboxState = 'ready' | 'sending' | 'unknown' | 'sent' | 'failed' | 'superseded';

/** A message to store in the outbox. `withFiles`: a report whose page and charts are uploaded after it. */
export type NewMessage = Pick<OutboxMessage, 'kind' | 'content'> & { readonly withFiles?: boolean };

/** Messages to store for an incident, and its new notified state. */
export type PlannedNotification = {
  readonly incidentId: IncidentId;
  readonly state: NotificationState;
  readonly messages: readonly Pick<OutboxMessage, 'kind' | 'content'>[];
};

/** Returns the key that identifies a message in the channel, the same for every attempt. */
export const buildDedupKey = (kind: OutboxKind): string => {
  switch (kind.type) {
    case 'incident':
      return `incident:${kind.incidentId}`;
    case 'thread':
      return `thread:${kind.incidentId}:${kind.sequence}`;
    case 'health':
      return `health:${kind.issueId}`;
    case 'report':
      return `report:${kind.day}`;
  }
};

/** The same methods, synchronous or not: the store itself, or a store in a worker thread. */
export type MaybeAsync<Calls> = {
  readonly [Name in keyof Calls]: Calls[Name] extends (...args: infer Args) => infer Result
    ? (...args: Args) => Result | Promise<Result>
    : never;
};
