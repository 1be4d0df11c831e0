import type { CorrelatorState } from '../diagnose/correlate/correlator-state.js';
import type { GatewayRole } from '../diagnose/correlate/gateway-roles.js';
import type { PendingChanges } from '../diagnose/correlate/pending-rows.js';
import type { LogActivity } from '../health/inputs.js';
import type { EmptyGroupsState } from '../incidents/empty-groups.js';
import type { Incident } from '../incidents/incident.js';
import type { AssignedFailure } from '../incidents/incident-tracker.js';
import type { ClientNetwork } from '../incidents/recent-clients.js';
import type { Change } from '../parse/event.js';
import type { PatternChange } from '../parse/pattern-miner.js';
import type { Checkpoint } from './checkpoint.js';
import type { WorkersState } from './worker-changes.js';

/** Everything that one chunk of log lines changes. The store writes it in one transaction, or not at all. */
export type Batch = {
  readonly checkpoints: readonly Checkpoint[];
  readonly failures: readonly AssignedFailure[];
  /** The current version of every incident that changed. */
  readonly incidents: readonly Incident[];
  readonly traffic: readonly UpstreamTraffic[];
  readonly peerTraffic: readonly PeerTraffic[];
  /** Records per log, for the health checks. Empty when replaying. */
  readonly activity: readonly LogActivity[];
  readonly requestTraffic: readonly RequestTraffic[];
  readonly changes: readonly Change[];
  /** Patterns of unread and unknown records that got more of them. Absent where there are none. */
  readonly linePatterns?: readonly PatternChange[];
  /** How gateways stand to each other, all that is known; absent where nothing new is. */
  readonly gatewayRoles?: readonly GatewayRole[] | undefined;
  /** Requests that wait for records of the other log: those that changed. */
  readonly pendingChanges: PendingChanges;
  /** What the correlator knows besides. Null when replaying, as a replay is never resumed. */
  readonly correlatorState: CorrelatorState | null;
  /** Absent parts have not changed, or belong to a replay. */
  readonly recentState?: RecentState;
};

/** What incidents and changes are judged by beside stored rows, as plain data for a restart. */
export type RecentState = {
  readonly emptyGroups?: EmptyGroupsState;
  readonly workers?: WorkersState;
  readonly clients?: readonly ClientNetwork[];
};

/** Requests in access logs, to add to the counts of that minute. `successes` are those without a failure. */
export type UpstreamTraffic = {
  /** Start of the minute, epoch ms. */
  readonly minute: number;
  readonly upstream: string | null;
  readonly requests: number;
  readonly successes: number;
  /** The access log, as `GatewayLogNames` names it; absent where the counts are of several. */
  readonly log?: string;
};

/** Successful responses of one peer, to add to the count of that minute. */
export type PeerTraffic = {
  /** Start of the minute, epoch ms. */
  readonly minute: number;
  readonly upstream: string;
  readonly peer: string;
  readonly successes: number;
};

/** `UpstreamTraffic` by status, and by route or by customer. */
export type RequestTraffic = UpstreamTraffic & {
  /** Status of the answer; null when the log shows none, as the client left before it. */
  readonly status: number | null;
  /** Answers of `requests` that the log shows to be made by the upstream, among those with an error status. */
  readonly madeByUpstream: number;
  readonly dimension: 'route' | 'customer';
  /** Host header of the requests to a route; null if the log format lacks it, and for customers. */
  readonly host: string | null;
  readonly value: string | null;
};

/** Joins batches, for callers that commit rarely. The last version of an incident wins. */
export function mergeBatches(batches: readonly Batch[]): Batch {
  const incidents = new Map(
    batches.flatMap((batch) => batch.incidents.map((incident) => [incident.id, incident])),
  );
  return {
    checkpoints: batches.flatMap(({ checkpoints }) => checkpoints),
    failures: batches.flatMap(({ failures }) => failures),
    incidents: [...incidents.values()],
    traffic: batches.flatMap(({ traffic }) => traffic),
    peerTraffic: batches.flatMap(({ peerTraffic }) => peerTraffic),
    activity: batches.flatMap(({ activity }) => activity),
    requestTraffic: batches.flatMap(({ requestTraffic }) => requestTraffic),
    changes: batches.flatMap(({ changes }) => changes),
    linePatterns: batches.flatMap(({ linePatterns = [] }) => linePatterns),
    pendingChanges: {
      saved: batches.flatMap(({ pendingChanges }) => pendingChanges.saved),
      removed: batches.flatMap(({ pendingChanges }) => pendingChanges.removed),
    },
    gatewayRoles: batches.findLast(({ gatewayRoles }) => gatewayRoles !== undefined)?.gatewayRoles,
    correlatorState: batches.at(-1)?.correlatorState ?? null,
  };
}
