import type { LogZone } from '../../parse/zone-reading.js';
import type { FailureUpdate } from '../failure.js';
import type { GatewayEvidence } from './gateway-roles.js';
import type { PendingRequest } from './pending-request.js';

/** What the correlator has learned. Plain data, stored with the file checkpoints. */
export type CorrelatorState = {
  /** Only of version 1 of the store; now they have rows of their own. */
  readonly pending?: readonly PendingRequest[];
  /** Configured names by peer address, learned from records; null for a peer of several groups. */
  readonly upstreamNames: readonly (readonly [peer: string, name: string | null])[];
  /** Which of nginx's two logs have been seen: a log that nobody writes is not waited for. */
  readonly seenLogs: { readonly attempts: boolean; readonly requests: boolean };
  /** What is known of the zones of error logs. */
  readonly zones?: readonly LogZone[];
  /** Failures that wait for that of the gateway behind. */
  readonly held?: readonly FailureUpdate[];
  /** What is known of gateways behind another one. */
  readonly gateways?: readonly GatewayEvidence[];
};

/**
 * Requests that wait for records of the other log, each a row, so that no failure is lost or counted again after a restart.
 * Good requests are too many to store: a truncated body whose record is read after the restart has no status.
 */
export type RestoredRequests = {
  /** The latest, to be held in memory. */
  readonly latest: readonly PendingRequest[];
  readonly nextId: number;
};

export const noRestoredRequests: RestoredRequests = { latest: [], nextId: 1 };

export const emptyCorrelatorState: CorrelatorState = {
  upstreamNames: [],
  seenLogs: { attempts: false, requests: false },
};
