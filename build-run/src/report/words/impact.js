import { formatCount, formatPercent, pluralize, sumNumbers } from '../../base/format-number.js';
import { sumClientImpacting } from '../../incidents/failure-counts.js';
import { bold, joinText, text } from '../../render/rich-text.js';
/** `212 requests got 502, 3 saved by retry, 4.1 % of all requests`: the worst outcome first. The filter is that of the totals. */
export const describeImpact = (totals, filter = {}) => joinImpact(totals, describeShareOf(totals, filter));
/** `212 requests got 502, 3 saved by retry`, with more to say about them. */
export function joinImpact({ outcomes, visibleByStatus }, ...more) {
  const parts = [
    ...describeVisible(outcomes['client-visible'], visibleByStatus),
    ...minorOutcomes
      .filter(([outcome]) => outcomes[outcome] > 0)
      .map(([outcome, words]) => [words(outcomes[outcome])]),
  ];
  return parts.length === 0
    ? text`no failures`
    : joinText([...parts, ...more.filter((part) => part !== undefined)], ', ');
}
/**
 * `4.1 % of all requests`: of those to the gateway; where an upstream is asked for, `of its requests`. Undefined where
 * none are counted.
 */
function describeShareOf({ outcomes, requests }, { upstream, upstreams }) {
  const failed = sumClientImpacting(outcomes);
  if (requests === null || requests < failed || failed === 0) return undefined;
  const owner = upstream !== undefined ? 'its' : upstreams !== undefined ? 'their' : 'all';
  return text`${formatPercent(failed, requests)} of ${owner} requests`;
}
const minorOutcomes = [
  ['application-error', (count) => `${pluralize(count, 'request')} got 500 from the application itself`],
  ['truncated', (count) => pluralize(count, 'truncated response')],
  ['undecided', (count) => `${pluralize(count, 'failed attempt')} that clients may have seen`],
  ['saved-by-retry', (count) => `${formatCount(count)} saved by retry`],
  ['saved-by-fallback', (count) => `${formatCount(count)} saved by a fallback`],
  ['answered-otherwise', (count) => `${formatCount(count)} answered by a retry or an error page`],
  ['background', (count) => `${formatCount(count)} in the background`],
  ['startup', (count) => `${formatCount(count)} during startup`],
];
/** The statuses in brackets add up to the requests before them. */
function describeVisible(count, byStatus) {
  if (count === 0) return [];
  const failed = pluralize(count, 'request');
  const statuses = Object.entries(byStatus).sort(([, a], [, b]) => b - a);
  const known = sumNumbers(statuses.map(([, number]) => number));
  const [first, ...more] = statuses;
  if (first === undefined || known > count) return [text`${bold(failed)} failed`];
  if (more.length === 0 && known === count) return [text`${bold(failed)} got ${first[0]}`];
  const shown = statuses.slice(0, statusesShownMax);
  const others = known - sumNumbers(shown.map(([, number]) => number));
  const items = [
    ...shown.map(([status, number]) => `${status} × ${formatCount(number)}`),
    ...(others > 0 ? [`other × ${formatCount(others)}`] : []),
    ...(count > known ? [`no status × ${formatCount(count - known)}`] : []),
  ];
  return [text`${bold(failed)} failed (${items.join(', ')})`];
}
const statusesShownMax = 4;
