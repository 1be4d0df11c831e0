import { noOutcomes } from '../../src/incidents/failure-counts.js';
import { unknownIsolation } from '../../src/incidents/gateway-isolation.js';
/** 10 March 2026, 12:00 UTC: noon, so that a few hours either way are still the same day. */
export const noon = Date.UTC(2026, 2, 10, 12);
/** A request that failed at noon: the payment service refused the connection, and the client saw it. */
export const makeFailure = (overrides = {}) => ({
  key: 'error.log:0',
  at: noon,
  requestAt: noon,
  gateway: 'nginx-error',
  gatewayHost: null,
  cause: 'connection-refused',
  outcome: 'client-visible',
  madeBy: 'gateway',
  status: 502,
  upstream: 'pay',
  peer: '10.0.0.7:8080',
  client: '192.0.2.9',
  server: 'shop.example',
  host: 'shop.example',
  customer: null,
  request: { method: 'GET', target: '/cart', protocol: 'HTTP/1.1' },
  route: '/cart',
  attempts: 1,
  timing: { durationMs: 2, connectMs: 0 },
  symptom: 'ECONNREFUSED',
  phase: 'connecting',
  certainty: 'certain',
  hints: [{ id: 'one-bad-peer', certainty: 'likely', why: 'all failures are at one peer' }],
  message: 'connect() failed (111: Connection refused)',
  missingFields: ['$upstream_header_time'],
  evidence: [{ file: 'error.log', byte: 0, line: 1, text: 'connect() failed' }],
  ...overrides,
});
/** The open incident of seven such failures, all at its only upstream unless `upstreams` is set. */
export const makeIncident = (overrides = {}) => {
  const incident = {
    id: 1,
    number: 1,
    upstream: 'pay',
    causes: [{ cause: 'connection-refused', count: 7 }],
    causesBefore: [],
    causesAtEnd: [],
    state: { type: 'open', openedAt: noon },
    firstFailureAt: noon - 1_000,
    lastFailureAt: noon,
    outcomes: { ...noOutcomes, 'client-visible': 7 },
    successesSince: 0,
    acknowledgement: null,
    upstreams: [],
    service: null,
    severity: 'minor',
    reopenCount: 0,
    reopenedAt: null,
    emptiedBy: null,
    correctedCause: null,
    mergedIntoId: null,
    ...overrides,
  };
  return { ...incident, upstreams: overrides.upstreams ?? [makeSoleUpstream(incident)] };
};
/** An upstream that has all failures of its incident. */
const makeSoleUpstream = ({ upstream, causes, outcomes, firstFailureAt, lastFailureAt, successesSince }) => ({
  upstream,
  peer: '10.0.0.7:8080',
  causes,
  outcomes,
  firstFailureAt,
  lastFailureAt,
  successesSince,
  firstSuccessAt: null,
  successRoutes: [],
  failingRoutes: [],
  gatewayIsolation: unknownIsolation,
  clients: [],
  traffic: null,
  statuses: [],
});
