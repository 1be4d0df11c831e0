import type { Family } from '../../parse/decoder.js';
import type { CauseId, Step } from '../cause.js';
import type { HintEntry, SampledFailure } from './hint.js';
import { luckOf, mostFrequent, outOf, shareOf } from './statistics.js';

/** One kind of request kills the servers in turn: each goes down right behind it, and everybody else suffers. */
export const poisonRequest: HintEntry = {
  id: 'poison-request',
  title: 'a request that kills its server',
  refines: (cause) => killing.has(cause) || down.has(cause),
  draw: ({ family, failures }) => {
    const deaths = deathsIn(failures);
    const killers = deaths.flatMap(({ killer }) => killer?.route ?? []);
    const most = mostFrequent(killers);
    if (most === undefined || most.count < deathsMin || most.count < deaths.length * blamedShareMin)
      return undefined;
    const peers = new Set(deaths.filter(({ killer }) => killer?.route === most.item).map(({ peer }) => peer));
    const victims = failures.filter(({ cause, route }) => down.has(cause) && route !== null);
    const usual = shareOf(victims, ({ route }) => route === most.item);
    if (peers.size < peersMin || victims.length < victimsMin || usual > usualShareMax) return undefined;
    // A route that nobody was refused on is rare, not impossible.
    if (luckOf(most.count, killers.length, Math.max(usual, 1 / victims.length)) > luckMax) return undefined;
    return {
      certainty: 'likely',
      why: `${outOf(most.count, deaths.length)} times that a peer went down, ${most.item} had been cut off there just before, at ${peers.size} peers; of the requests that were refused afterwards ${Math.round(usual * 100)} % were for it.`,
      step: steps[family],
    };
  },
};

/** How a server's last request looks to the gateway. */
const killing: ReadonlySet<CauseId> = new Set(['premature-close', 'connection-reset', 'stream-reset']);
/** How a dead server looks. */
const down: ReadonlySet<CauseId> = new Set(['connection-refused', 'socket-missing', 'host-unreachable']);

/** Two deaths behind the same request happen by chance. */
const deathsMin = 3;
/** One server that dies over and over may simply be broken. */
const peersMin = 2;
const blamedShareMin = 0.8;
const victimsMin = 10;
/** A route that most requests are for is behind most deaths, whatever the cause. */
const usualShareMax = 0.5;
const luckMax = 0.05;
/** How long before the first refusal the killer can have been cut off: until the next request for that server. */
const killMs = 10_000;
/** A server that refused so recently has not come back: nginx asks again every 10 s. */
const sameDeathMs = 30_000;

type Death = { readonly peer: string; readonly killer: SampledFailure | undefined };

function deathsIn(failures: readonly SampledFailure[]): readonly Death[] {
  const deaths: Death[] = [];
  const refusedAt = new Map<string, number>();
  const killers: SampledFailure[] = [];
  for (const failure of [...failures].sort((one, other) => one.at - other.at)) {
    const { cause, peer, at } = failure;
    if (killing.has(cause)) killers.push(failure);
    if (peer === null || !down.has(cause)) continue;
    if (at - (refusedAt.get(peer) ?? -Infinity) > sameDeathMs)
      deaths.push({ peer, killer: killers.findLast((killer) => kills(killer, peer, at)) });
    refusedAt.set(peer, at);
  }
  return deaths;
}

/** A request that was tried on several servers may have killed each of them; only the last one is told. */
const kills = (killer: SampledFailure, peer: string, at: number): boolean =>
  at - killer.at <= killMs && (killer.peer === peer || killer.attempts > 1);

const say = 'Read the log of the app at the second of one death: the request before it crashes it';
const steps: Readonly<Record<Family, Step>> = {
  nginx: { say, type: `dmesg -T | grep -iE 'oom|segfault' | tail; journalctl -u UNIT -n 100 --no-pager` },
  envoy: {
    say,
    type: `kubectl logs POD -n NS --previous --tail=100; kubectl describe pod POD -n NS | grep -A5 'Last State'`,
  },
};
