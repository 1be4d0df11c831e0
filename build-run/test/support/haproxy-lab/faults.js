const failed = (cause, status, { server = 's1', outcome = 'client-visible', madeBy = 'gateway' } = {}) => ({
  cause,
  status,
  outcome,
  madeBy,
  server,
});
const oneServer = (name) => (ports) => `server s1 127.0.0.1:${ports[name]}`;
/** What `option httplog` shows. */
export const httpFaults = [
  { name: 'good', backend: oneServer('good'), truth: null },
  { name: 'refused', backend: oneServer('refusing'), truth: failed('connection-refused', 503) },
  { name: 'full-queue', backend: oneServer('full'), truth: failed('connect-timeout', 503) },
  { name: 'slow', backend: oneServer('silent'), truth: failed('read-timeout', 504) },
  { name: 'closed', backend: oneServer('closes'), truth: failed('premature-close', 502) },
  { name: 'cut-header', backend: oneServer('closesInHeader'), truth: failed('premature-close', 502) },
  { name: 'garbage', backend: oneServer('notHttp'), truth: failed('malformed-response', 502) },
  // HAProxy counts it as an invalid response; `show errors` has the size.
  { name: 'big-header', backend: oneServer('bigHeader'), truth: failed('malformed-response', 502) },
  {
    name: 'cut-body',
    backend: oneServer('closesInBody'),
    truth: failed('premature-close', 200, { outcome: 'truncated' }),
  },
  {
    name: 'reset-body',
    backend: oneServer('resetsInBody'),
    truth: failed('premature-close', 200, { outcome: 'truncated' }),
  },
  {
    name: 'slow-body',
    backend: oneServer('silentInBody'),
    truth: failed('read-timeout', 200, { outcome: 'truncated' }),
  },
  // HAProxy 2.6 logs it as if the server had aborted.
  {
    name: 'broken-chunk',
    backend: oneServer('breaksChunk'),
    truth: failed('premature-close', 200, { outcome: 'truncated' }),
  },
  {
    name: 'down',
    backend: ({ refusing }) => `server s1 127.0.0.1:${refusing} check inter 100ms`,
    truth: failed('no-live-upstreams', 503, { server: null }),
  },
  {
    name: 'maintenance',
    backend: ({ good }) => `server s1 127.0.0.1:${good} disabled`,
    truth: failed('no-live-upstreams', 503, { server: null }),
  },
  { name: 'no-servers', backend: () => '', truth: failed('no-live-upstreams', 503, { server: null }) },
  {
    name: 'queued',
    backend: ({ silent }) => `server s1 127.0.0.1:${silent} maxconn 1`,
    before: 'queued/holds-the-slot',
    truth: failed('circuit-open', 503, { server: null }),
  },
  { name: 'answers-500', backend: oneServer('answers500'), truth: null },
  {
    name: 'answers-502',
    backend: oneServer('answers502'),
    truth: failed('upstream-502', 502, { madeBy: 'upstream' }),
  },
  {
    name: 'answers-503',
    backend: oneServer('answers503'),
    truth: failed('upstream-503', 503, { madeBy: 'upstream' }),
  },
  {
    name: 'answers-504',
    backend: oneServer('answers504'),
    truth: failed('upstream-504', 504, { madeBy: 'upstream' }),
  },
  {
    name: 'redispatched',
    backend: ({ refusing, good }) =>
      `option redispatch 1\nbalance first\nserver s1 127.0.0.1:${refusing}\nserver s2 127.0.0.1:${good}`,
    truth: failed('connect-failed', 200, { outcome: 'saved-by-retry', madeBy: 'undecided', server: null }),
  },
  { name: 'returned', truth: failed('gateway-returned', 503, { server: null }) },
  { name: 'rejected', truth: failed('gateway-returned', 503, { server: null }) },
  { name: 'denied', truth: null },
  { name: 'tarpitted', truth: null },
  { name: 'redirected', truth: null },
  { name: 'left-in-response', backend: oneServer('silent'), leavesAfterMs: 100, truth: null },
  { name: 'left-in-body', backend: oneServer('silentInBody'), leavesAfterMs: 250, truth: null },
  { name: 'left-in-connect', backend: oneServer('full'), leavesAfterMs: 100, truth: null },
  {
    name: 'left-in-queue',
    backend: ({ silent }) => `server s1 127.0.0.1:${silent} maxconn 1`,
    before: 'left-in-queue/holds-the-slot',
    leavesAfterMs: 150,
    truth: null,
  },
];
/** What only `%[bc_err_str]` behind httplog shows: without it, a failed handshake looks like a refusal. */
export const detailedFaults = [
  {
    name: 'tls-to-plain',
    backend: ({ notHttp }) => `server s1 127.0.0.1:${notHttp} ssl verify none`,
    truth: failed('tls-handshake', 503),
  },
  {
    name: 'tls-closed',
    backend: ({ closes }) => `server s1 127.0.0.1:${closes} ssl verify none`,
    truth: failed('tls-handshake', 503),
  },
  { name: 'refused-in-detail', backend: oneServer('refusing'), truth: failed('connection-refused', 503) },
];
