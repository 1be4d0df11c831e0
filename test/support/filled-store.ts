import type { Failure } from '../../src/diagnose/failure.js';
import { findRootCause, type Incident } from '../../src/incidents/incident.js';
import type { GatewayChange } from '../../src/parse/event.js';
import type { Checkpoint } from '../../src/pipeline/checkpoint.js';
import type { FileCoverage } from '../../src/report/repository.js';
import { openStore, type Store } from '../../src/storage/store.js';
import { minutes, outageStartedAt } from './incident-fixtures.js';
import { makeBatch, makeCheckpoint } from './store-fixtures.js';

export type StoreContents = {
  readonly failures?: readonly Failure[];
  readonly incidents?: readonly Incident[];
  readonly changes?: readonly GatewayChange[];
  readonly coverage?: readonly FileCoverage[];
  /** Requests to `pay_backend` in each minute of `requestsAt`: by default the one in which the outage began. */
  readonly requests?: number;
  readonly requestsAt?: readonly number[];
  /** Successes of its peers in the same minutes. */
  readonly successesByPeer?: Readonly<Record<string, number>>;
};

/** Opens an in-memory store with this data. A failure belongs to the incident that matches its upstream and time. */
export function openFilledStore({
  failures = [],
  incidents = [],
  changes = [],
  coverage = [],
  requests = 0,
  requestsAt = [outageStartedAt],
  successesByPeer = {},
}: StoreContents): Store {
  const store = openStore(':memory:', outageStartedAt);
  const requestMinutes = requestsAt.map((at) => Math.floor(at / minutes(1)) * minutes(1));
  store.commit(
    makeBatch({
      // Fixtures share keys, and a key is stored once.
      failures: failures.map((failure, index) => ({
        failure: { ...failure, key: `${index} ${failure.key}` },
        previous: null,
        incidentId: incidents.find((incident) => hasFailure(incident, failure))?.id ?? unassignedId,
      })),
      traffic: requestMinutes
        .filter(() => requests > 0)
        .map((minute) => ({ minute, upstream: 'pay_backend', requests, successes: requests })),
      peerTraffic: requestMinutes.flatMap((minute) =>
        Object.entries(successesByPeer).map(([peer, successes]) => ({
          minute,
          upstream: 'pay_backend',
          peer,
          successes,
        })),
      ),
      checkpoints: coverage.map(toCheckpoint),
    }),
    outageStartedAt,
  );
  for (const incident of incidents) store.saveIncident(incident);
  for (const change of changes) store.saveChange(change);
  for (const { file, error } of coverage) if (error !== null) store.saveFileProblem(file, error);
  // Every incident has already been announced in the channel.
  store.saveDecisions(
    incidents.filter(({ number }) => number !== null).map(planNotification),
    [],
    outageStartedAt,
  );
  return store;
}

const unassignedId = 1_000_000;

const hasFailure = ({ upstreams, firstFailureAt, lastFailureAt }: Incident, { upstream, at }: Failure) =>
  at >= firstFailureAt && at <= lastFailureAt && upstreams.some((affected) => affected.upstream === upstream);

function toCheckpoint(file: FileCoverage, index: number): Checkpoint {
  const { fileCheckpoint, parserState } = makeCheckpoint(0, { path: file.file, ino: String(index) });
  const { gateway, lines, records, unparsed, examples, latestAt } = file;
  return {
    fileCheckpoint,
    parserState: { ...parserState, gateway, lines, records, unparsed, unparsedExamples: examples, latestAt },
  };
}

const planNotification = (incident: Incident) => ({
  incidentId: incident.id,
  state: {
    reason: 'opened',
    notifiedAt: incident.firstFailureAt,
    cause: findRootCause(incident),
    severity: incident.severity,
    clientImpacting: 1,
    peerCount: 1,
    upstreamCount: 1,
    absorbedCount: 0,
    isAcknowledged: false,
    isEscalated: false,
    areOwnersCalled: true,
    isSilenced: false,
    isResolved: incident.state.type === 'resolved',
  } as const,
  messages: [],
});
