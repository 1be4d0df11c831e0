import { minuteMs } from '../../base/duration.js';
import { formatPercent, pluralize } from '../../base/format-number.js';
import type { FixStep, FixTarget } from '../cause.js';
import { buildFixTarget } from '../fix-target.js';
import type { FailureSample, MinuteStats } from '../upstream-stats.js';
import { defineHint, type HintInput } from './hint.js';
import { computeChanceBound, computeShare, findMostFrequent, formatFraction } from './statistics.js';

/**
 * The upstream closes an idle connection just as the gateway sends on it. Seen as answers that are cut off at once, on
 * connections that were open before, now and then, at servers that are well otherwise. That alone could be a flaw of
 * the app; so one more sign of idleness is asked for.
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
      why: `${formatFraction(cutOff.filter(isQuickReuse).length, cutOff.length)} were cut off within ${quickResetMsMax} ms of being sent on an open connection, ${sporadicText}; ${indicators.map(({ text }) => text).join('; ')}. The upstream closes idle connections sooner than the gateway does.`,
      step: steps[input.product](buildFixTarget({ peer: cutOff[0]?.peer ?? null, upstream: input.upstream })),
    };
  },
});

/** As many as open an incident: fewer are an anecdote. */
const failuresMin = 5;
/** The answer to a request on a closed connection takes one round trip. Apps that crash on a request take longer. */
const quickResetMsMax = 10;
const quickResetShareMin = 0.9;
/** A race is rare. What fails more often than this fails for another reason, such as TLS on a plain port. */
const failedShareMax = 0.05;
/** Crashes and restarts come in bursts; races are scattered. */
const minutesMin = 3;
const burstShareMax = 0.5;
/** Both methods and traffic say so, or GETs on the same connections were saved. */
const likelyWeight = 2;

const isBeforeHeader = (phase: FailureSample['phase']) => phase === 'sending' || phase === 'reading-header';

/** Envoy does not log when it was connected; its `UC` is only for connections that were. */
const isQuickReuse = ({ timing }: FailureSample) =>
  timing !== null && timing.durationMs <= quickResetMsMax && (timing.connectMs ?? 0) === 0;

/** Undefined unless the upstream and each of its peers answer nearly always. */
function describeSporadicFailures({ minutes, peers }: HintInput): string | undefined {
  const requests = minutes.reduce((sum, minute) => sum + minute.requests, 0);
  const failed = minutes.reduce((sum, minute) => sum + minute.failures, 0);
  if (requests === 0 || failed > requests * failedShareMax) return undefined;
  const areHealthy = peers.every(
    (peer) => peer.failures <= Math.max(1, (peer.successes + peer.failures) * 2 * failedShareMax),
  );
  return areHealthy ? `${formatPercent(failed, requests)} of its requests` : undefined;
}

function isBurst(cutOff: readonly FailureSample[]): boolean {
  const minutes = cutOff.map(({ at }) => Math.floor(at / minuteMs));
  const busiestCount = findMostFrequent(minutes)?.count ?? 0;
  return new Set(minutes).size < minutesMin || busiestCount > cutOff.length * burstShareMax;
}

type Indicator = { readonly weight: 1 | 2; readonly text: string };

/** Gateways repeat what is safe to repeat, so that clients see the race with POST. */
function detectUnsafeMethods(cutOff: readonly FailureSample[]): Indicator | undefined {
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
/** https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2, which nginx follows too. */
const unsafeMethods: ReadonlySet<string> = new Set(['POST', 'PATCH', 'LOCK']);
const isSafe = ({ request }: FailureSample) => request !== null && !unsafeMethods.has(request.method);

/** Connections idle when there is little to do, and then the race is run more often. */
function detectQuietTraffic(minutes: readonly MinuteStats[]): Indicator | undefined {
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

/** Without busier minutes there are no quiet ones. */
const trafficRatioMin = 2;
const chanceMax = 0.01;

const sumMinutes = (minutes: readonly MinuteStats[]) => ({
  requests: minutes.reduce((sum, { requests }) => sum + requests, 0),
  failed: minutes.reduce((sum, { failures }) => sum + failures, 0),
});

const stepText = 'Let the app keep idle connections longer than the gateway does: compare both limits';
const steps: Readonly<Record<HintInput['product'], (upstream: FixTarget) => FixStep>> = {
  nginx: ({ name }) => ({
    text: stepText,
    command: `nginx -T 2>/dev/null | grep -nE 'upstream ${name}|keepalive'; systemctl cat UNIT | grep -i keep.alive`,
  }),
  envoy: () => ({
    text: stepText,
    command: `curl -s localhost:9901/config_dump | grep -E '"(name|idle_timeout)"'; kubectl describe pod POD -n NS | grep -i keep.alive`,
  }),
};
