import { minuteMs } from '../base/duration.js';
import { countClientImpacting, findRootCause } from '../incidents/incident.js';
import { isMoreSevere } from '../incidents/severity.js';
/** Reasons to post or edit a message about an incident. */
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
];
/** Decides whether and why to notify now. Undefined, the usual result, means no message. */
export function decideNotification(context, previous, now) {
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
/** Minimum time between two edits while only the count changes. */
export const editIntervalMs = 30_000;
/** A young incident grows anyway; until this age, growth is shown in the message and is no news. */
const settlingMs = minuteMs;
/** Ten times as many failures as last shown: the fault has grown by an order of magnitude. */
const worsenedFactor = 10;
/** Returns the reason to notify now, or undefined. */
export function findNotifyReason(context, previous, now) {
  const { incident } = context;
  if (incident.number === null) return undefined;
  if (previous === undefined) return findFirstReason(context);
  if (previous.isResolved) return incident.state.type === 'open' && canPage(context) ? 'reopened' : undefined;
  if (incident.mergedIntoId !== null) return 'merged';
  if (incident.state.type === 'resolved') return 'recovered';
  if (incident.acknowledgement !== null && !previous.isAcknowledged) return 'acknowledged';
  if (context.silence === 'active')
    return previous.isSilenced ? findEditReason(context, previous, now) : 'silenced';
  if (previous.isSilenced) return 'silence-ended';
  return findUrgentReason(context, previous, now) ?? findEditReason(context, previous, now);
}
/** An incident that ended before it was announced, or was silenced all along, appears only in the report. */
function findFirstReason(context) {
  if (context.incident.state.type !== 'open' || !canPage(context)) return undefined;
  return context.silence === 'ended' ? 'silence-ended' : 'opened';
}
const canPage = ({ incident, silence, isQuietTime }) =>
  silence !== 'active' && !(isQuietTime && incident.severity === 'minor');
/** Changes that cannot wait for the next edit. */
function findUrgentReason({ incident, absorbedCount, escalateAfterMs, hasOwners }, previous, now) {
  if (absorbedCount > previous.absorbedCount) return 'absorbed';
  if (hasCauseChanged(incident, previous)) return 'cause-changed';
  const { state } = incident;
  const age = state.type === 'open' ? now - (incident.reopenedAt ?? state.openedAt) : 0;
  const isSettled = age >= settlingMs;
  if (hasOwners && mustCallOwners(incident, previous)) return 'worsened';
  if (isSettled && isMoreSevere(incident.severity, previous.severity)) return 'worsened';
  // The shown count is wrong by an order of magnitude: correct it at once, even if that is no news.
  if (countClientImpacting(incident) >= Math.max(1, previous.clientImpacting) * worsenedFactor)
    return isSettled ? 'worsened' : 'still-failing';
  const isDue = escalateAfterMs !== null && age >= escalateAfterMs;
  const isUnanswered = incident.acknowledgement === null && incident.severity !== 'minor';
  return isDue && isUnanswered && !previous.isEscalated ? 'escalated' : undefined;
}
/** True when a minor incident has become one that its owners have to know of. */
const mustCallOwners = ({ severity, acknowledgement }, previous) =>
  acknowledgement === null && callsOwners(severity, previous);
function findEditReason({ incident, peerCount }, previous, now) {
  const sinceMs = now - previous.notifiedAt;
  // Negative after the clock stepped back: edit anyway instead of waiting until it has caught up.
  if (sinceMs >= 0 && sinceMs < editIntervalMs) return undefined;
  if (hasSpread(incident, previous) || peerCount > previous.peerCount) return 'spread';
  return countClientImpacting(incident) === previous.clientImpacting ? undefined : 'still-failing';
}
/**
 * True when the root cause is no longer the announced one: it was corrected by hand, or another cause is well ahead. Early
 * on a small lead is enough, because the first step to take depends on it. Later two causes may alternate for hours; that
 * is visible in the message, and each further announcement needs twice as many failures as the announced cause has.
 */
function hasCauseChanged(incident, previous) {
  const cause = findRootCause(incident);
  if (cause === previous.cause) return false;
  const previousCount = countCause(incident, previous.cause);
  return (
    incident.correctedCause !== null ||
    countCause(incident, cause) >= previousCount * (previousCount < fewFailuresMax ? 1.2 : 2)
  );
}
const fewFailuresMax = 20;
const countCause = ({ causes }, cause) => causes.find((entry) => entry.cause === cause)?.count ?? 0;
/** True when so many more upstreams are affected that the thread should say so. */
const hasSpread = ({ upstreams, service }, previous) =>
  service === null && upstreams.length >= previous.upstreamCount * getSpreadFactor(previous.upstreamCount);
/** One reply per upstream would be a storm of its own: only 2, 4, 8, 16, 64 and 256 upstreams are announced. */
const getSpreadFactor = (upstreams) => (upstreams < 16 ? 2 : 4);
/** True when a reply in the thread is shown in the channel as well. */
export function shouldBroadcast(reason, { severity }, previous, now) {
  if (previous === undefined) return false;
  if (reason === 'reopened') return now - previous.notifiedAt >= reopenBroadcastMs;
  // Ten times as many failures concern the thread; only a higher severity concerns the channel.
  if (reason === 'worsened')
    return isMoreSevere(severity, previous.severity) || callsOwners(severity, previous);
  return reason === 'escalated';
}
/** True for the first message with a severity at which owners are paged. */
export const callsOwners = (severity, previous) => severity !== 'minor' && previous?.areOwnersCalled !== true;
/** An incident that reopens sooner is flapping. */
const reopenBroadcastMs = 600_000;
function shouldPostInThread(reason, { incident, silence }, previous) {
  // The first message needs no reply, and a silenced incident gets none but the one that says so.
  if (previous === undefined || silence === 'active') return reason === 'silenced';
  return threadReasons.has(reason) || (reason === 'spread' && hasSpread(incident, previous));
}
/** Reasons that get a reply in the thread; the others only edit the message. */
const threadReasons = new Set([
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
function buildNotificationState({ incident, peerCount, absorbedCount, silence }, reason, previous, now) {
  const announcesUpstreams =
    previous === undefined || reason === 'absorbed' || (reason === 'spread' && hasSpread(incident, previous));
  return {
    reason,
    notifiedAt: now,
    cause:
      previous === undefined || hasCauseChanged(incident, previous)
        ? findRootCause(incident)
        : previous.cause,
    severity: incident.severity,
    clientImpacting: countClientImpacting(incident),
    peerCount: Math.max(peerCount, previous?.peerCount ?? 0),
    upstreamCount: announcesUpstreams ? incident.upstreams.length : previous.upstreamCount,
    absorbedCount: Math.max(absorbedCount, previous?.absorbedCount ?? 0),
    isAcknowledged: incident.acknowledgement !== null,
    isEscalated: reason === 'escalated' || (previous?.isEscalated === true && reason !== 'reopened'),
    areOwnersCalled: incident.severity !== 'minor' || previous?.areOwnersCalled === true,
    isSilenced: silence === 'active',
    isResolved: incident.state.type === 'resolved',
  };
}
