import { floorToMinute, minuteMs } from '../../base/duration.js';
import { findPod, lookUpName } from '../advice/commands.js';
import { look } from '../advice/fix-step.js';
import { getCause } from '../causes/index.js';
import { buildFixTarget } from '../fix-target.js';
import { chooseStep } from './choose-step.js';
import { defineHint } from './hint.js';
import { findMostFrequent } from './statistics.js';
/** The gateway still uses an address that the service has left. */
export const staleAddress = defineHint({
  id: 'stale-address',
  title: 'a stale address',
  phrases: ['stale address', 'stale dns', 'stale ip', 'old address'],
  refines: ({ address }) => address !== undefined,
  detect: (input) => {
    const causeFailures = input.failures.filter(({ cause, peer }) => cause === input.cause && peer !== null);
    const topPeer = findMostFrequent(causeFailures.map(({ peer }) => peer));
    const stalePeer = input.peers.find(({ peer }) => peer === topPeer?.item);
    if (stalePeer === undefined || (topPeer?.count ?? 0) < failuresMin) return undefined;
    const firstFailureAt = Math.min(
      ...causeFailures.filter(({ peer }) => peer === stalePeer.peer).map(({ at }) => at),
    );
    // Good responses are counted by the minute, so those of the first minute may have come before.
    if ((stalePeer.lastSuccessAt ?? -Infinity) > floorToMinute(firstFailureAt)) return undefined;
    const indicator =
      detectMovedService(input, stalePeer, firstFailureAt) ??
      detectMissedDeploy(input, stalePeer, firstFailureAt);
    return (
      indicator && {
        ...indicator,
        step: chooseStep(input.product, steps, {
          ...input.facts,
          ...buildFixTarget({ peer: stalePeer.peer, upstream: input.upstream }),
        }),
      }
    );
  },
});
/** A host that is gone does not answer at all; one that refuses may just have lost its service. */
const isSilent = (cause) => getCause(cause).address === 'silent';
/** As many as open an incident. */
const failuresMin = 5;
/** So many good responses prove that the service is at the new address. */
const movedSuccessesMin = 5;
/** An earlier deploy is rarely to blame. */
const deployWindowMs = 30 * minuteMs;
/** Gateways resolve names again when they are reloaded. */
const isReload = ({ kind }) => kind === 'reload' || kind === 'restart' || kind === 'config';
/** The fix proves it: after a reload, the same upstream answers from an address that was not used before. */
function detectMovedService({ changes, peers, cause }, stalePeer, firstFailureAt) {
  const reload = changes.find((change) => isReload(change) && change.at >= firstFailureAt);
  if (reload === undefined) return undefined;
  const newPeer = peers.find(
    ({ peer, successes, failures, firstSuccessAt }) =>
      peer !== stalePeer.peer &&
      successes >= movedSuccessesMin &&
      failures === 0 &&
      (firstSuccessAt ?? 0) >= floorToMinute(reload.at),
  );
  if (newPeer === undefined) return undefined;
  return {
    certainty: isSilent(cause) ? 'likely' : 'guess',
    why: `${stalePeer.peer} did not answer at all from the first failure on, and after a reload the same upstream answered from ${newPeer.peer}, which is a new address.`,
  };
}
/** Before the fix, the only evidence is a deploy, and that every attempt at the address fails. */
function detectMissedDeploy({ changes, cause, product }, stalePeer, firstFailureAt) {
  const deploy = changes.findLast(
    ({ kind, at }) => kind === 'deploy' && at <= firstFailureAt && firstFailureAt - at <= deployWindowMs,
  );
  if (deploy === undefined || !isSilent(cause)) return undefined;
  if (changes.some((change) => isReload(change) && change.at >= deploy.at)) return undefined;
  const explanation =
    product === 'nginx'
      ? 'nginx resolves names in its configuration only once, when it loads the configuration'
      : 'the cluster may still hold the old endpoint';
  return {
    certainty: 'guess',
    why: `${stalePeer.peer} has been unreachable since a deploy, and the gateway was not reloaded after it; ${explanation}.`,
  };
}
const stepText = 'Compare the address with what the name resolves to now; reload if they differ';
const steps = {
  nginx: (facts) =>
    look('gateway', stepText, facts.surroundings.place === 'kubernetes' ? findPod(facts) : lookUpName(facts)),
  envoy: (facts) => look('cluster', stepText, findPod(facts)),
};
