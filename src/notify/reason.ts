import type { CauseId } from '../diagnose/cause.js';
import { countClientImpacting, findRootCause, type Incident } from '../incidents/incident.js';
import { isMoreSevere, type Severity } from '../incidents/severity.js';

/** Why the channel hears something now. */
export const notifyReasons = [
  'opened',
  'spread',
  'worsened',
  'still-failing',
  'cause-changed',
  'acknowledged',
  'escalated',
  'silenced',
  'silence-ended',
  'recovered',
  'reopened',
  'absorbed',
  'merged',
] as const;
export type NotifyReason = (typeof notifyReasons)[number];

/** What the channel has heard of one incident. */
export type NotificationState = {
  readonly reason: NotifyReason;
  readonly at: number;
  /** The cause that the incident was named after when that was last worth a line. */
  readonly cause: CauseId;
  readonly severity: Severity;
  /** Failures that clients saw or may have seen, as last told. */
  readonly alarming: number;
  /** Peers that were named. */
  readonly peers: number;
  /** How many upstreams it had when that was last worth a line. */
  readonly upstreams: number;
  /** How many incidents that the channel knew it was told to speak for. */
  readonly parts: number;
  readonly acknowledged: boolean;
  /** Its owners were called again, as nobody had taken it on. */
  readonly escalated: boolean;
  readonly silenced: boolean;
  readonly resolved: boolean;
};

/** An incident as the survey finds it. */
export type NotifyContext = {
  readonly incident: Incident;
  readonly peerCount: number;
  /** Incidents that have become a part of it, of which the channel had heard. */
  readonly absorbedCount: number;
  /** What the channel asked for: nothing, not to hear of it, or that until now. */
  readonly silence: 'none' | 'active' | 'ended';
  /** It is a time at which minor incidents wait. */
  readonly isQuietTime: boolean;
  /** How long an incident may go without anybody taking it on; null: for ever. */
  readonly escalateAfterMs: number | null;
};

/** A message is edited at most this often while nothing but the count changes. */
export const editIntervalMs = 30_000;
/** While it is young it grows of itself: that is in the message, and no news yet. */
const settlingMs = 60_000;
/** Ten times as many as last told: the fault has grown by an order of magnitude. */
const worsenedFactor = 10;
/** A thread line for each upstream of a storm would be a storm of its own: 2, 4, 8, 16, 64, 256 are worth one. */
const findSpreadFactor = (upstreams: number) => (upstreams < 16 ? 2 : 4);

/** The reason to speak now, or undefined. Silence is the usual answer, and as much a decision. */
export function findNotifyReason(
  context: NotifyContext,
  previous: NotificationState | undefined,
  now: number,
): NotifyReason | undefined {
  const { incident } = context;
  if (incident.number === null) return undefined;
  if (previous === undefined) return findFirstReason(context);
  if (previous.resolved) return incident.state.type === 'open' && canPage(context) ? 'reopened' : undefined;
  if (incident.mergedIntoId !== null) return 'merged';
  if (incident.state.type === 'resolved') return 'recovered';
  if (incident.acknowledgement !== null && !previous.acknowledged) return 'acknowledged';
  if (context.silence === 'active')
    return previous.silenced ? findEditReason(context, previous, now) : 'silenced';
  if (previous.silenced) return 'silence-ended';
  return findUrgentReason(context, previous, now) ?? findEditReason(context, previous, now);
}

/** What was over before anybody heard of it belongs into the report, and so does what nobody wanted to hear. */
function findFirstReason(context: NotifyContext): NotifyReason | undefined {
  if (context.incident.state.type !== 'open' || !canPage(context)) return undefined;
  return context.silence === 'ended' ? 'silence-ended' : 'opened';
}

const canPage = ({ incident, silence, isQuietTime }: NotifyContext): boolean =>
  silence !== 'active' && !(isQuietTime && incident.severity === 'minor');

/** What has turned, and cannot wait for the next edit. */
function findUrgentReason(
  { incident, absorbedCount, escalateAfterMs }: NotifyContext,
  previous: NotificationState,
  now: number,
): NotifyReason | undefined {
  if (absorbedCount > previous.parts) return 'absorbed';
  if (hasCauseChanged(incident, previous)) return 'cause-changed';
  const { state } = incident;
  const age = state.type === 'open' ? now - (incident.reopenedAt ?? state.openedAt) : 0;
  const isSettled = age >= settlingMs;
  if (isSettled && isMoreSevere(incident.severity, previous.severity)) return 'worsened';
  // What was told is off by an order of magnitude: that is set right at once, though it may be no news.
  if (countClientImpacting(incident) >= Math.max(1, previous.alarming) * worsenedFactor)
    return isSettled ? 'worsened' : 'still-failing';
  const isDue = escalateAfterMs !== null && age >= escalateAfterMs;
  return isDue && incident.acknowledgement === null && !previous.escalated ? 'escalated' : undefined;
}

/**
 * True when another cause names it: somebody said so, or it is well ahead of the one that was told. At first a small lead
 * is enough, as the first step changes with it; later two may take turns at the head for hours, which is in the message,
 * and each turn that is told needs twice as many failures as the last.
 */
export function hasCauseChanged(incident: Incident, previous: Pick<NotificationState, 'cause'>): boolean {
  const cause = findRootCause(incident);
  if (cause === previous.cause) return false;
  const previousCount = countCause(incident, previous.cause);
  return (
    incident.correctedCause !== null ||
    countCause(incident, cause) >= previousCount * (previousCount < fewFailuresMax ? 1.2 : 2)
  );
}

const fewFailuresMax = 20;

const countCause = ({ causes }: Incident, cause: CauseId): number =>
  causes.find((entry) => entry.cause === cause)?.count ?? 0;

function findEditReason(
  { incident, peerCount }: NotifyContext,
  previous: NotificationState,
  now: number,
): NotifyReason | undefined {
  const sinceMs = now - previous.at;
  // A clock that stepped back must not keep the message from being edited until it has caught up.
  if (sinceMs >= 0 && sinceMs < editIntervalMs) return undefined;
  if (hasSpread(incident, previous) || peerCount > previous.peers) return 'spread';
  return countClientImpacting(incident) === previous.alarming ? undefined : 'still-failing';
}

/** True when it hits so many more upstreams that it is worth a line. */
export const hasSpread = (
  { upstreams, service }: Incident,
  previous: Pick<NotificationState, 'upstreams'>,
): boolean =>
  service === null && upstreams.length >= previous.upstreams * findSpreadFactor(previous.upstreams);

/** True when a line in the thread should also be seen by those who do not follow it. */
export function shouldBroadcast(
  reason: NotifyReason,
  { severity }: Pick<Incident, 'severity'>,
  previous: NotificationState | undefined,
  now: number,
): boolean {
  if (previous === undefined) return false;
  if (reason === 'reopened') return now - previous.at >= reopenBroadcastMs;
  // Ten times as many is news for the thread; only a greater severity is for all.
  if (reason === 'worsened') return isMoreSevere(severity, previous.severity);
  return reason === 'escalated';
}

const reopenBroadcastMs = 600_000;
