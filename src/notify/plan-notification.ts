import type { Incident, IncidentId } from '../incidents/incident.js';
import type { Repository } from '../report/repository.js';
import { rankPeers, summarizeIncident } from '../report/summary/incident.js';
import { type RenderButtons, renderAlertMessage } from './alert-message.js';
import {
  callsOwners,
  decideNotification,
  type NotificationState,
  type NotifyContext,
} from './decide-notification.js';
import type { OutboxMessage, PlannedNotification } from './outbox.js';
import { findOwners, isWithinQuietHours, type NotificationPolicy } from './policy.js';
import { buildSilenceTarget, findCoveringSilence, findSilenceState, type Silence } from './silence.js';
import { renderThreadMessage } from './thread-message.js';

/** Inputs of the planner besides the incident. */
export type PlanContext = {
  readonly repository: Repository;
  /** The last notified state of an incident; undefined before its first message. */
  readonly findState: (incidentId: IncidentId) => NotificationState | undefined;
  /** Active silences, and those that ended recently. */
  readonly silences: readonly Silence[];
  readonly policy: NotificationPolicy;
  readonly renderButtons: RenderButtons;
  readonly now: number;
  /** IANA time zone of displayed times. */
  readonly timezone: string;
};

/**
 * Main function of this folder, which turns incidents into outbox messages and delivers them. Returns the messages to
 * post or edit for an incident now, with its new notified state; undefined when there is nothing to announce.
 */
export function planNotification(incident: Incident, context: PlanContext): PlannedNotification | undefined {
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

  const messages: Pick<OutboxMessage, 'kind' | 'content'>[] = [
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

function buildNotifyContext(
  incident: Incident,
  { repository, silences, policy, now, timezone }: PlanContext,
): NotifyContext {
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
