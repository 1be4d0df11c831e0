import { formatCount } from '../../base/format-number.js';
import { causeClasses } from '../cause-class.js';
import { defineRuleOut, selectOwnFailures } from './rule-out.js';
/** Several peers fail, none much more often than another. */
export const singlePeer = defineRuleOut({
  id: 'single-peer',
  isSuspected: ({ class: causeClass, isAftermath }) =>
    isAftermath !== true && causeClasses[causeClass].canHitOnePeer === true,
  exclude: (input) => {
    // After a retry only the last peer is known.
    const own = selectOwnFailures(input).filter(({ attempts, peer }) => attempts === 1 && peer !== null);
    const failing = input.peers.filter(({ failures }) => failures > 0);
    const sampled = failing.map(({ peer }) => own.filter((failure) => failure.peer === peer).length);
    const counted = failing.map(({ failures }) => failures);
    return failing.length >= 2 && areAlike(sampled) && areAlike(counted)
      ? {
          what: 'one bad peer',
          proof: `${failing.length === 2 ? 'both' : `all ${formatCount(failing.length)}`} fail`,
        }
      : undefined;
  },
});
const areAlike = (counts) =>
  Math.min(...counts) >= failuresMin && Math.min(...counts) * 2 >= Math.max(...counts);
const failuresMin = 10;
