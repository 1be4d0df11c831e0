import { formatCount, formatPercent } from '../../base/format-number.js';
import { change } from '../advice/fix-step.js';
import { getCause } from '../causes/index.js';
import { defineHint } from './hint.js';
/** Servers that answer nearly all that they get, and are set aside for the rest: the gateway makes the outage. */
export const selfInflicted = defineHint({
  id: 'self-inflicted',
  title: 'an outage made by max_fails',
  phrases: ['max fails', 'max_fails', 'self inflicted'],
  refines: ({ emptiesGroup, address, isAftermath }) =>
    emptiesGroup === true && isAftermath !== true && address === undefined,
  detect: ({ product, minutes, failures, peers, facts }) => {
    if (product !== 'nginx' || facts.surroundings.gateway === 'ingress-nginx') return undefined;
    // Servers that are down answer nothing, and those that crash refuse.
    if (peers.length < 2 || failures.some(({ cause }) => getCause(cause).address !== undefined))
      return undefined;
    const during = selectWholeMinutes(minutes);
    const minuteCounts = during.map(countTries);
    if (during.length < minutesMin || !during.every(isEmptied) || !minuteCounts.every(isMostlyAnswered))
      return undefined;
    const aftermath = sum(during, ({ aftermath }) => aftermath);
    const failed = sum(during, ({ allFailures }) => allFailures);
    if (aftermath < aftermathMin || aftermath < failed * aftermathShareMin) return undefined;
    const tried = sum(minuteCounts, (tries) => tries.failed + tries.answered);
    const triedFailed = sum(minuteCounts, (tries) => tries.failed);
    const expected = (sum(during, ({ requests }) => requests) * triedFailed) / tried;
    return {
      certainty: 'likely',
      why: `Its servers answered ${formatPercent(tried - triedFailed, tried)} of what they got; ${formatCount(aftermath)} of ${formatCount(failed)} failures found all of them set aside. If they answer the rest as well, max_fails=0 leaves about ${formatCount(expected)}.`,
      step: change(
        'gateway',
        'Stop setting servers aside for single failures: on each server line',
        'max_fails=0',
        {
          sideEffect: 'Requests keep going to a server that is down.',
          undo: 'Remove it, and reload.',
        },
      ),
    };
  },
});
/** The minutes that lie wholly in the outage: in its first and last the servers may have been well for seconds. */
function selectWholeMinutes(minutes) {
  const first = minutes.findIndex(({ aftermath }) => aftermath > 0);
  const last = minutes.findLastIndex(({ aftermath }) => aftermath > 0);
  return first < 0 ? [] : minutes.slice(first + 1, last);
}
/** What the servers were asked. An answer after a retry counts as none, which only makes them look worse. */
const countTries = ({ requests, allFailures, aftermath }) => ({
  failed: allFailures - aftermath,
  answered: requests - allFailures,
});
/** Without a pause: several outages with good minutes between them are another fault. */
const isEmptied = ({ requests, aftermath }) => aftermath >= requests * emptiedShareMin;
const isMostlyAnswered = ({ failed, answered }) =>
  answered >= answeredMin && answered >= (answered + failed) * answeredShareMin;
const sum = (items, read) => items.reduce((total, item) => total + read(item), 0);
const minutesMin = 2;
const emptiedShareMin = 0.1;
const answeredMin = 10;
const answeredShareMin = 0.8;
const aftermathMin = 50;
const aftermathShareMin = 0.8;
