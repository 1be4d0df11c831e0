import { formatCount, formatPercent, pluralize } from '../../base/format-number.js';
import type { OutcomeCounts } from '../../incidents/failure-counts.js';
import type { Outcome } from '../../parse/event.js';
import { bold, joinText, type RichText, text } from '../../render/rich-text.js';

/** Failures by outcome, and the requests they are a share of. */
export type FailureImpact = {
  readonly outcomes: OutcomeCounts;
  readonly byStatus: Readonly<Record<string, number>>;
  /** Requests in the same span; null without an access log. */
  readonly requests: number | null;
};

/** `212 requests got 502, 3 saved by retry, 4.1 % of all requests`: the worst outcome first. */
export function describeImpact({ outcomes, byStatus, requests }: FailureImpact, owner = 'all'): RichText {
  const reached = outcomes['client-visible'] + outcomes.truncated;
  const parts = [
    ...describeVisible(outcomes['client-visible'], byStatus),
    ...minorOutcomes
      .filter(([outcome]) => outcomes[outcome] > 0)
      .map(([outcome, words]): RichText => [words(outcomes[outcome])]),
    ...(requests !== null && requests > 0 && reached > 0
      ? [text`${formatPercent(reached, Math.max(requests, reached))} of ${owner} requests`]
      : []),
  ];
  return parts.length === 0 ? text`no failures` : joinText(parts, ', ');
}

/** `502 × 200, 504 × 12`: the error statuses, most frequent first. */
function formatStatuses(byStatus: Readonly<Record<string, number>>): string {
  return listBadStatuses(byStatus)
    .slice(0, statusesShownMax)
    .map(([status, count]) => `${status} × ${formatCount(count)}`)
    .join(', ');
}

const statusesShownMax = 4;

const minorOutcomes: readonly (readonly [Outcome, (count: number) => string])[] = [
  ['truncated', (count) => pluralize(count, 'truncated response')],
  ['undecided', (count) => `${pluralize(count, 'failed attempt')} that clients may have seen`],
  ['saved-by-retry', (count) => `${formatCount(count)} saved by retry`],
  ['saved-by-fallback', (count) => `${formatCount(count)} saved by a fallback`],
  ['background', (count) => `${formatCount(count)} in the background`],
  ['startup', (count) => `${formatCount(count)} during startup`],
];

function describeVisible(count: number, byStatus: Readonly<Record<string, number>>): RichText[] {
  if (count === 0) return [];
  const [first, ...more] = listBadStatuses(byStatus);
  const failed = pluralize(count, 'request');
  if (first === undefined) return [text`${bold(failed)} failed`];
  if (more.length === 0) return [text`${bold(failed)} got ${first[0]}`];
  return [text`${bold(failed)} failed (${formatStatuses(byStatus)})`];
}

/** Leaves out the good statuses of saved requests. */
const listBadStatuses = (byStatus: Readonly<Record<string, number>>): (readonly [string, number])[] =>
  Object.entries(byStatus)
    .filter(([status, count]) => Number(status) >= 400 && count > 0)
    .sort(([, a], [, b]) => b - a);
