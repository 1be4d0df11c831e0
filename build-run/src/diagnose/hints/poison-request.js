import { readUpstreamLog } from '../advice/commands.js';
import { look } from '../advice/fix-step.js';
import { getCause } from '../causes/index.js';
import { chooseStep } from './choose-step.js';
import { defineHint } from './hint.js';
import { computeChanceBound, computeShare, findMostFrequent, formatFraction } from './statistics.js';
/** One kind of request crashes the servers in turn: each goes down right after it, and all other requests suffer. */
export const poisonRequest = defineHint({
  id: 'poison-request',
  title: 'a request that kills its server',
  phrases: ['poison request', 'poison'],
  refines: ({ cutsOff, looksCrashed }) => cutsOff !== undefined || looksCrashed === true,
  detect: ({ product, failures, facts }) => {
    const crashes = findCrashes(failures);
    const killerRoutes = crashes.flatMap(({ killer }) => killer?.route ?? []);
    const topRoute = findMostFrequent(killerRoutes);
    if (
      topRoute === undefined ||
      topRoute.count < crashesMin ||
      topRoute.count < crashes.length * blamedShareMin
    )
      return undefined;
    const peers = new Set(
      crashes.filter(({ killer }) => killer?.route === topRoute.item).map(({ peer }) => peer),
    );
    const victims = failures.filter(({ cause, route }) => looksCrashed(cause) && route !== null);
    const usualShare = computeShare(victims, ({ route }) => route === topRoute.item);
    if (peers.size < peersMin || victims.length < victimsMin || usualShare > usualShareMax) return undefined;
    // A route with no refused request is rare, not impossible.
    if (
      computeChanceBound(topRoute.count, killerRoutes.length, Math.max(usualShare, 1 / victims.length)) >
      chanceMax
    )
      return undefined;
    return {
      certainty: 'likely',
      why: `${formatFraction(topRoute.count, crashes.length)} times that a peer went down, ${topRoute.item} had been cut off there just before, at ${peers.size} peers; ${Math.round(usualShare * 100)} % of the requests refused afterwards were for it.`,
      step: chooseStep(product, steps, facts),
    };
  },
});
/** True for a cause that the last request of a crashing server has. */
const isCutOff = (cause) => getCause(cause).cutsOff !== undefined;
/** True for a cause that the next requests for it have. */
const looksCrashed = (cause) => getCause(cause).looksCrashed === true;
/** Two crashes after the same request happen by chance. */
const crashesMin = 3;
/** A single server that crashes repeatedly may simply be broken. */
const peersMin = 2;
const blamedShareMin = 0.8;
const victimsMin = 10;
/** A route with most of the traffic precedes most crashes, whatever the cause. */
const usualShareMax = 0.5;
const chanceMax = 0.05;
/** Maximum time from the crashing request to the first refusal, which is the next request to that server. */
const killWindowMs = 10_000;
/** A server that refused this recently has not come back: nginx tries it again every 10 s. */
const sameCrashMs = 30_000;
function findCrashes(failures) {
  const crashes = [];
  const refusedAt = new Map();
  const killers = [];
  for (const failure of [...failures].sort((a, b) => a.at - b.at)) {
    const { cause, peer, at } = failure;
    if (isCutOff(cause)) killers.push(failure);
    if (peer === null || !looksCrashed(cause)) continue;
    if (at - (refusedAt.get(peer) ?? -Infinity) > sameCrashMs)
      crashes.push({ peer, killer: killers.findLast((killer) => canHaveKilled(killer, peer, at)) });
    refusedAt.set(peer, at);
  }
  return crashes;
}
/** A request that was tried on several servers may have crashed each of them; only the last is recorded. */
const canHaveKilled = (killer, peer, at) =>
  at - killer.at <= killWindowMs && (killer.peer === peer || killer.attempts > 1);
const stepText = 'Read the log of the app at the second of one crash, for the request just before it';
const steps = {
  nginx: (facts) => look('upstream', stepText, readUpstreamLog(facts)),
  envoy: (facts) => look('upstream', stepText, readUpstreamLog(facts)),
};
