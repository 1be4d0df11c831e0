import type { CauseId } from '../diagnose/cause.js';
import type { Ailment } from '../health/issue.js';
import type { Outcome } from '../parse/event.js';
import type { FileCoverage, Ledger, Letters } from '../report/repository.js';

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
  countAll(counters, ledger.tally({ from: counters.since, to: now }, cellsMax));
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

/** Upstreams come and go, and a monitoring system keeps each series: what comes later is counted as of another upstream. */
const seriesMax = 500;
/** More series than that are not looked at: each may be of a name that somebody made up. */
const cellsMax = 10_000;
const lettersMs = 30 * 86_400_000;
const other = '(other)';

/** A series keeps the place it once has; those without one are added up by cause and outcome. */
function countAll({ highest }: CounterMemory, cells: readonly FailureCounter[]): void {
  const others = new Map<string, FailureCounter>();
  for (const cell of cells) {
    const isKnown = highest.has(keyOf(cell)) || highest.size < seriesMax;
    if (isKnown) raise(highest, cell);
    else {
      const sum = { ...cell, upstream: other };
      others.set(keyOf(sum), { ...sum, count: cell.count + (others.get(keyOf(sum))?.count ?? 0) });
    }
  }
  for (const sum of others.values()) raise(highest, sum);
}

function raise(highest: CounterMemory['highest'], cell: FailureCounter): void {
  const before = highest.get(keyOf(cell))?.count ?? 0;
  highest.set(keyOf(cell), { ...cell, count: Math.max(before, cell.count) });
}

const keyOf = ({ cause, upstream, outcome }: FailureCounter) => `${cause} ${outcome} ${upstream ?? ''}`;
