import { noOutcomes } from '../../src/incidents/failure-counts.js';
import { makeFailure, makeIncident } from './failure-fixtures.js';
export const timezone = 'Europe/Berlin';
/** Start of an outage of the payment service: Saturday 21 November 2026, 14:14 in Berlin. */
export const outageStartedAt = Date.parse('2026-11-21T13:14:07Z');
export const minutes = (count) => count * 60_000;
/** One failed request of that outage, as both logs of nginx describe it. */
export const makePayFailure = (overrides = {}) =>
  makeFailure({
    key: 'a',
    at: outageStartedAt,
    upstream: 'pay_backend',
    request: { method: 'POST', target: '/api/pay/4711', protocol: 'HTTP/1.1' },
    route: '/api/pay/:id',
    timing: null,
    hints: [],
    missingFields: [],
    evidence: [{ file: '/var/log/nginx/error.log', byte: 0, line: 1, text: refusedRecord }],
    ...overrides,
  });
const refusedRecord =
  '2026/11/21 14:14:07 [error] 31#31: *88 connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.9, server: shop.example, request: "POST /api/pay/4711?card=4111111111111111 HTTP/1.1", upstream: "http://10.0.0.7:8080/api/pay/4711", host: "shop.example"';
/** Failures spread over the twelve minutes since `outageStartedAt`. */
export const makeOutageFailures = (count = 212) =>
  Array.from({ length: count }, (_, index) =>
    makePayFailure({
      key: String(index),
      at: outageStartedAt + Math.floor((index / count) * minutes(12)),
      ...(index % 7 === 0 ? { route: '/cart' } : {}),
      ...(index % 70 === 69 ? { outcome: 'saved-by-retry', status: 200 } : {}),
      ...(index % 3 === 0 ? { peer: '10.0.0.8:8080' } : {}),
    }),
  );
export function countOutcomes(failures) {
  const counts = { ...noOutcomes };
  for (const { outcome } of failures) counts[outcome] += 1;
  return counts;
}
/** The incident of the outage, still open after twelve minutes: 209 of 5,000 requests failed. */
export const makePayIncident = (overrides = {}) => {
  const incident = makeIncident({
    id: 7,
    number: 142,
    upstream: 'pay_backend',
    causes: [{ cause: 'connection-refused', count: 212 }],
    state: { type: 'open', openedAt: outageStartedAt + 4000 },
    firstFailureAt: outageStartedAt,
    lastFailureAt: outageStartedAt + minutes(12) - 1000,
    outcomes: countOutcomes(makeOutageFailures()),
    ...overrides,
  });
  const from = outageStartedAt;
  const to = outageStartedAt + minutes(12) - 1000;
  const counted = { from, to, requests: 5_000, requestsSince: 0, recent: { failed: 8, requests: 200 } };
  // Other outcomes have other numbers: none is made up for them.
  const traffic = overrides.outcomes === undefined ? { from, to, failed: 209, counted } : null;
  const statuses = [
    { status: 502, count: 209, clientVisible: 209 },
    { status: 200, count: 3, clientVisible: 0 },
  ];
  return {
    ...incident,
    upstreams:
      overrides.upstreams ?? incident.upstreams.map((affected) => ({ ...affected, traffic, statuses })),
  };
};
/** Context of an incident that is neither silenced nor in quiet hours. */
export const makeNotifyContext = (incident) => ({
  incident: incident,
  peerCount: 1,
  absorbedCount: 0,
  silence: 'none',
  isQuietTime: false,
  escalateAfterMs: null,
  hasOwners: false,
});
export const makeCoverage = (overrides = {}) => ({
  file: '/var/log/nginx/error.log',
  gateway: 'nginx-error',
  lines: 12_400,
  records: 12_345,
  unparsed: 8,
  examples: [],
  latestAt: outageStartedAt + minutes(12),
  error: null,
  zone: null,
  ...overrides,
});
