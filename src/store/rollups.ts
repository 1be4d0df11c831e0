import { type Failure, alarming as isAlarming } from '../failure.js';
import type { Connection, Value } from './connection.js';
import type { Roster } from './roster.js';
import { hourMs, minuteMs, startOf } from './time.js';
import { textOf } from './values.js';

/** What of a failure is counted. */
export type Counted = Pick<Failure, 'at' | 'cause' | 'outcome' | 'status' | 'upstream' | 'route' | 'peer'>;

/** Counters to add to. Summed first, because a burst hits the same few rows again and again. */
type Cells = Map<string, Cell>;
type Cell = { readonly key: readonly Value[]; count: number; alarming: number };

const widths = { minute: minuteMs, hour: hourMs } as const;
type Width = keyof typeof widths;

/** Collects what a batch counts, then adds to each counter once. */
export class Rollups {
  readonly #sql: Connection;
  readonly #roster: Roster;
  readonly #failures: Readonly<Record<Width, Cells>> = { minute: new Map(), hour: new Map() };
  readonly #ranked: Readonly<Record<Width, Cells>> = { minute: new Map(), hour: new Map() };

  constructor(sql: Connection, roster: Roster) {
    this.#sql = sql;
    this.#roster = roster;
  }

  /** Counts `is`, and no longer counts what it was before. */
  move(was: Counted | null, is: Counted): void {
    if (was !== null) this.#count(was, -1);
    this.#count(is, 1);
  }

  /** Adds what was collected. */
  store(): void {
    for (const width of ['minute', 'hour'] as const) {
      for (const cell of this.#failures[width].values()) this.#storeFailures(width, cell);
      for (const cell of this.#ranked[width].values()) this.#storeRanked(width, cell);
    }
  }

  #count(failure: Counted, by: 1 | -1): void {
    const { at, cause, outcome } = failure;
    const upstream = this.#roster.upstream(at, textOf(failure.upstream));
    const route = this.#roster.route(at, upstream, textOf(failure.route));
    const peer = this.#roster.peer(at, upstream, textOf(failure.peer));
    const alarming = isAlarming(failure) ? by : 0;
    for (const width of ['minute', 'hour'] as const) {
      const bucket = startOf(at, widths[width]);
      add(this.#failures[width], [bucket, upstream, cause, outcome, failure.status ?? 0], by, alarming);
      add(this.#ranked[width], [bucket, 'route', upstream, cause, route], by, alarming);
      add(this.#ranked[width], [bucket, 'peer', upstream, cause, peer], by, alarming);
    }
  }

  #storeFailures(width: Width, { key, count }: Cell): void {
    if (count > 0) this.#sql.run(addFailures[width], [...key, count]);
    else if (count < 0) this.#sql.run(takeFailures[width], [count, ...key]);
  }

  #storeRanked(width: Width, { key, count, alarming }: Cell): void {
    if (count > 0) this.#sql.run(addRanked[width], [...key, count, alarming]);
    else if (count < 0 || alarming !== 0) this.#sql.run(takeRanked[width], [count, alarming, ...key]);
  }
}

function add(cells: Cells, key: readonly Value[], count: number, alarming: number): void {
  const name = key.join('\n');
  const cell = cells.get(name);
  if (cell === undefined) {
    cells.set(name, { key, count, alarming });
    return;
  }
  cell.count += count;
  cell.alarming += alarming;
}

const both = (text: (width: Width) => string) => ({ minute: text('minute'), hour: text('hour') });

const addFailures = both(
  (width) => `INSERT INTO failure_${width} (bucket, upstream, cause, outcome, status, count)
    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count`,
);
// Taking is only an update: what retention has removed is not to come back as a negative count.
const takeFailures = both(
  (width) => `UPDATE failure_${width} SET count = count + ?
    WHERE bucket = ? AND upstream = ? AND cause = ? AND outcome = ? AND status = ?`,
);
const addRanked = both(
  (width) => `INSERT INTO ranked_${width} (bucket, dimension, upstream, cause, name, count, alarming)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET count = count + excluded.count, alarming = alarming + excluded.alarming`,
);
const takeRanked = both(
  (width) => `UPDATE ranked_${width} SET count = count + ?, alarming = alarming + ?
    WHERE bucket = ? AND dimension = ? AND upstream = ? AND cause = ? AND name = ?`,
);
