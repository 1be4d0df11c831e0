/** Interprets a message; undefined if it reports no failure or change. */
export function interpretAppMessage(message) {
  for (const { pattern, createMeaning } of knownMessages) {
    const match = pattern.exec(message);
    if (match) return createMeaning(match[1] ?? null);
  }
  return undefined;
}
const defineFailure = (symptom, phase, pattern) => ({
  pattern,
  createMeaning: (upstreamName) => ({ type: 'attempt', symptom, phase, upstreamName }),
});
const defineChange = (kind, message, pattern) => ({
  pattern,
  createMeaning: () => ({ type: 'change', kind, message }),
});
/** Known starts of messages. If one names a cluster, listener or host, the first group is the name. */
const knownMessages = [
  defineFailure('config-missing', 'preparing', /^gRPC config: initial fetch timed out for /),
  defineFailure('config-missing', 'preparing', /^(?:gRPC config|delta config|Config) for \S+ rejected: /),
  defineFailure('config-missing', 'preparing', /^(?:cds|eds): cluster '([^']*)' config rejected: /),
  defineFailure(
    'config-missing',
    'preparing',
    /^(?:s?rds|lds|sds|eds): (?:[a-z]+ ){0,3}'[^']*' config rejected: /,
  ),
  defineFailure('config-missing', 'preparing', /^REST config: initial fetch timeout for /),
  defineFailure('config-missing', 'preparing', /^REST update for \S+ failed/),
  defineFailure('config-missing', 'preparing', /^Filesystem config update rejected: /),
  defineFailure('config-missing', 'preparing', /^Failed to reload certificates: /),
  defineFailure('config-missing', 'preparing', /^Unable to atomically refresh secrets due to /),
  defineFailure('config-missing', 'preparing', /^removing warming cluster (\S+)/),
  defineFailure('config-missing', 'preparing', /^cm odcds: on-demand discovery for cluster (\S+) timed out/),
  defineFailure('no-route', 'preparing', /^cm odcds: cluster (\S+) not found during on-demand discovery/),
  defineFailure('name-server-failed', 'resolving', /^Failed to process DNS response for (\S+) with error: /),
  defineFailure(
    'misconfigured',
    'choosing',
    /^original_dst_load_balancer: No downstream connection or no original_dst/,
  ),
  defineFailure('misconfigured', 'starting', /^listener '[^']*' failed to bind or apply socket options/),
  defineFailure(
    'EMFILE',
    'connecting',
    /^envoy bug failure: [^\n]{0,400}?socket\(2\) failed, got error: Too many open files/,
  ),
  defineFailure('crashed', 'starting', /^error `[\s\S]{0,4000}?` initializing config/),
  defineFailure('crashed', 'starting', /^error initializing configuration /),
  defineFailure('crashed', null, /^assert failure: /),
  defineFailure('crashed', null, /^panic: /),
  defineFailure('crashed', null, /^Caught [A-Za-z/ ]{1,40}, suspect faulting address /),
  defineFailure('crashed', null, /^Watchdog MULTIKILL as /),
  defineFailure('crashed', null, /^envoy bug failure: /),
  defineChange('restart', 'Envoy started', /^starting main dispatch loop/),
  defineChange('restart', 'Envoy started', /^all dependencies initialized\. starting workers/),
  defineChange(
    'stop',
    'Envoy shutting down',
    /^(?:[Cc]aught (?:ENVOY_)?SIG(?:TERM|INT)|shutting down server instance)/,
  ),
  defineChange('stop', 'Envoy draining its listeners', /^closing and draining listeners/),
  defineChange('config', 'Envoy initialized all clusters', /^cm init: all clusters initialized/),
  defineChange('config', 'Envoy received clusters', /^cds: (?:add|added) \d+ /),
  defineChange('config', 'Envoy updated a listener', /^lds: (?:add\/update|add or update|remove) listener /),
];
