import { countClientImpacting, findRootCause } from '../incidents/incident.js';
import {
  findNotifyReason,
  hasCauseChanged,
  hasSpread,
  type NotificationState,
  type NotifyContext,
  type NotifyReason,
  shouldBroadcast,
} from './reason.js';

/** What the survey decides about one incident: why to speak, where besides its message, and what will have been heard then. */
export type NotifyDecision = {
  readonly reason: NotifyReason;
  /** A line of its own in the thread; `broadcast` when those who do not follow it should see it too. */
  readonly thread: 'none' | 'line' | 'broadcast';
  readonly state: NotificationState;
};

/** The verdict, or undefined when there is nothing to say. `before` is what the channel has heard so far. */
export function decideNotification(
  context: NotifyContext,
  previous: NotificationState | undefined,
  now: number,
): NotifyDecision | undefined {
  const reason = findNotifyReason(context, previous, now);
  if (reason === undefined) return undefined;
  const isBroadcast = shouldBroadcast(reason, context.incident, previous, now);
  const thread = shouldPostInThread(reason, context, previous)
    ? isBroadcast
      ? 'broadcast'
      : 'line'
    : 'none';
  return { reason, thread, state: buildNotificationState(context, reason, previous, now) };
}

/** Reasons that deserve a line of their own in the thread; the others only edit the message. */
const threadReasons: ReadonlySet<NotifyReason> = new Set([
  'worsened',
  'cause-changed',
  'acknowledged',
  'escalated',
  'silenced',
  'silence-ended',
  'recovered',
  'reopened',
  'absorbed',
  'merged',
]);

function shouldPostInThread(
  reason: NotifyReason,
  { incident, silence }: NotifyContext,
  previous: NotificationState | undefined,
): boolean {
  // The first message says it all, and what is silenced is not to be heard.
  if (previous === undefined || silence === 'active') return reason === 'silenced';
  return threadReasons.has(reason) || (reason === 'spread' && hasSpread(incident, previous));
}

function buildNotificationState(
  { incident, peerCount, absorbedCount, silence }: NotifyContext,
  reason: NotifyReason,
  previous: NotificationState | undefined,
  now: number,
): NotificationState {
  const announcesUpstreams =
    previous === undefined || reason === 'absorbed' || (reason === 'spread' && hasSpread(incident, previous));
  return {
    reason,
    at: now,
    cause:
      previous === undefined || hasCauseChanged(incident, previous)
        ? findRootCause(incident)
        : previous.cause,
    severity: incident.severity,
    alarming: countClientImpacting(incident),
    peers: Math.max(peerCount, previous?.peers ?? 0),
    upstreams: announcesUpstreams ? incident.upstreams.length : previous.upstreams,
    parts: Math.max(absorbedCount, previous?.parts ?? 0),
    acknowledged: incident.acknowledgement !== null,
    escalated: reason === 'escalated' || (previous?.escalated === true && reason !== 'reopened'),
    silenced: silence === 'active',
    resolved: incident.state.type === 'resolved',
  };
}
