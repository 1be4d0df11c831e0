import type { Dimension, Ledger, Of, Ranked, Span, Totals } from './ledger.js';
import { noOutcomes } from './tally.js';

/** Upstreams that are asked about one by one: enough for an outage, and bounded in a storm. */
const askedMax = 100;

type Upstreams = readonly (string | null)[];

/** The totals of several upstreams together. */
export function totalsAcross(ledger: Ledger, span: Span, upstreams: Upstreams): Totals {
  return ofEach(upstreams)
    .map((of) => ledger.totals(span, of))
    .reduce(sumOf, nothing);
}

/** The most frequent values at several upstreams together. Those that no record tells are left out. */
export function topAcross(
  ledger: Ledger,
  by: Dimension,
  span: Span,
  limit: number,
  upstreams: Upstreams,
): readonly Ranked[] {
  const sums = new Map<string, Ranked>();
  for (const of of ofEach(upstreams))
    for (const ranked of ledger.top(by, span, limit, of)) {
      if (ranked.key === null) continue;
      const known = sums.get(ranked.key);
      sums.set(ranked.key, known === undefined ? ranked : bothOf(known, ranked));
    }
  return [...sums.values()].sort((one, other) => other.count - one.count).slice(0, limit);
}

/** Alarming failures per minute at several upstreams together. */
export function perMinuteAcross(ledger: Ledger, span: Span, upstreams: Upstreams): readonly number[] {
  const courses = ofEach(upstreams).map((of) => ledger.perMinute(span, of));
  return (courses[0] ?? []).map((_, at) => courses.reduce((sum, counts) => sum + (counts[at] ?? 0), 0));
}

const ofEach = (upstreams: Upstreams): readonly Of[] =>
  upstreams.slice(0, askedMax).map((upstream) => ({ upstream }));

const nothing: Totals = { failures: 0, outcomes: noOutcomes, byStatus: {}, requests: null };

const sumOf = (one: Totals, other: Totals): Totals => ({
  failures: one.failures + other.failures,
  outcomes: summed(one.outcomes, other.outcomes),
  byStatus: summed(one.byStatus, other.byStatus),
  requests: one.requests === null ? other.requests : one.requests + (other.requests ?? 0),
});

/** The cast: the sum has the keys of both, which are of one type. */
function summed<T extends Readonly<Record<string, number>>>(one: T, other: T): T {
  const sums: Record<string, number> = { ...one };
  for (const [key, count] of Object.entries(other)) sums[key] = (sums[key] ?? 0) + count;
  return sums as T;
}

const bothOf = (one: Ranked, other: Ranked): Ranked => ({
  key: one.key,
  count: one.count + other.count,
  alarming: one.alarming + other.alarming,
});
