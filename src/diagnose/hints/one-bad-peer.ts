import { grouped, percent } from '../../base/format-number.js';
import type { CauseClass, Step, Subject } from '../cause.js';
import { causeById } from '../causes/index.js';
import { authorityOf, subjectOf } from '../fix-target.js';
import type { HintEntry, HintFacts, PeerConduct, SampledFailure } from './hint.js';
import { luckOf, outOf, shareOf } from './statistics.js';

/** One server of several fails far more often than it is tried, while the others are well. */
export const oneBadPeer: HintEntry = {
  id: 'one-bad-peer',
  title: 'one bad peer',
  refines: (cause) => causeById(cause).aftermath !== true && classes.has(causeById(cause).class),
  draw: ({ cause, upstream, family, peers, failures }) => {
    const [worst, ...others] = [...peers].sort((one, other) => other.failed - one.failed);
    if (worst === undefined) return undefined;
    const rest = totalOf(others);
    const all = totalOf(peers);
    if (all.failed < failuresMin || rest.good < othersGoodMin) return undefined;
    const mine = failures.filter((failure) => failure.cause === cause && failure.peer !== null);
    // Where several were tried, the last one is named and the others failed as well.
    const isMine = ({ peer, attempts }: SampledFailure) => peer === worst.peer && attempts === 1;
    const triedShare = triesOf(worst) / triesOf(all);
    if (shareOf(mine, isMine) < failedShareMin || worst.failed < all.failed * failedShareMin)
      return undefined;
    if (rateOf(worst) < rateOf(rest) * rateFactorMin) return undefined;
    if (luckOf(worst.failed, all.failed, triedShare) * peers.length > luckMax) return undefined;
    return {
      certainty: rateOf(worst) >= deadRateMin && rateOf(rest) <= wellRateMax ? 'certain' : 'likely',
      why: `${worst.peer} has ${outOf(worst.failed, all.failed)} failures and got ${percent(triesOf(worst), triesOf(all))} of the tries; the other ${others.length === 1 ? 'peer' : grouped(others.length)} answered ${percent(rest.good, triesOf(rest))} of theirs.`,
      step: steps[family](subjectOf({ peer: worst.peer, upstream })),
    };
  },
};

/** What is the gateway's own doing strikes all peers alike, or none. */
const classes: ReadonlySet<CauseClass> = new Set([
  'upstream-down',
  'network',
  'timeout',
  'bad-response',
  'tls',
  'overload',
  'passthrough',
]);

/** With fewer, a share says little. */
const failuresMin = 10;
/** So many good answers of the others prove that they are tried, and well. */
const othersGoodMin = 20;
const failedShareMin = 0.8;
/** A server that is merely slower or older fails somewhat more often than its fellows; a bad one many times as often. */
const rateFactorMin = 5;
/** One false hint in a thousand, however many peers there are to look bad. */
const luckMax = 0.001;
const deadRateMin = 0.5;
const wellRateMax = 0.01;

type Tally = Pick<PeerConduct, 'good' | 'failed'>;

const totalOf = (peers: readonly Tally[]): Tally => ({
  good: peers.reduce((sum, { good }) => sum + good, 0),
  failed: peers.reduce((sum, { failed }) => sum + failed, 0),
});
const triesOf = ({ good, failed }: Tally) => good + failed;
const rateOf = (tally: Tally) => (triesOf(tally) === 0 ? 0 : tally.failed / triesOf(tally));

const say = 'Ask the bad peer itself; if it stays bad, take it out, since the others answer';
const steps: Readonly<Record<HintFacts['family'], (peer: Subject) => Step>> = {
  nginx: (peer) => ({ say, type: `curl -sv -o /dev/null --max-time 5 'http://${authorityOf(peer)}/'` }),
  envoy: (peer) => ({
    say,
    type: `curl -s localhost:9901/clusters | grep -F '${authorityOf(peer)}'; kubectl get pods -A -o wide | grep -F '${peer.host}'`,
  }),
};
