import { counted, percent } from '../../base/format-number.js';
import type { CauseId, Step, Subject } from '../cause.js';
import { subjectOf } from '../fix-target.js';
import type { HintEntry, HintFacts, MinuteConduct, SampledFailure } from './hint.js';
import { luckOf, mostFrequent, outOf, shareOf } from './statistics.js';

/**
 * The upstream closes an idle connection just as the gateway sends on it. Seen as answers that are cut off at once, on
 * connections that were open before, now and then, at servers that are well otherwise. That alone could be a flaw of
 * the app; so one more sign of idleness is asked for.
 */
export const keepaliveRace: HintEntry = {
  id: 'keepalive-race',
  title: 'a keep-alive race',
  refines: (cause) => causes.has(cause),
  draw: (facts) => {
    const cut = facts.failures.filter(
      ({ cause, phase, timing }) => cause === facts.cause && isBeforeHeader(phase) && timing !== null,
    );
    if (cut.length < failuresMin || shareOf(cut, isQuickReuse) < quickShareMin) return undefined;
    const sporadic = sporadicWords(facts);
    if (sporadic === undefined || isBurst(cut)) return undefined;
    const signs = [methodSign(cut), quietSign(facts.minutes)].flatMap((sign) => sign ?? []);
    const weight = signs.reduce((sum, sign) => sum + sign.weight, 0);
    if (weight === 0) return undefined;
    return {
      certainty: weight >= likelyWeight ? 'likely' : 'guess',
      why: `${outOf(cut.filter(isQuickReuse).length, cut.length)} were cut off within ${quickMsMax} ms of being sent on an open connection, ${sporadic}; ${signs.map(({ words }) => words).join('; ')}. The upstream closes idle connections sooner than the gateway does.`,
      step: steps[facts.family](subjectOf({ peer: cut[0]?.peer ?? null, upstream: facts.upstream })),
    };
  },
};

const causes: ReadonlySet<CauseId> = new Set(['premature-close', 'connection-reset']);

/** As many as open an incident: fewer are an anecdote. */
const failuresMin = 5;
/** The answer to a request on a closed connection takes one round trip. Apps that crash on a request take longer. */
const quickMsMax = 10;
const quickShareMin = 0.9;
/** A race is rare. What fails more often than this fails for another reason, such as TLS on a plain port. */
const failedShareMax = 0.05;
/** Crashes and restarts come in bursts; races are scattered. */
const minutesMin = 3;
const burstShareMax = 0.5;
const minuteMs = 60_000;
/** Both methods and traffic say so, or GETs on the same connections were saved. */
const likelyWeight = 2;

const isBeforeHeader = (phase: SampledFailure['phase']) => phase === 'sending' || phase === 'reading-header';

/** Envoy does not log when it was connected; its `UC` is only for connections that were. */
const isQuickReuse = ({ timing }: SampledFailure) =>
  timing !== null && timing.durationMs <= quickMsMax && (timing.connectMs ?? 0) === 0;

/** Undefined unless the upstream and each of its peers answer nearly always. */
function sporadicWords({ minutes, peers }: HintFacts): string | undefined {
  const requests = minutes.reduce((sum, minute) => sum + minute.requests, 0);
  const failed = minutes.reduce((sum, minute) => sum + minute.failed, 0);
  if (requests === 0 || failed > requests * failedShareMax) return undefined;
  const isWell = peers.every(
    (peer) => peer.failed <= Math.max(1, (peer.good + peer.failed) * 2 * failedShareMax),
  );
  return isWell ? `${percent(failed, requests)} of its requests` : undefined;
}

function isBurst(cut: readonly SampledFailure[]): boolean {
  const minutes = cut.map(({ at }) => Math.floor(at / minuteMs));
  const most = mostFrequent(minutes)?.count ?? 0;
  return new Set(minutes).size < minutesMin || most > cut.length * burstShareMax;
}

type Sign = { readonly weight: 1 | 2; readonly words: string };

/** Gateways repeat what is safe to repeat, so that clients see the race with POST. */
function methodSign(cut: readonly SampledFailure[]): Sign | undefined {
  const seen = cut.filter(({ outcome }) => outcome === 'client-visible');
  const unsafe = seen.filter((failure) => !isSafe(failure)).length;
  if (seen.length === 0 || unsafe < seen.length * unsafeShareMin) return undefined;
  const saved = cut.filter((failure) => failure.outcome === 'saved-by-retry' && isSafe(failure)).length;
  const words = `${outOf(unsafe, seen.length)} that clients saw were POST or PATCH`;
  return saved === 0
    ? { weight: 1, words }
    : {
        weight: 2,
        words: `${words}, and a retry saved ${counted(saved, 'GET or the like', 'GETs or the like')}`,
      };
}

const unsafeShareMin = 0.8;
/** https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2, which nginx follows too. */
const unsafeMethods: ReadonlySet<string> = new Set(['POST', 'PATCH', 'LOCK']);
const isSafe = ({ request }: SampledFailure) => request !== null && !unsafeMethods.has(request.method);

/** Connections idle when there is little to do, and then the race is run more often. */
function quietSign(minutes: readonly MinuteConduct[]): Sign | undefined {
  const byTraffic = [...minutes].sort((one, other) => one.requests - other.requests);
  const quiet = totalOf(byTraffic.slice(0, Math.floor(byTraffic.length / 2)));
  const busy = totalOf(byTraffic.slice(Math.ceil(byTraffic.length / 2)));
  const failed = quiet.failed + busy.failed;
  if (quiet.requests === 0 || busy.requests < quiet.requests * contrastMin) return undefined;
  const expected = quiet.requests / (quiet.requests + busy.requests);
  if (luckOf(quiet.failed, failed, expected) > luckMax) return undefined;
  return {
    weight: 1,
    words: `${outOf(quiet.failed, failed)} fell into the quieter half of the minutes, which had ${percent(quiet.requests, quiet.requests + busy.requests)} of the requests`,
  };
}

/** Without busier minutes there are no quiet ones. */
const contrastMin = 2;
const luckMax = 0.01;

const totalOf = (minutes: readonly MinuteConduct[]) => ({
  requests: minutes.reduce((sum, { requests }) => sum + requests, 0),
  failed: minutes.reduce((sum, { failed }) => sum + failed, 0),
});

const say = 'Let the app keep idle connections longer than the gateway does: compare both limits';
const steps: Readonly<Record<HintFacts['family'], (upstream: Subject) => Step>> = {
  nginx: ({ name }) => ({
    say,
    type: `nginx -T 2>/dev/null | grep -nE 'upstream ${name}|keepalive'; systemctl cat UNIT | grep -i keep.alive`,
  }),
  envoy: () => ({
    say,
    type: `curl -s localhost:9901/config_dump | grep -E '"(name|idle_timeout)"'; kubectl describe pod POD -n NS | grep -i keep.alive`,
  }),
};
