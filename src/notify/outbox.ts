import type { IncidentId } from '../incidents/incident.js';
import type { Message } from '../render/message.js';
import type { NotificationState, NotifyReason } from './decide-notification.js';

/** One thing to say, written in the transaction that decided to say it, and kept until it was said. */
export type OutboxMessage = {
  readonly id: number;
  readonly kind: OutboxKind;
  readonly content: Message;
  readonly state: OutboxState;
  readonly attempts: number;
  /** Not to be tried before, epoch ms. */
  readonly notBeforeAt: number;
  readonly createdAt: number;
};

export type OutboxKind =
  /** The incident's one message: posted once, edited ever after. `sequence` rises; an older text never replaces a newer. */
  | {
      readonly type: 'incident';
      readonly incidentId: IncidentId;
      readonly sequence: number;
      readonly reason: NotifyReason;
    }
  /** A line in the thread under the incident's message, perhaps somebody's note; a broadcast is seen in the channel as well. */
  | {
      readonly type: 'thread';
      readonly incidentId: IncidentId;
      readonly sequence: number;
      readonly reason: NotifyReason | 'noted';
      readonly isBroadcast: boolean;
    }
  /** One message about the bot's own health: posted once, edited when it is over. */
  | { readonly type: 'health'; readonly issueId: number }
  /** The report of one local day, `2026-11-21`, or of the week that ends with it, `week-2026-11-21`. */
  | { readonly type: 'report'; readonly day: string };

export type OutboxState = 'ready' | 'sending' | 'unknown' | 'sent' | 'failed' | 'superseded';

/** A letter to be written. `withFiles`: a report that its page and charts follow. */
export type NewMessage = Pick<OutboxMessage, 'kind' | 'content'> & { readonly withFiles?: boolean };

/** What the survey decided: letters to write and, for each incident, what the channel will have heard. */
export type PlannedNotification = {
  readonly incidentId: IncidentId;
  readonly state: NotificationState;
  readonly messages: readonly Pick<OutboxMessage, 'kind' | 'content'>[];
};

/** The key that finds a posted message again in the channel. One per message, the same for every attempt. */
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

/** The same calls, answered at once or later: the store itself, or one that lives in another thread. */
export type MaybeAsync<Calls> = {
  readonly [Name in keyof Calls]: Calls[Name] extends (...asked: infer Asked) => infer Answer
    ? (...asked: Asked) => Answer | Promise<Answer>
    : never;
};
