import { minuteMs } from '../../base/duration.js';
import { formatDuration } from '../../base/format-number.js';
import { defineRuleOut, selectOwnFailures } from './rule-out.js';
/**
 * The gateway was reloaded or restarted when it failed already. Only by its own log: a deploy that people or a pipeline
 * mark is often marked when it is over.
 */
export const laterReload = defineRuleOut({
  id: 'later-reload',
  isSuspected: () => true,
  exclude: (input) => {
    const { firstFailureAt, changes } = input;
    const own = changes.filter(isOfGateway);
    const later = own.find(({ at }) => at >= firstFailureAt + apartMsMin);
    const hasEarlier = changes.some(
      ({ at, kind }) =>
        kind !== 'ejection' && at < firstFailureAt + apartMsMin && at >= firstFailureAt - lookbackMs,
    );
    if (later === undefined || hasEarlier) return undefined;
    const before = selectOwnFailures(input).filter(({ at }) => at <= later.at - apartMsMin);
    return before.length >= failuresMin
      ? {
          what: later.message,
          proof: `came ${formatDuration(later.at - firstFailureAt)} after the first failure`,
        }
      : undefined;
  },
});
const isOfGateway = ({ kind, by }) => by === null && (kind === 'reload' || kind === 'restart');
/** Clocks of machines differ by less. */
const apartMsMin = 10_000;
const failuresMin = 5;
const lookbackMs = 30 * minuteMs;
