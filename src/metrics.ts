import type { Ailment } from './ailment.js';
import type { CauseId } from './cause.js';
import type { Outcome } from './event.js';
import type { FileCoverage, Ledger, Letters } from './ledger.js';

/** What a monitoring system is told of the logs and of the program itself. */
export type Metrics = {
  readonly failures: readonly FailureCounter[];
  readonly openIncidents: number;
  readonly coverage: readonly FileCoverage[];
  readonly letters: Letters;
  /** What is wrong with the bot itself now. */
  readonly ailments: readonly Ailment[];
  /** Since the latest record that was read; null before the first. */
  readonly lagMs: number | null;
};

export type FailureCounter = {
  readonly cause: CauseId;
  readonly upstream: string | null;
  readonly outcome: Outcome;
  readonly count: number;
};

/** The highest count of each series so far: late lines move a failure to another series, and a counter never falls. */
export type CounterMemory = { readonly since: number; readonly highest: Map<string, FailureCounter> };

export const counterMemory = (since: number): CounterMemory => ({ since, highest: new Map() });

/** Counts what has happened since the program started, each series once and at most so many. */
export function metricsOf({ ledger, now, counters }: Measured): Metrics {
  for (const cell of ledger.tally({ from: counters.since, to: now }, seriesMax)) count(counters, cell);
  const coverage = ledger.coverage();
  const latest = Math.max(...coverage.map(({ latestAt }) => latestAt ?? -Infinity));
  return {
    failures: [...counters.highest.values()],
    openIncidents: ledger.openIncidents().length,
    coverage,
    letters: ledger.letters({ from: now - lettersMs, to: now + 1 }),
    ailments: ledger.ailments({ from: now, to: now + 1 }),
    lagMs: Number.isFinite(latest) ? Math.max(0, now - latest) : null,
  };
}

type Measured = { readonly ledger: Ledger; readonly now: number; readonly counters: CounterMemory };

/** Series that a monitoring system is asked to keep: what comes later is counted as of another upstream. */
const seriesMax = 500;
const lettersMs = 30 * 86_400_000;
const other = '(other)';

function count({ highest }: CounterMemory, cell: FailureCounter): void {
  const own = keyOf(cell);
  const isKnown = highest.has(own) || highest.size < seriesMax;
  const counted = isKnown ? cell : { ...cell, upstream: other };
  const before = highest.get(keyOf(counted))?.count ?? 0;
  highest.set(keyOf(counted), { ...counted, count: Math.max(before, counted.count) });
}

const keyOf = ({ cause, upstream, outcome }: FailureCounter) => `${cause} ${outcome} ${upstream ?? ''}`;
