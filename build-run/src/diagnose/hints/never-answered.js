import { curlUpstream, readEnvoyHosts, speaksHttp, testConnection } from '../advice/commands.js';
import { look } from '../advice/fix-step.js';
import { chooseStep } from './choose-step.js';
import { defineHint } from './hint.js';
/** An upstream that has never answered, and ends every attempt at once: another protocol or another port. */
export const neverAnswered = defineHint({
  id: 'never-answered',
  title: 'the wrong protocol or port',
  phrases: ['never answered', 'wrong port', 'wrong protocol'],
  refines: ({ cutsOff }) => cutsOff === 'connection',
  detect: ({ cause, failures, peers, product, facts }) => {
    const tries = failures.filter((failure) => failure.cause === cause && failure.timing !== null);
    const fastCount = tries.filter(({ timing }) => (timing?.durationMs ?? Infinity) <= atOnceMs).length;
    if (fastCount < failuresMin || fastCount < tries.length) return undefined;
    if (peers.some(({ successes }) => successes > 0)) return undefined;
    return {
      certainty: 'likely',
      why: `None of ${fastCount} attempts was ever answered, and each ended within ${atOnceMs} ms: the port speaks another protocol, or belongs to another service.`,
      step: chooseStep(product, steps, facts),
    };
  },
});
/** An app that reads a request before it fails takes longer. */
const atOnceMs = 10;
const failuresMin = 10;
const stepText = 'See what answers on that port, and compare with how the gateway dials it';
const steps = {
  nginx: (facts) =>
    look(
      'gateway',
      stepText,
      speaksHttp(facts) ? curlUpstream(facts, '-v -o /dev/null') : testConnection(facts),
    ),
  envoy: (facts) => look('gateway', stepText, readEnvoyHosts(facts, 'rq_total|rq_error|cx_connect_fail')),
};
