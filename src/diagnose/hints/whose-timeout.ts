import type { CatalogueProduct, Product } from '../../parse/decoder.js';
import type { Phase } from '../../parse/event.js';
import type { FixStep } from '../advice/fix-step.js';
import { getCause } from '../causes/index.js';
import { chooseStep } from './choose-step.js';
import { defineHint } from './hint.js';

import { findMostFrequent, formatFraction } from './statistics.js';

/** Durations that cluster at one value point to a timeout of that length, in the gateway or in the upstream. */
export const whoseTimeout = defineHint({
  id: 'whose-timeout',
  title: 'a time limit',
  phrases: [],
  showsOrigin: true,
  refines: ({ endedBy }) => endedBy !== undefined,
  detect: ({ cause, product, failures }) => {
    const timedFailures = failures.filter((failure) => failure.cause === cause && failure.timing !== null);
    const durations = timedFailures.map(({ timing }) => timing?.durationMs ?? 0).sort((a, b) => a - b);
    const medianMs = durations[Math.floor(durations.length / 2)] ?? 0;
    const toleranceMs = Math.max(toleranceMsMin, medianMs * toleranceShare);
    const clusteredCount = durations.filter(
      (duration) => Math.abs(duration - medianMs) <= toleranceMs,
    ).length;
    if (
      clusteredCount < failuresMin ||
      clusteredCount < timedFailures.length * clusteredShareMin ||
      medianMs < limitMsMin
    )
      return undefined;
    const summary = `${formatFraction(clusteredCount, timedFailures.length)} took ${formatSeconds(medianMs)}`;
    return getCause(cause).endedBy === 'gateway-timer'
      ? {
          certainty: 'certain',
          why: `${summary}, and the gateway logged that its own limit expired: ${describeLimit(product, findMainPhase(timedFailures))}.`,
          step: chooseStep(product, (known) => gatewaySteps[known]),
        }
      : {
          certainty: 'likely',
          why: `${summary} until the upstream gave up: the limit of ${formatSeconds(medianMs)} is in the upstream, as the gateway was still waiting.`,
          step: chooseStep(product, (known) => upstreamSteps[known]),
        };
  },
});

/** As many as open an incident. */
const failuresMin = 5;
const clusteredShareMin = 0.8;
/** Timers are accurate to within a tick and a little queueing. */
const toleranceMsMin = 100;
const toleranceShare = 0.02;
/** Nobody sets a limit below this. */
const limitMsMin = 1_000;

const formatSeconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

const findMainPhase = (failures: readonly { readonly phase: Phase | null }[]): Phase | null =>
  findMostFrequent(failures.map(({ phase }) => phase))?.item ?? null;

function describeLimit(product: Product, phase: Phase | null): string {
  if (product === 'envoy')
    return phase === 'connecting'
      ? 'connect_timeout of the cluster'
      : 'timeout of the route, or per_try_timeout';
  if (product === 'haproxy') return phase === 'connecting' ? 'timeout connect' : 'timeout server';
  if (phase === 'connecting' || phase === 'handshaking') return 'proxy_connect_timeout or its counterpart';
  return phase === 'sending'
    ? 'proxy_send_timeout or its counterpart'
    : 'proxy_read_timeout or its counterpart';
}

const gatewayStepText =
  'Find what the upstream waits for; raise our limit only where such work may take longer';
const gatewaySteps: Readonly<Record<CatalogueProduct, FixStep>> = {
  nginx: { text: gatewayStepText, command: `nginx -T 2>/dev/null | grep -nE '_(connect|send|read)_timeout'` },
  envoy: {
    text: gatewayStepText,
    command: `curl -s localhost:9901/config_dump | grep -E '"(timeout|per_try_timeout|connect_timeout|idle_timeout)"'`,
  },
};

const upstreamStepText =
  'Find the limit of that length in the upstream or behind it: it gave up, not the gateway';
const upstreamSteps: Readonly<Record<CatalogueProduct, FixStep>> = {
  nginx: {
    text: upstreamStepText,
    command: `systemctl cat UNIT | grep -iE 'timeout|harakiri|max_execution'; journalctl -u UNIT -n 100 --no-pager`,
  },
  envoy: {
    text: upstreamStepText,
    command: `kubectl describe pod POD -n NS | grep -iE 'timeout'; kubectl logs POD -n NS --tail=100 | grep -iE 'timeout|killed'`,
  },
};
