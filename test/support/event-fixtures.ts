import type { Failure } from '../../src/diagnose/failure.js';
import type { Attempt, Finding, Remark, Request, Try } from '../../src/parse/event.js';

/** A minute at which tests begin: 22 November 2026, 09:00 UTC. */
export const nine = Date.UTC(2026, 10, 22, 9);
export const seconds = (count: number): number => count * 1_000;
export const minutes = (count: number): number => count * 60_000;

let records = 0;
const place = (file: string) => {
  records += 1;
  return { file, byte: records * 300, line: records };
};

export const refused: Finding = {
  symptom: 'ECONNREFUSED',
  phase: 'connecting',
  socket: 'tcp',
  certainty: 'certain',
  words: 'connect() failed (111: Connection refused)',
  lacks: [],
};
export const timedOut: Finding = {
  ...refused,
  symptom: 'timed-out',
  phase: 'reading-header',
  words: 'upstream timed out',
};
export const cutBody: Finding = {
  ...refused,
  symptom: 'closed',
  phase: 'reading-body',
  words: 'upstream prematurely closed connection',
};
export const noPeer: Finding = {
  ...refused,
  symptom: 'no-peer',
  phase: 'choosing',
  words: 'no live upstreams',
};
export const unexplained: Finding = {
  ...refused,
  symptom: 'unexplained',
  phase: null,
  socket: null,
  certainty: 'guess',
  words: 'status 502',
  lacks: ['$upstream_header_time'],
};

/** An attempt of nginx's error log: client 192.0.2.7 asks for /cart, peer 10.0.0.7:8080 refuses. */
export const attempt = (over: Partial<Attempt> = {}): Attempt => ({
  type: 'attempt',
  gateway: 'nginx-error',
  place: place('error.log'),
  at: nine,
  source: null,
  text: `error record ${records}`,
  finding: refused,
  status: 502,
  pid: 31,
  connection: 45,
  subrequest: null,
  suspect: false,
  client: '192.0.2.7',
  server: 'shop.example',
  host: 'shop.example',
  request: { method: 'GET', target: '/cart', protocol: 'HTTP/1.1' },
  upstream: 'http://10.0.0.7:8080/cart',
  group: null,
  peer: '10.0.0.7:8080',
  ...over,
});

/** The access line of the same request, answered 502. */
export const request = (over: Partial<Request> = {}): Request => ({
  type: 'request',
  gateway: 'nginx-access',
  place: place('access.log'),
  at: nine,
  source: null,
  text: `access record ${records}`,
  status: 502,
  durationMs: 1,
  tries: [aTry()],
  finding: unexplained,
  outcome: 'client-visible',
  madeBy: 'gateway',
  connection: 45,
  requestId: null,
  suspect: false,
  client: '192.0.2.7',
  server: null,
  host: 'shop.example',
  request: { method: 'GET', target: '/cart', protocol: 'HTTP/1.1' },
  upstream: '10.0.0.7:8080',
  group: 'shop',
  peer: '10.0.0.7:8080',
  ...over,
});

/** A record of the same request that is no failure: nginx says that the request failed with its subrequest. */
export const remark = (over: Partial<Remark> = {}): Remark => {
  const { finding: _, status: __, pid: ___, subrequest: ____, suspect: _____, ...record } = attempt();
  return {
    ...record,
    type: 'remark',
    kind: 'derived',
    words: 'auth request unexpected status: 502',
    ...over,
  };
};

/** One element of the `$upstream_*` lists: refused by 10.0.0.7:8080. */
export const aTry = (over: Partial<Try> = {}): Try => ({
  peer: '10.0.0.7:8080',
  status: 502,
  connectMs: null,
  headerMs: null,
  responseMs: 0,
  redirected: false,
  ...over,
});

/** A request that the upstream answered well. */
export const goodRequest = (over: Partial<Request> = {}): Request =>
  request({
    status: 200,
    tries: [aTry({ status: 200, connectMs: 0, headerMs: 2, responseMs: 2 })],
    finding: null,
    outcome: null,
    madeBy: null,
    ...over,
  });

/** A failure that a client saw: the shop refuses. */
export const failure = (over: Partial<Failure> = {}): Failure => ({
  key: `failure ${place('error.log').line}`,
  at: nine,
  gateway: 'nginx-error',
  gatewayHost: null,
  customer: null,
  cause: 'connection-refused',
  outcome: 'client-visible',
  madeBy: 'gateway',
  status: 502,
  upstream: 'shop',
  peer: '10.0.0.7:8080',
  client: '192.0.2.7',
  server: 'shop.example',
  host: 'shop.example',
  request: { method: 'GET', target: '/cart', protocol: 'HTTP/1.1' },
  route: '/cart',
  attempts: 1,
  timing: null,
  symptom: 'ECONNREFUSED',
  phase: 'connecting',
  certainty: 'certain',
  hints: [],
  words: 'connect() failed (111: Connection refused)',
  lacks: [],
  evidence: [{ file: 'error.log', byte: 0, line: 1, text: 'the record' }],
  ...over,
});
