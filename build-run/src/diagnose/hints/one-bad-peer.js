import { formatCount, formatPercent } from '../../base/format-number.js';
import { askEnvoy, curlUpstream, findPod, speaksHttp, testConnection } from '../advice/commands.js';
import { look } from '../advice/fix-step.js';
import { causeClasses } from '../cause-class.js';
import { buildFixTarget, formatAuthority, placeholders } from '../fix-target.js';
import { chooseStep } from './choose-step.js';
import { defineHint } from './hint.js';
import { computeChanceBound, computeShare, formatFraction } from './statistics.js';
/** One server of several causes nearly all failures, while the others are healthy. */
export const oneBadPeer = defineHint({
  id: 'one-bad-peer',
  title: 'one bad peer',
  phrases: ['one bad peer', 'bad peer', 'bad pod', 'one bad pod'],
  refines: ({ class: causeClass, isAftermath }) =>
    isAftermath !== true && causeClasses[causeClass].canHitOnePeer === true,
  detect: ({ cause, upstream, product, peers, failures, facts }) => {
    const [worst, ...others] = [...peers].sort((a, b) => b.failures - a.failures);
    if (worst === undefined) return undefined;
    const othersTotal = sumPeers(others);
    const total = sumPeers(peers);
    // A port that never answered, beside one of the same machine that does, is a wrong address and no bad server.
    if (worst.successes === 0 && others.some((other) => isOtherPortOf(worst.peer, other))) return undefined;
    if (total.failures < failuresMin || othersTotal.successes < otherSuccessesMin) return undefined;
    const causeFailures = failures.filter((failure) => failure.cause === cause && failure.peer !== null);
    // If several were tried, only the last is recorded, but the others failed as well.
    const isAtWorstPeer = ({ peer, attempts }) => peer === worst.peer && attempts === 1;
    const attemptShare = countAttempts(worst) / countAttempts(total);
    if (
      computeShare(causeFailures, isAtWorstPeer) < failedShareMin ||
      worst.failures < total.failures * failedShareMin
    )
      return undefined;
    if (computeFailureRate(worst) < computeFailureRate(othersTotal) * rateFactorMin) return undefined;
    if (computeChanceBound(worst.failures, total.failures, attemptShare) * peers.length > chanceMax)
      return undefined;
    return {
      certainty:
        computeFailureRate(worst) >= deadRateMin && computeFailureRate(othersTotal) <= healthyRateMax
          ? 'certain'
          : 'likely',
      why: `${worst.peer} has ${formatFraction(worst.failures, total.failures)} failures and got ${formatPercent(countAttempts(worst), countAttempts(total))} of the attempts; the other ${others.length === 1 ? 'peer' : formatCount(others.length)} answered ${formatPercent(othersTotal.successes, countAttempts(othersTotal))} of theirs.`,
      step: chooseStep(product, steps, { ...facts, ...buildFixTarget({ peer: worst.peer, upstream }) }),
    };
  },
});
/** With fewer, shares are meaningless. */
const failuresMin = 10;
/** So many good responses of the others prove that they get traffic and are healthy. */
const otherSuccessesMin = 20;
const failedShareMin = 0.8;
/** A server that is just slower or older fails somewhat more often than the others; a bad one many times as often. */
const rateFactorMin = 5;
/** At most one false hint in a thousand, however many peers there are. */
const chanceMax = 0.001;
const deadRateMin = 0.5;
const healthyRateMax = 0.01;
function isOtherPortOf(peer, other) {
  const { host } = buildFixTarget({ peer, upstream: null });
  return (
    other.successes > 0 &&
    host !== placeholders.host &&
    host === buildFixTarget({ peer: other.peer, upstream: null }).host
  );
}
const sumPeers = (peers) => ({
  successes: peers.reduce((sum, { successes }) => sum + successes, 0),
  failures: peers.reduce((sum, { failures }) => sum + failures, 0),
});
const countAttempts = ({ successes, failures }) => successes + failures;
const computeFailureRate = (counts) =>
  countAttempts(counts) === 0 ? 0 : counts.failures / countAttempts(counts);
const stepText = 'Try the bad peer directly; if it stays bad, remove it, as the others answer';
const steps = {
  nginx: (facts) =>
    look(
      'gateway',
      stepText,
      speaksHttp(facts) ? curlUpstream(facts, '-v -o /dev/null') : testConnection(facts),
    ),
  envoy: (facts) =>
    facts.surroundings.place === 'kubernetes'
      ? look('cluster', stepText, findPod(facts))
      : look('gateway', stepText, askEnvoy(facts, 'clusters', formatAuthority(facts))),
};
