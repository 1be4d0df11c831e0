const visible = (causes, madeBy = 'gateway') => ({
  causes,
  outcome: 'client-visible',
  failedTries: 1,
  madeBy,
});
const refusedReason = 'delayed_connect_error:_Connection_refused';
const refusedBody =
  'upstream connect error or disconnect/reset before headers. reset reason: remote connection failure, transport failure reason: delayed connect error: Connection refused';
const closedBody =
  'upstream connect error or disconnect/reset before headers. reset reason: connection termination';
const answered = (status, failed = null) => ({
  status,
  flags: '-',
  details: 'via_upstream',
  tookMs: [2, 200],
  failed,
});
/** Every scenario of Envoy, by name. */
export const envoyScenarios = {
  good: answered(200),
  moved: answered(301),
  'not-found': answered(404),
  'app-429': answered(429),
  'app-500': answered(500),
  'app-503': answered(503, visible(['upstream-503'], 'upstream')),
  'app-502': answered(502, visible(['upstream-502'], 'upstream')),
  'app-504': answered(504, visible(['upstream-504'], 'upstream')),
  refused: {
    status: 503,
    flags: 'UF',
    details: `upstream_reset_before_response_started{remote_connection_failure|${refusedReason}}`,
    reason: refusedReason,
    tookMs: [0, 3],
    bytes: refusedBody.length,
    failed: visible(['connection-refused']),
  },
  'refused-retried': {
    status: 503,
    flags: 'URX,UF',
    details: `upstream_reset_before_response_started{remote_connection_failure|${refusedReason}}`,
    reason: refusedReason,
    tookMs: [20, 90],
    bytes: refusedBody.length + 'retried and the latest '.length,
    failed: visible(['connection-refused']),
  },
  'no-host': {
    status: 503,
    flags: 'UH',
    details: 'no_healthy_upstream',
    tookMs: [0, 1],
    bytes: 19,
    hasHost: false,
    failed: visible(['no-live-upstreams']),
  },
  'timed-out': {
    status: 504,
    flags: 'UT',
    details: 'response_timeout',
    tookMs: [15_000, 15_003],
    bytes: 24,
    failed: visible(['read-timeout']),
  },
  closed: {
    status: 503,
    flags: 'UC',
    details: 'upstream_reset_before_response_started{connection_termination}',
    tookMs: [1, 80],
    bytes: closedBody.length,
    failed: visible(['premature-close']),
  },
  overflow: {
    status: 503,
    flags: 'UO',
    details: 'upstream_reset_before_response_started{overflow}',
    tookMs: [0, 1],
    bytes: 81,
    failed: visible(['circuit-open']),
  },
  'client-left': {
    status: 0,
    flags: 'DC',
    details: 'downstream_remote_disconnect',
    tookMs: [200, 4_000],
    bytes: 0,
    failed: null,
  },
};
export function playEnvoy(name, dice, service, startMs) {
  const end = envoyScenarios[name];
  if (end === undefined) throw new Error(`no scenario ${name}`);
  const tookMs = dice.between(...end.tookMs);
  const peer = end.hasHost === false ? null : dice.pick(service.peers);
  const isAnswered = end.details === 'via_upstream';
  return {
    endMs: startMs + tookMs,
    status: end.status,
    bytes: end.bytes ?? dice.between(1_000, 9_000),
    failed: end.failed,
    records: [],
    tries: [
      {
        peer,
        group: service.name,
        end: { type: 'answered', status: end.status },
        startMs,
        endMs: startMs + tookMs,
        headerMs: isAnswered ? tookMs : null,
        connectMs: null,
        redirected: false,
      },
    ],
    service,
    loggedService: service,
    envoy: { flags: end.flags, details: end.details, reason: end.reason ?? '-' },
  };
}
