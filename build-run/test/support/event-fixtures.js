/** Start time of the tests: 22 November 2026, 09:00 UTC. */
export const nineAm = Date.UTC(2026, 10, 22, 9);
export const seconds = (count) => count * 1_000;
export const minutes = (count) => count * 60_000;
let recordCount = 0;
const nextLocation = (file) => {
  recordCount += 1;
  return { file, byte: recordCount * 300, line: recordCount };
};
export const refusedFinding = {
  symptom: 'ECONNREFUSED',
  phase: 'connecting',
  socket: 'tcp',
  certainty: 'certain',
  message: 'connect() failed (111: Connection refused)',
  missingFields: [],
};
export const timeoutFinding = {
  ...refusedFinding,
  symptom: 'timed-out',
  phase: 'reading-header',
  message: 'upstream timed out',
};
export const truncatedBodyFinding = {
  ...refusedFinding,
  symptom: 'closed',
  phase: 'reading-body',
  message: 'upstream prematurely closed connection',
};
export const noPeerFinding = {
  ...refusedFinding,
  symptom: 'no-peer',
  phase: 'choosing',
  message: 'no live upstreams',
};
export const unexplainedFinding = {
  ...refusedFinding,
  symptom: 'unexplained',
  phase: null,
  socket: null,
  certainty: 'guess',
  message: 'status 502',
  missingFields: ['$upstream_header_time'],
};
/** An attempt of nginx's error log: client 192.0.2.7 asks for /cart, peer 10.0.0.7:8080 refuses. */
export const makeAttempt = (overrides = {}) => ({
  type: 'attempt',
  gateway: 'nginx-error',
  location: nextLocation('error.log'),
  at: nineAm,
  source: null,
  text: `error record ${recordCount}`,
  finding: refusedFinding,
  status: 502,
  pid: 31,
  connection: 45,
  subrequest: null,
  isSuspect: false,
  client: '192.0.2.7',
  server: 'shop.example',
  host: 'shop.example',
  request: { method: 'GET', target: '/cart', protocol: 'HTTP/1.1' },
  upstream: 'http://10.0.0.7:8080/cart',
  upstreamName: null,
  peer: '10.0.0.7:8080',
  ...overrides,
});
/** The access line of the same request, answered 502. */
export const makeRequest = (overrides = {}) => ({
  type: 'request',
  gateway: 'nginx-access',
  location: nextLocation('access.log'),
  at: nineAm,
  source: null,
  text: `access record ${recordCount}`,
  status: 502,
  durationMs: 1,
  upstreamAttempts: [makeUpstreamAttempt()],
  finding: unexplainedFinding,
  outcome: 'client-visible',
  madeBy: 'gateway',
  connection: 45,
  requestId: null,
  isSuspect: false,
  client: '192.0.2.7',
  server: null,
  host: 'shop.example',
  request: { method: 'GET', target: '/cart', protocol: 'HTTP/1.1' },
  upstream: '10.0.0.7:8080',
  upstreamName: 'shop',
  peer: '10.0.0.7:8080',
  ...overrides,
});
/** A notice about the same request, which failed with its subrequest. It does not count as a separate failure. */
export const makeNotice = (overrides = {}) => {
  const { finding: _, status: __, pid: ___, subrequest: ____, isSuspect: _____, ...record } = makeAttempt();
  return {
    ...record,
    type: 'notice',
    kind: 'derived',
    message: 'auth request unexpected status: 502',
    ...overrides,
  };
};
/** One element of the `$upstream_*` lists: refused by 10.0.0.7:8080. */
export const makeUpstreamAttempt = (overrides = {}) => ({
  peer: '10.0.0.7:8080',
  status: 502,
  connectMs: null,
  headerMs: null,
  responseMs: 0,
  redirected: false,
  ...overrides,
});
/** A request that the upstream answered with status 200. */
export const makeGoodRequest = (overrides = {}) =>
  makeRequest({
    status: 200,
    upstreamAttempts: [makeUpstreamAttempt({ status: 200, connectMs: 0, headerMs: 2, responseMs: 2 })],
    finding: null,
    outcome: null,
    madeBy: null,
    ...overrides,
  });
