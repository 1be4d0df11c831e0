import { minuteMs } from '../../base/duration.js';
import { formatPercent, pluralize } from '../../base/format-number.js';
import { askEnvoy, grepGatewayConfig } from '../advice/commands.js';
import { look } from '../advice/fix-step.js';
import { changeKeepAlive } from '../advice/runtimes.js';
import { buildFixTarget } from '../fix-target.js';
import { chooseStep } from './choose-step.js';
import { defineHint } from './hint.js';
import { computeChanceBound, computeShare, findMostFrequent, formatFraction } from './statistics.js';
/**
 * The upstream closes an idle connection just as the gateway sends a request on it: responses are cut off at once, on
 * reused connections, now and then, at servers that are otherwise healthy. A bug in the app could look the same, so one
 * more sign of idle connections is required.
 */
export const keepaliveRace = defineHint({
  id: 'keepalive-race',
  title: 'a keep-alive race',
  phrases: ['keepalive', 'keepalive thing', 'keep-alive', 'keep-alive thing', 'keep alive', 'keepalive race'],
  refines: ({ cutsOff }) => cutsOff === 'connection',
  detect: (input) => {
    const cutOff = input.failures.filter(
      ({ cause, phase, timing }) => cause === input.cause && isBeforeHeader(phase) && timing !== null,
    );
    if (cutOff.length < failuresMin || computeShare(cutOff, isQuickReuse) < quickResetShareMin)
      return undefined;
    const sporadicText = describeSporadicFailures(input);
    if (sporadicText === undefined || isBurst(cutOff)) return undefined;
    const indicators = [detectUnsafeMethods(cutOff), detectQuietTraffic(input.minutes)].flatMap(
      (indicator) => indicator ?? [],
    );
    const weight = indicators.reduce((sum, indicator) => sum + indicator.weight, 0);
    if (weight === 0) return undefined;
    return {
      certainty: weight >= likelyWeight ? 'likely' : 'guess',
      why: `${formatFraction(cutOff.filter(isQuickReuse).length, cutOff.length)} were cut off within ${quickResetMsMax} ms of being sent on an open connection, ${sporadicText}; ${indicators.map(({ text }) => text).join('; ')}. The upstream closes idle connections before the gateway does.`,
      step: chooseStep(input.product, steps, {
        ...input.facts,
        ...buildFixTarget({ peer: cutOff[0]?.peer ?? null, upstream: input.upstream }),
      }),
    };
  },
});
/** As many as open an incident: fewer prove nothing. */
const failuresMin = 5;
/** The reset of a request on a closed connection takes one round trip. An app that crashes on a request takes longer. */
const quickResetMsMax = 10;
const quickResetShareMin = 0.9;
/** A race is rare. More failures than this have another reason, such as TLS on a plain port. */
const failedShareMax = 0.05;
/** Crashes and restarts come in bursts; races are scattered. */
const minutesMin = 3;
const burstShareMax = 0.5;
/** Both methods and traffic point to it, or GETs on the same connections were saved. */
const likelyWeight = 2;
const isBeforeHeader = (phase) => phase === 'sending' || phase === 'reading-header';
/** Envoy does not log when it was connected; its `UC` is only for connections that were. */
const isQuickReuse = ({ timing }) =>
  timing !== null && timing.durationMs <= quickResetMsMax && (timing.connectMs ?? 0) === 0;
/** Describes the share of failures; undefined unless the upstream and each of its peers nearly always answer. */
function describeSporadicFailures({ minutes, peers }) {
  const requests = minutes.reduce((sum, minute) => sum + minute.requests, 0);
  const failed = minutes.reduce((sum, minute) => sum + minute.failures, 0);
  if (requests === 0 || failed > requests * failedShareMax) return undefined;
  const areHealthy = peers.every(
    (peer) => peer.failures <= Math.max(1, (peer.successes + peer.failures) * 2 * failedShareMax),
  );
  return areHealthy ? `${formatPercent(failed, requests)} of its requests` : undefined;
}
function isBurst(cutOff) {
  const minutes = cutOff.map(({ at }) => Math.floor(at / minuteMs));
  const busiestCount = findMostFrequent(minutes)?.count ?? 0;
  return new Set(minutes).size < minutesMin || busiestCount > cutOff.length * burstShareMax;
}
/** Gateways retry safe requests, so clients see the race mostly with POST. */
function detectUnsafeMethods(cutOff) {
  const visible = cutOff.filter(({ outcome }) => outcome === 'client-visible');
  const unsafeCount = visible.filter((failure) => !isSafe(failure)).length;
  if (visible.length === 0 || unsafeCount < visible.length * unsafeShareMin) return undefined;
  const savedCount = cutOff.filter(
    (failure) => failure.outcome === 'saved-by-retry' && isSafe(failure),
  ).length;
  const text = `${formatFraction(unsafeCount, visible.length)} that clients saw were POST or PATCH`;
  return savedCount === 0
    ? { weight: 1, text }
    : {
        weight: 2,
        text: `${text}, and a retry saved ${pluralize(savedCount, 'GET or the like', 'GETs or the like')}`,
      };
}
const unsafeShareMin = 0.8;
/** Not idempotent: https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2, which nginx follows too. */
const unsafeMethods = new Set(['POST', 'PATCH', 'LOCK']);
const isSafe = ({ request }) => request !== null && !unsafeMethods.has(request.method);
/** Connections idle when traffic is low, so the race is more frequent then. */
function detectQuietTraffic(minutes) {
  const byTraffic = [...minutes].sort((a, b) => a.requests - b.requests);
  const quiet = sumMinutes(byTraffic.slice(0, Math.floor(byTraffic.length / 2)));
  const busy = sumMinutes(byTraffic.slice(Math.ceil(byTraffic.length / 2)));
  const failed = quiet.failed + busy.failed;
  if (quiet.requests === 0 || busy.requests < quiet.requests * trafficRatioMin) return undefined;
  const expectedShare = quiet.requests / (quiet.requests + busy.requests);
  if (computeChanceBound(quiet.failed, failed, expectedShare) > chanceMax) return undefined;
  return {
    weight: 1,
    text: `${formatFraction(quiet.failed, failed)} fell into the quieter half of the minutes, which had ${formatPercent(quiet.requests, quiet.requests + busy.requests)} of the requests`,
  };
}
/** Traffic must differ by this factor to tell quiet minutes from busy ones. */
const trafficRatioMin = 2;
const chanceMax = 0.01;
const sumMinutes = (minutes) => ({
  requests: minutes.reduce((sum, { requests }) => sum + requests, 0),
  failed: minutes.reduce((sum, { failures }) => sum + failures, 0),
});
const stepText = 'Make the app keep idle connections longer than the gateway: compare both limits';
const steps = {
  nginx: (facts) => {
    const setting = changeKeepAlive(facts);
    return setting === false ? look('gateway', stepText, grepGatewayConfig(facts, 'keepalive')) : setting;
  },
  envoy: (facts) => look('gateway', stepText, askEnvoy(facts, 'config_dump', '"(name|idle_timeout)"')),
};
