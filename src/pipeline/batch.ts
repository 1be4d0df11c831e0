import type { CorrelatorState } from '../diagnose/correlate/correlator.js';
import type { LogActivity } from '../health/inputs.js';
import type { Incident } from '../incidents/incident.js';
import type { AssignedFailure } from '../incidents/incident-tracker.js';
import type { Change } from '../parse/event.js';
import type { Checkpoint } from './checkpoint.js';

/** All that one digested chunk changes. The store writes it in one transaction, or not at all. */
export type Batch = {
  readonly checkpoints: readonly Checkpoint[];
  readonly failures: readonly AssignedFailure[];
  /** Incidents as they are now; only those that changed. */
  readonly incidents: readonly Incident[];
  readonly traffic: readonly UpstreamTraffic[];
  readonly peerTraffic: readonly PeerTraffic[];
  /** How much came, by log: what the bot judges silence by. Empty when replaying. */
  readonly activity: readonly LogActivity[];
  readonly requestTraffic: readonly RequestTraffic[];
  readonly changes: readonly Change[];
  /** What waits for the other log: plain data, for a restart. Null when replaying, which is never taken up again. */
  readonly correlatorState: CorrelatorState | null;
};

/** Requests seen in access logs: to add to that minute's count. `good` are those that met no failure. */
export type UpstreamTraffic = {
  /** Start of the minute, epoch ms. */
  readonly minute: number;
  readonly upstream: string | null;
  readonly requests: number;
  readonly successes: number;
};

/** Good answers of one peer: to add to that minute's count. */
export type PeerTraffic = {
  /** Start of the minute, epoch ms. */
  readonly minute: number;
  readonly upstream: string;
  readonly peer: string;
  readonly successes: number;
};

/** The same by what was asked for, or by whom: to add to that minute's count. */
export type RequestTraffic = UpstreamTraffic & {
  readonly dimension: 'route' | 'customer';
  /** The Host header of a route; null where the format does not tell it, and for customers. */
  readonly host: string | null;
  readonly value: string | null;
};

/** Several batches as one, for those who store seldom: of an incident the last version counts. */
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
    correlatorState: batches.at(-1)?.correlatorState ?? null,
  };
}
