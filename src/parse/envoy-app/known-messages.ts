import type { Change, Phase, Symptom } from '../event.js';

/** What a message at info or above says of Envoy itself. */
export type AppMeaning =
  | {
      readonly type: 'attempt';
      readonly symptom: Symptom;
      readonly phase: Phase | null;
      readonly group: string | null;
    }
  | { readonly type: 'change'; readonly kind: Change['kind']; readonly words: string };

/** What the message means; undefined where it tells of nothing that failed or changed. */
export function appMeaning(message: string): AppMeaning | undefined {
  for (const { opening, meaning } of meanings) {
    const match = opening.exec(message);
    if (match) return meaning(match[1] ?? null);
  }
  return undefined;
}

type Entry = { readonly opening: RegExp; readonly meaning: (subject: string | null) => AppMeaning };

const failed = (symptom: Symptom, phase: Phase | null, opening: RegExp): Entry => ({
  opening,
  meaning: (group) => ({ type: 'attempt', symptom, phase, group }),
});

const changed = (kind: Change['kind'], words: string, opening: RegExp): Entry => ({
  opening,
  meaning: () => ({ type: 'change', kind, words }),
});

/** Messages begin like this. Where one names a cluster, listener or host, the first group is that name. */
const meanings: readonly Entry[] = [
  failed('config-missing', 'preparing', /^gRPC config: initial fetch timed out for /),
  failed('config-missing', 'preparing', /^(?:gRPC config|delta config|Config) for \S+ rejected: /),
  failed('config-missing', 'preparing', /^(?:cds|eds): cluster '([^']*)' config rejected: /),
  failed('config-missing', 'preparing', /^(?:s?rds|lds|sds|eds): (?:[a-z]+ ){0,3}'[^']*' config rejected: /),
  failed('config-missing', 'preparing', /^REST config: initial fetch timeout for /),
  failed('config-missing', 'preparing', /^REST update for \S+ failed/),
  failed('config-missing', 'preparing', /^Filesystem config update rejected: /),
  failed('config-missing', 'preparing', /^Failed to reload certificates: /),
  failed('config-missing', 'preparing', /^Unable to atomically refresh secrets due to /),
  failed('config-missing', 'preparing', /^removing warming cluster (\S+)/),
  failed('config-missing', 'preparing', /^cm odcds: on-demand discovery for cluster (\S+) timed out/),
  failed('no-route', 'preparing', /^cm odcds: cluster (\S+) not found during on-demand discovery/),
  failed('name-server-failed', 'resolving', /^Failed to process DNS response for (\S+) with error: /),
  failed(
    'misconfigured',
    'choosing',
    /^original_dst_load_balancer: No downstream connection or no original_dst/,
  ),
  failed('misconfigured', 'starting', /^listener '[^']*' failed to bind or apply socket options/),
  failed(
    'EMFILE',
    'connecting',
    /^envoy bug failure: [^\n]{0,400}?socket\(2\) failed, got error: Too many open files/,
  ),
  failed('crashed', 'starting', /^error `[\s\S]{0,4000}?` initializing config/),
  failed('crashed', 'starting', /^error initializing configuration /),
  failed('crashed', null, /^assert failure: /),
  failed('crashed', null, /^panic: /),
  failed('crashed', null, /^Caught [A-Za-z/ ]{1,40}, suspect faulting address /),
  failed('crashed', null, /^Watchdog MULTIKILL as /),
  failed('crashed', null, /^envoy bug failure: /),
  changed('restart', 'Envoy started', /^starting main dispatch loop/),
  changed('restart', 'Envoy started', /^all dependencies initialized\. starting workers/),
  changed('stop', 'Envoy shuts down', /^(?:caught SIG(?:TERM|INT)|shutting down server instance)/),
  changed('stop', 'Envoy drains its listeners', /^closing and draining listeners/),
  changed('config', 'Envoy has all clusters', /^cm init: all clusters initialized/),
  changed('config', 'Envoy got clusters', /^cds: (?:add|added) \d+ /),
  changed('config', 'Envoy got a listener', /^lds: (?:add\/update|add or update|remove) listener /),
];
