import type { Family } from '../../parse/decoder.js';
import type { Phase } from '../../parse/event.js';
import type { CauseId, Step } from '../cause.js';
import type { HintEntry } from './hint.js';
import { mostFrequent, outOf } from './statistics.js';

/** Durations that pile up at one value ended by a limit of that length: the gateway's, or one of the upstream. */
export const whoseTimeout: HintEntry = {
  id: 'whose-timeout',
  title: 'a time limit',
  refines: (cause) => ours.has(cause) || theirs.has(cause),
  draw: ({ cause, family, failures }) => {
    const timed = failures.filter((failure) => failure.cause === cause && failure.timing !== null);
    const durations = timed.map(({ timing }) => timing?.durationMs ?? 0).sort((one, other) => one - other);
    const middle = durations[Math.floor(durations.length / 2)] ?? 0;
    const reach = Math.max(reachMsMin, middle * reachShare);
    const piled = durations.filter((duration) => Math.abs(duration - middle) <= reach).length;
    if (piled < failuresMin || piled < timed.length * piledShareMin || middle < limitMsMin) return undefined;
    const took = `${outOf(piled, timed.length)} took ${secondsOf(middle)}`;
    return ours.has(cause)
      ? {
          certainty: 'certain',
          why: `${took}, and the gateway says that its own limit ran out: ${limitOf(family, phaseOf(timed))}.`,
          step: ourSteps[family],
        }
      : {
          certainty: 'likely',
          why: `${took} until the upstream gave up: the limit of ${secondsOf(middle)} is in the upstream, and the gateway would have waited longer.`,
          step: theirSteps[family],
        };
  },
};

/** The gateway's own clock ended these. */
const ours: ReadonlySet<CauseId> = new Set([
  'connect-timeout',
  'tls-timeout',
  'read-timeout',
  'send-timeout',
  'idle-timeout',
  'max-duration',
]);
/** The upstream ended these. */
const theirs: ReadonlySet<CauseId> = new Set([
  'premature-close',
  'connection-reset',
  'stream-reset',
  'upstream-502',
  'upstream-503',
  'upstream-504',
]);

/** As many as open an incident. */
const failuresMin = 5;
const piledShareMin = 0.8;
/** A limit is kept to within a timer's tick and a little queueing. */
const reachMsMin = 100;
const reachShare = 0.02;
/** Nobody sets a limit below this; what is faster is merely fast. */
const limitMsMin = 1_000;

const secondsOf = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

const phaseOf = (failures: readonly { readonly phase: Phase | null }[]): Phase | null =>
  mostFrequent(failures.map(({ phase }) => phase))?.item ?? null;

function limitOf(family: Family, phase: Phase | null): string {
  if (family === 'envoy')
    return phase === 'connecting'
      ? 'connect_timeout of the cluster'
      : 'timeout of the route, or per_try_timeout';
  if (phase === 'connecting' || phase === 'handshaking') return 'proxy_connect_timeout or its like';
  return phase === 'sending' ? 'proxy_send_timeout or its like' : 'proxy_read_timeout or its like';
}

const ourSay = 'Find what the upstream waits for; raise our limit only where such work may take longer';
const ourSteps: Readonly<Record<Family, Step>> = {
  nginx: { say: ourSay, type: `nginx -T 2>/dev/null | grep -nE '_(connect|send|read)_timeout'` },
  envoy: {
    say: ourSay,
    type: `curl -s localhost:9901/config_dump | grep -E '"(timeout|per_try_timeout|connect_timeout|idle_timeout)"'`,
  },
};

const theirSay = 'Find the limit of that length in the upstream or what it asks: it gave up, not the gateway';
const theirSteps: Readonly<Record<Family, Step>> = {
  nginx: {
    say: theirSay,
    type: `systemctl cat UNIT | grep -iE 'timeout|harakiri|max_execution'; journalctl -u UNIT -n 100 --no-pager`,
  },
  envoy: {
    say: theirSay,
    type: `kubectl describe pod POD -n NS | grep -iE 'timeout'; kubectl logs POD -n NS --tail=100 | grep -iE 'timeout|killed'`,
  },
};
