import { formatPercent } from '../../base/format-number.js';
import { readEnvoyHosts } from '../advice/commands.js';
import { change, look } from '../advice/fix-step.js';
import { changeEnvoySetting } from '../advice/settings.js';
import { getCause } from '../causes/index.js';
import { chooseStep, type StepsByProduct } from './choose-step.js';
import { defineHint } from './hint.js';

/** Servers that answer nearly everything are set aside after a few failures: that is most of the outage. */
export const selfInflicted = defineHint({
  id: 'self-inflicted',
  title: 'servers set aside too soon',
  phrases: ['self inflicted', 'max fails', 'ejected too soon'],
  refines: ({ emptiesGroup, isAftermath }) => emptiesGroup === true || isAftermath === true,
  detect: ({ failures, peers, product, facts }) => {
    const emptyCount = failures.filter(({ cause }) => getCause(cause).isAftermath === true).length;
    const successes = peers.reduce((sum, peer) => sum + peer.successes, 0);
    const failed = failures.filter(
      ({ cause, peer }) => peer !== null && getCause(cause).isAftermath !== true,
    ).length;
    if (emptyCount < emptyMin || emptyCount < failures.length * emptyShareMin) return undefined;
    if (successes < successesMin || successes < (successes + failed) * answeredShareMin) return undefined;
    return {
      certainty: 'likely',
      why: `The servers answered ${formatPercent(successes, successes + failed)} of what they were sent; ${formatPercent(emptyCount, failures.length)} of the failures met none, as the gateway had set them aside.`,
      step: chooseStep(product, steps, facts),
    };
  },
});

const emptyMin = 20;
const emptyShareMin = 0.8;
const successesMin = 50;
const answeredShareMin = 0.8;

const steps: StepsByProduct = {
  nginx: () =>
    change('gateway', 'Do not set servers aside for a few failures: on each server line', 'max_fails=0', {
      sideEffect: 'Requests keep going to a server that is down.',
      undo: 'Remove it, and reload.',
    }),
  envoy: (facts) =>
    changeEnvoySetting(facts, 'Do not eject hosts for a few failures', 'outlier-detection') ||
    look('gateway', 'See which hosts are ejected, and why', readEnvoyHosts(facts, 'health_flags')),
};
