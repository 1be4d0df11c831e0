import { findRootCause } from '../../src/incidents/incident.js';
import { openStore } from '../../src/storage/store.js';
import { minutes, outageStartedAt } from './incident-fixtures.js';
import { makeBatch, makeCheckpoint } from './store-fixtures.js';
/** Opens an in-memory store with this data. A failure belongs to the incident that matches its upstream and time. */
export function openFilledStore({
  failures = [],
  incidents = [],
  changes = [],
  coverage = [],
  requests = 0,
  requestsAt = [outageStartedAt],
  successesByPeer = {},
}) {
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
const hasFailure = ({ upstreams, firstFailureAt, lastFailureAt }, { upstream, at }) =>
  at >= firstFailureAt && at <= lastFailureAt && upstreams.some((affected) => affected.upstream === upstream);
function toCheckpoint(file, index) {
  const { fileCheckpoint, parserState } = makeCheckpoint(0, { path: file.file, ino: String(index) });
  const { gateway, lines, records, unparsed, examples, latestAt } = file;
  return {
    fileCheckpoint,
    parserState: { ...parserState, gateway, lines, records, unparsed, unparsedExamples: examples, latestAt },
  };
}
const planNotification = (incident) => ({
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
  },
  messages: [],
});
