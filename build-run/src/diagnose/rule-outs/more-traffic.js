import { floorToMinute, minuteMs } from '../../base/duration.js';
import { formatCount } from '../../base/format-number.js';
import { defineRuleOut, selectOwnFailures } from './rule-out.js';
/** No minute in which it failed had more requests than the busiest before. */
export const moreTraffic = defineRuleOut({
  id: 'more-traffic',
  // A gateway that has run out of something accepts no connection, and logs no request then.
  isSuspected: ({ class: causeClass }) => causeClass === 'timeout' || causeClass === 'overload',
  exclude: (input) => {
    const { minutes, firstFailureAt, lastFailureAt } = input;
    const longestMs = Math.max(0, ...selectOwnFailures(input).map(({ timing }) => timing?.durationMs ?? 0));
    // A request is counted in the minute in which it ended.
    const from = floorToMinute(firstFailureAt) + minuteMs + Math.ceil(longestMs / minuteMs) * minuteMs;
    const before = minutes.filter(({ at }) => at < floorToMinute(firstFailureAt));
    const during = minutes.filter(({ at }) => at >= from && at + minuteMs <= lastFailureAt);
    if (before.length < minutesMin || during.length < minutesMin) return undefined;
    const peakBefore = Math.max(...before.map(({ requests }) => requests));
    const peakDuring = Math.max(...during.map(({ requests }) => requests));
    return peakDuring <= peakBefore && peakBefore >= requestsMin
      ? {
          what: 'more traffic',
          proof: `at most ${formatCount(peakDuring)} requests a minute, before ${formatCount(peakBefore)}`,
        }
      : undefined;
  },
});
const minutesMin = 3;
const requestsMin = 30;
