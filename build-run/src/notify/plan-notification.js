import { rankPeers, summarizeIncident } from '../report/summary/incident.js';
import { renderAlertMessage } from './alert-message.js';
import { callsOwners, decideNotification } from './decide-notification.js';
import { findOwners, isWithinQuietHours } from './policy.js';
import { buildSilenceTarget, findCoveringSilence, findSilenceState } from './silence.js';
import { renderThreadMessage } from './thread-message.js';
/**
 * Main function of this folder, which turns incidents into outbox messages and delivers them. Returns the messages to
 * post or edit for an incident now, with its new notified state; undefined when there is nothing to announce.
 */
export function planNotification(incident, context) {
  const { repository, findState, silences, policy, renderButtons, now, timezone } = context;
  const previous = findState(incident.id);
  if (incident.number === null || (incident.state.type === 'resolved' && previous?.isResolved !== false))
    return undefined;
  const decision = decideNotification(buildNotifyContext(incident, context), previous, now);
  if (decision === undefined) return undefined;
  const { reason, thread, state } = decision;
  // Collected only now, because the decision above runs every second.
  const summary = summarizeIncident(incident, repository, now);
  const routes = summary.routes.flatMap(({ key }) => key ?? []);
  const owners = findOwners({ upstreams: summary.upstreams, routes }, policy.owners);
  const silence =
    silences.length === 0
      ? undefined
      : findCoveringSilence(buildSilenceTarget(incident, repository, now), silences, now);
  const absorbedNotifiedCount = previous?.absorbedCount ?? 0;
  const messageContext = { owners, silence, absorbedNotifiedCount, renderButtons };
  const messages = [
    {
      kind: { type: 'incident', incidentId: incident.id, sequence: now, reason },
      content: renderAlertMessage(summary, now, timezone, messageContext),
    },
  ];
  if (thread !== 'none') {
    const isBroadcast = thread === 'broadcast';
    messages.push({
      kind: { type: 'thread', incidentId: incident.id, sequence: now, reason, isBroadcast },
      content: renderThreadMessage(reason, summary, now, timezone, {
        ...messageContext,
        owners: reason === 'escalated' || callsOwners(incident.severity, previous) ? owners : [],
      }),
    });
  }
  return { incidentId: incident.id, messages, state };
}
function buildNotifyContext(incident, { repository, silences, policy, now, timezone }) {
  const beganAt = incident.state.type === 'pending' ? now : incident.state.openedAt;
  return {
    incident,
    // Runs every second. With several upstreams, peers are no news and are not counted.
    peerCount: incident.upstreams.length === 1 ? rankPeers(incident, repository, now).length : 0,
    absorbedCount: repository.relatedIncidents(incident).children.length,
    silence:
      silences.length === 0
        ? 'none'
        : findSilenceState(buildSilenceTarget(incident, repository, now), silences, beganAt, now),
    isQuietTime: isWithinQuietHours(policy.quietHours, now, timezone),
    escalateAfterMs: policy.escalateAfterMs,
    hasOwners: policy.owners.length > 0,
  };
}
