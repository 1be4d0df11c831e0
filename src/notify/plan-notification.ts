import type { Incident, IncidentId } from '../incidents/incident.js';
import type { Repository } from '../report/repository.js';
import { rankPeers, summarizeIncident } from '../report/summary/incident.js';
import { type RenderButtons, renderAlertMessage } from './alert-message.js';
import type { NotificationState, NotifyContext } from './decide-notification.js';
import { decideNotification } from './decide-notification.js';
import type { OutboxMessage, PlannedNotification } from './outbox.js';
import { findOwners, isWithinQuietHours, type NotificationPolicy } from './policy.js';
import { buildSilenceTarget, findCoveringSilence, findSilenceState, type Silence } from './silence.js';
import { renderThreadMessage } from './thread-message.js';

/** What the survey looks at besides the incident. */
export type PlanContext = {
  readonly repository: Repository;
  /** What the channel has heard of an incident so far. */
  readonly findState: (incidentId: IncidentId) => NotificationState | undefined;
  /** Those that last, and those that ended lately. */
  readonly silences: readonly Silence[];
  readonly policy: NotificationPolicy;
  readonly renderButtons: RenderButtons;
  readonly now: number;
  /** IANA zone of times that people read. */
  readonly timezone: string;
};

/** What the channel should hear of an incident now; undefined when there is nothing new to tell. */
export function planNotification(incident: Incident, context: PlanContext): PlannedNotification | undefined {
  const { repository, findState, silences, policy, renderButtons, now, timezone } = context;
  const previous = findState(incident.id);
  if (incident.number === null || (incident.state.type === 'resolved' && previous?.isResolved !== false))
    return undefined;
  const decision = decideNotification(buildNotifyContext(incident, context), previous, now);
  if (decision === undefined) return undefined;
  const { reason, thread, state } = decision;
  // Gathered only when there is something to tell: this is asked every second.
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
      content: renderThreadMessage(reason, summary, now, timezone, messageContext),
    });
  }
  return { incidentId: incident.id, messages, state: state };
}

function buildNotifyContext(
  incident: Incident,
  { repository, silences, policy, now, timezone }: PlanContext,
): NotifyContext {
  const beganAt = incident.state.type === 'pending' ? now : incident.state.openedAt;
  return {
    incident,
    // Asked every second: where whole upstreams are counted, their peers are no news.
    peerCount: incident.upstreams.length === 1 ? rankPeers(incident, repository, now).length : 0,
    absorbedCount: repository.relatedIncidents(incident).children.length,
    silence:
      silences.length === 0
        ? 'none'
        : findSilenceState(buildSilenceTarget(incident, repository, now), silences, beganAt, now),
    isQuietTime: isWithinQuietHours(policy.quietHours, now, timezone),
    escalateAfterMs: policy.escalateAfterMs,
  };
}
