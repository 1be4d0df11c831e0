import { readUpstreamLog } from '../advice/commands.js';
import { look } from '../advice/fix-step.js';
import { changeWorkerTimeout } from '../advice/runtimes.js';
import { nameDirective } from '../advice/settings.js';
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
  detect: ({ cause, product, failures, facts }) => {
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
          why: `${summary}, the limit of the gateway itself: ${describeLimit(product, findMainPhase(timedFailures), facts)}.`,
        }
      : {
          certainty: 'likely',
          why: `${summary} until the upstream gave up: the limit of ${formatSeconds(medianMs)} is in the upstream, as the gateway was still waiting.`,
          step: chooseStep(product, upstreamSteps, facts),
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
const formatSeconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
const findMainPhase = (failures) => findMostFrequent(failures.map(({ phase }) => phase))?.item ?? null;
function describeLimit(product, phase, facts) {
  if (product === 'envoy')
    return phase === 'connecting'
      ? 'connect_timeout of the cluster'
      : 'timeout of the route, or per_try_timeout';
  if (product === 'ztunnel') return 'the one of ztunnel for a connection';
  if (product === 'caddy') return phase === 'connecting' ? 'dial_timeout' : 'response_header_timeout';
  if (product === 'haproxy') return phase === 'connecting' ? 'timeout connect' : 'timeout server';
  const limit =
    phase === 'connecting' || phase === 'handshaking'
      ? 'connect_timeout'
      : phase === 'sending'
        ? 'send_timeout'
        : 'read_timeout';
  return `${nameDirective(facts, limit)}${facts.surroundings.scheme === null ? ' or its counterpart' : ''}`;
}
const upstreamStepText =
  'Find the limit of that length in the upstream or behind it: it gave up, not the gateway';
const upstreamSteps = {
  nginx: (facts) => {
    const setting = changeWorkerTimeout(facts);
    return setting === false ? look('upstream', upstreamStepText, readUpstreamLog(facts)) : setting;
  },
  envoy: (facts) => look('upstream', upstreamStepText, readUpstreamLog(facts)),
};
