import type { CauseId } from '../diagnose/cause.js';
import type { Failure } from '../diagnose/failure.js';
import type { Outcome } from '../parse/event.js';

/** Failures counted by cause and by what came of them. */
export type Tally = {
  /** Most frequent first. */
  readonly causes: readonly CauseCount[];
  readonly counts: OutcomeCounts;
};

export type CauseCount = { readonly cause: CauseId; readonly count: number };
export type OutcomeCounts = Readonly<Record<Outcome, number>>;

export const noOutcomes: OutcomeCounts = {
  'client-visible': 0,
  'saved-by-retry': 0,
  'saved-by-fallback': 0,
  truncated: 0,
  background: 0,
  startup: 0,
  undecided: 0,
};

export const emptyTally: Tally = { causes: [], counts: noOutcomes };

/** The tally with one failure more, or one less. */
export const tallied = (
  { causes, counts }: Tally,
  { cause, outcome }: Pick<Failure, 'cause' | 'outcome'>,
  by: 1 | -1,
): Tally => ({
  causes: ranked([...causes, { cause, count: by }]),
  counts: { ...counts, [outcome]: counts[outcome] + by },
});

/** All of them together. */
export const tallyOf = (tallies: readonly Tally[]): Tally => ({
  causes: ranked(tallies.flatMap(({ causes }) => causes)),
  counts: tallies.reduce((sum, { counts }) => sumOfOutcomes(sum, counts), noOutcomes),
});

/** What came of the failures of both. */
export const sumOfOutcomes = (one: OutcomeCounts, other: OutcomeCounts): OutcomeCounts => ({
  'client-visible': one['client-visible'] + other['client-visible'],
  'saved-by-retry': one['saved-by-retry'] + other['saved-by-retry'],
  'saved-by-fallback': one['saved-by-fallback'] + other['saved-by-fallback'],
  truncated: one.truncated + other.truncated,
  background: one.background + other.background,
  startup: one.startup + other.startup,
  undecided: one.undecided + other.undecided,
});

/** Failures that clients saw, or may have seen. */
export const alarmingIn = (outcomes: OutcomeCounts): number =>
  outcomes['client-visible'] + outcomes.truncated + outcomes.undecided;

/** Failures of which clients noticed nothing. */
export const savedIn = (outcomes: OutcomeCounts): number =>
  outcomes['saved-by-retry'] + outcomes['saved-by-fallback'];

function ranked(causes: readonly CauseCount[]): readonly CauseCount[] {
  const sums = new Map<CauseId, number>();
  // Of equally frequent ones the one seen last goes last.
  const newest = causes.at(-1);
  for (const { cause, count } of causes) sums.set(cause, (sums.get(cause) ?? 0) + count);
  if (newest !== undefined) {
    const count = sums.get(newest.cause) ?? 0;
    sums.delete(newest.cause);
    sums.set(newest.cause, count);
  }
  return [...sums]
    .map(([cause, count]) => ({ cause, count }))
    .filter(({ count }) => count > 0)
    .sort((one, other) => other.count - one.count);
}
