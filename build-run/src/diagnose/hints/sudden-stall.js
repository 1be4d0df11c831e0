import { formatCount } from '../../base/format-number.js';
import { wasFast } from '../advice/usual-answers.js';
import { defineHint } from './hint.js';
/** Routes that were fast until they ran into a time limit: the limit is not what is wrong. */
export const suddenStall = defineHint({
  id: 'sudden-stall',
  title: 'a sudden stall',
  phrases: ['sudden stall', 'stall', 'stalled', 'slow by nature'],
  refines: ({ id }) => id === 'read-timeout' || id === 'send-timeout',
  detect: ({ facts }) => {
    const { usual } = facts;
    if (usual === null || !wasFast(facts)) return undefined;
    const { route, answers, p99Ms, failedMs } = usual;
    return {
      certainty: 'certain',
      why: `99 % of ${formatCount(answers)} answers ${route === null ? '' : `of ${route} `}took at most ${formatMs(p99Ms)} before; now the gateway waits ${formatLimit(failedMs)} in vain. A longer limit would only queue more.`,
    };
  },
});
/** Two digits, rounded up: what is told is never less than it was. */
function formatMs(ms) {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(ms)) - 1);
  const rounded = Math.ceil(ms / unit) * unit;
  return rounded < 1_000
    ? `${formatCount(rounded)} ms`
    : `${(rounded / 1_000).toFixed(1).replace('.0', '')} s`;
}
const formatLimit = (ms) => (ms < 1_000 ? formatMs(ms) : `${(ms / 1_000).toFixed(1).replace('.0', '')} s`);
