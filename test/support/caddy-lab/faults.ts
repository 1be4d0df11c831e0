import type { CauseId } from '../../../src/diagnose/causes/index.js';
import type { Maker, Outcome } from '../../../src/parse/event.js';
import type { FaultPorts } from '../haproxy-lab/faults.js';
import type { BehaviourName } from '../haproxy-lab/servers.js';

/** One way to break a request at Caddy, and what its logs show of it. */
export type CaddyFault = {
  /** The path, without its slash. */
  readonly name: string;
  /** Directives of the site, for this path. */
  readonly directives: (ports: FaultPorts) => string;
  /** The client leaves after this time. */
  readonly leavesAfterMs?: number;
  /** How often it is asked; once by default. */
  readonly requests?: number;
  /** Null for what is no failure of the gateway. */
  readonly truth: CaddyTruth | null;
};

export type CaddyTruth = {
  readonly cause: CauseId;
  readonly outcome: Outcome;
  readonly madeBy: Maker;
  readonly status: number | null;
  /** As the error names it; null where Caddy writes none. */
  readonly upstream: (ports: FaultPorts) => string | null;
  /** True where the record has no request: an answer that broke off, before release 2.7. */
  readonly isWithoutRequest?: true;
};

const failed = (
  cause: CauseId,
  status: number | null,
  { upstream = () => null, ...other }: Partial<CaddyTruth> = {},
): CaddyTruth => ({ cause, status, outcome: 'client-visible', madeBy: 'gateway', upstream, ...other });

const brokenOff = (cause: CauseId, upstream: CaddyTruth['upstream'] = () => null): CaddyTruth =>
  failed(cause, null, { outcome: 'truncated', isWithoutRequest: true, upstream });

type PortName = BehaviourName | 'refusing' | 'full';

const address = (name: PortName) => (ports: FaultPorts) => `127.0.0.1:${ports[name]}`;

const transport = `{
  transport http {
    dial_timeout 400ms
    response_header_timeout 700ms
    read_timeout 1s
  }
}`;

const proxyTo =
  (name: PortName, scheme = '') =>
  (ports: FaultPorts) =>
    `reverse_proxy ${scheme}${address(name)(ports)} ${transport}`;

export const caddyFaults: readonly CaddyFault[] = [
  { name: 'good', directives: proxyTo('good'), truth: null },
  {
    name: 'refused',
    directives: proxyTo('refusing'),
    truth: failed('connection-refused', 502, { upstream: address('refusing') }),
  },
  {
    name: 'full-queue',
    directives: proxyTo('full'),
    truth: failed('connect-timeout', 502, { upstream: address('full') }),
  },
  { name: 'slow', directives: proxyTo('silent'), truth: failed('read-timeout', 504) },
  { name: 'closed', directives: proxyTo('closes'), truth: failed('premature-close', 502) },
  // Go reads a header that is cut as one without a colon.
  { name: 'cut-header', directives: proxyTo('closesInHeader'), truth: failed('malformed-response', 502) },
  { name: 'garbage', directives: proxyTo('notHttp'), truth: failed('malformed-response', 502) },
  // The default limit is 10 MB.
  { name: 'big-header', directives: proxyTo('bigHeader'), truth: null },
  { name: 'cut-body', directives: proxyTo('closesInBody'), truth: brokenOff('premature-close') },
  {
    name: 'reset-body',
    directives: proxyTo('resetsInBody'),
    truth: brokenOff('connection-reset', address('resetsInBody')),
  },
  {
    name: 'slow-body',
    directives: proxyTo('silentInBody'),
    truth: brokenOff('read-timeout', address('silentInBody')),
  },
  { name: 'broken-chunk', directives: proxyTo('breaksChunk'), truth: brokenOff('malformed-response') },
  {
    name: 'no-such-name',
    directives: () => 'reverse_proxy nosuch.invalid:80',
    truth: failed('dns-not-found', 502, { upstream: () => 'nosuch.invalid' }),
  },
  {
    name: 'no-socket',
    directives: () => 'reverse_proxy unix//nonexistent/app.sock',
    truth: failed('socket-missing', 502, { upstream: () => 'unix:/nonexistent/app.sock' }),
  },
  {
    name: 'tls-to-plain',
    directives: ({ notHttp }) => `reverse_proxy https://127.0.0.1:${notHttp}`,
    truth: failed('protocol-mismatch', 502),
  },
  {
    name: 'none-left',
    directives: (ports) => `reverse_proxy ${address('refusing')(ports)} {
  fail_duration 1m
}`,
    requests: 4,
    // The first one finds it refusing, and takes it out.
    truth: failed('no-live-upstreams', 503),
  },
  { name: 'answers-500', directives: proxyTo('answers500'), truth: null },
  {
    name: 'answers-502',
    directives: proxyTo('answers502'),
    truth: failed('upstream-502', 502, { madeBy: 'upstream' }),
  },
  {
    name: 'answers-503',
    directives: proxyTo('answers503'),
    truth: failed('upstream-503', 503, { madeBy: 'upstream' }),
  },
  {
    name: 'answers-504',
    directives: proxyTo('answers504'),
    truth: failed('upstream-504', 504, { madeBy: 'upstream' }),
  },
  {
    name: 'configured-error',
    directives: () => 'error "maintenance" 503',
    truth: failed('gateway-returned', 503),
  },
  // The error log is silent about it, as about errors that handle_errors answers.
  { name: 'configured-answer', directives: () => 'respond 503', truth: failed('unknown', 503) },
  {
    name: 'retried',
    directives: (ports) => `reverse_proxy ${address('refusing')(ports)} ${address('good')(ports)} {
  lb_policy first
  lb_try_duration 2s
  fail_duration 1m
}`,
    truth: null,
  },
  { name: 'denied', directives: () => 'respond 403', truth: null },
  { name: 'left', directives: proxyTo('silent'), leavesAfterMs: 150, truth: null },
  { name: 'left-in-body', directives: proxyTo('silentInBody'), leavesAfterMs: 300, truth: null },
];
