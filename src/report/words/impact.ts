import { counted, grouped, percent } from '../../base/format-number.js';
import type { OutcomeCounts } from '../../incidents/failure-counts.js';
import type { Outcome } from '../../parse/event.js';
import { bold, joined, type Phrase, say } from '../../render/rich-text.js';

/** What failures did to clients. */
export type Impact = {
  readonly outcomes: OutcomeCounts;
  readonly byStatus: Readonly<Record<string, number>>;
  /** Requests in the same span; null when no access log tells. */
  readonly requests: number | null;
};

/** `212 requests got a 502, 3 saved by retry, 4.1 % of all requests`: the worst comes first. */
export function impactOf({ outcomes, byStatus, requests }: Impact, whose = 'all'): Phrase {
  const reached = outcomes['client-visible'] + outcomes.truncated;
  const parts = [
    ...visibleWords(outcomes['client-visible'], byStatus),
    ...otherOutcomes
      .filter(([outcome]) => outcomes[outcome] > 0)
      .map(([outcome, words]): Phrase => [words(outcomes[outcome])]),
    ...(requests !== null && requests > 0 && reached > 0
      ? [say`${percent(reached, Math.max(requests, reached))} of ${whose} requests`]
      : []),
  ];
  return parts.length === 0 ? say`nothing failed` : joined(parts, ', ');
}

/** `502 × 200, 504 × 12`: the statuses that tell of failure, most frequent first. */
function statusWords(byStatus: Readonly<Record<string, number>>): string {
  return badStatuses(byStatus)
    .slice(0, statusesMax)
    .map(([status, count]) => `${status} × ${grouped(count)}`)
    .join(', ');
}

const statusesMax = 4;

const otherOutcomes: readonly (readonly [Outcome, (count: number) => string])[] = [
  ['truncated', (count) => `${counted(count, 'answer')} cut short`],
  ['undecided', (count) => `${counted(count, 'failed attempt')} that clients may have seen`],
  ['saved-by-retry', (count) => `${grouped(count)} saved by retry`],
  ['saved-by-fallback', (count) => `${grouped(count)} saved by a fallback`],
  ['background', (count) => `${grouped(count)} in the background`],
  ['startup', (count) => `${grouped(count)} while starting`],
];

function visibleWords(count: number, byStatus: Readonly<Record<string, number>>): Phrase[] {
  if (count === 0) return [];
  const [only, ...more] = badStatuses(byStatus);
  const failed = counted(count, 'request');
  if (only === undefined) return [say`${bold(failed)} failed`];
  if (more.length === 0) return [say`${bold(failed)} got ${only[0]}`];
  return [say`${bold(failed)} failed (${statusWords(byStatus)})`];
}

/** Saved requests have a good status, which is no news. */
const badStatuses = (byStatus: Readonly<Record<string, number>>): (readonly [string, number])[] =>
  Object.entries(byStatus)
    .filter(([status, count]) => Number(status) >= 400 && count > 0)
    .sort(([, one], [, other]) => other - one);
