const failed = (cause, status, { upstream = () => null, ...other } = {}) => ({
  cause,
  status,
  outcome: 'client-visible',
  madeBy: 'gateway',
  upstream,
  ...other,
});
const brokenOff = (cause, upstream = () => null) =>
  failed(cause, null, { outcome: 'truncated', isWithoutRequest: true, upstream });
const address = (name) => (ports) => `127.0.0.1:${ports[name]}`;
const transport = `{
  transport http {
    dial_timeout 400ms
    response_header_timeout 700ms
    read_timeout 1s
  }
}`;
const proxyTo =
  (name, scheme = '') =>
  (ports) =>
    `reverse_proxy ${scheme}${address(name)(ports)} ${transport}`;
export const caddyFaults = [
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
