import type { Failure } from '../diagnose/failure.js';
import { startOf, widths } from './buckets.js';
import type { Roster } from './cardinality-limit.js';
import type { Connection, Value } from './connection.js';
import { type Facet, minuteFacets } from './dimensions.js';
import { textOf } from './values.js';

/** What of a failure is counted. */
export type Counted = Pick<
  Failure,
  | 'at'
  | 'cause'
  | 'outcome'
  | 'status'
  | 'upstream'
  | 'route'
  | 'peer'
  | 'host'
  | 'customer'
  | 'madeBy'
  | 'gateway'
> & { readonly method: string | null };

/** What of a failure is counted. */
export const countedOf = (failure: Failure): Counted => ({
  ...failure,
  method: failure.request?.method ?? null,
});

/** Counters to add to. Summed first, because a burst hits the same few rows again and again. */
type Cells = Map<string, Cell>;
type Cell = { readonly key: readonly Value[]; count: number };

const countedWidths = ['minute', 'hour', 'day'] as const;

/** Collects what a batch counts, then adds to each counter once. */
export class Rollups {
  readonly #sql: Connection;
  readonly #roster: Roster;
  readonly #failures = { minute: new Map(), hour: new Map(), day: new Map() } satisfies Record<string, Cells>;
  readonly #facets = { minute: new Map(), hour: new Map(), day: new Map() } satisfies Record<string, Cells>;

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
    for (const width of countedWidths) {
      for (const cell of this.#failures[width].values()) this.#add(failures[width], cell);
      for (const cell of this.#facets[width].values()) this.#add(facets[width], cell);
    }
  }

  #count(failure: Counted, by: 1 | -1): void {
    const { at, cause, outcome } = failure;
    const upstream = this.#roster.upstream(at, textOf(failure.upstream));
    const names = {
      route: this.#roster.route(at, upstream, textOf(failure.route)),
      peer: this.#roster.peer(at, upstream, textOf(failure.peer)),
      host: this.#roster.host(at, textOf(failure.host)),
      method: this.#roster.method(at, textOf(failure.method)),
      customer: failure.customer === null ? null : this.#roster.customer(at, failure.customer),
      maker: failure.madeBy,
      gateway: failure.gateway,
    } satisfies Record<Facet, string | null>;
    const keyOf = (width: keyof typeof widths) => [
      startOf(at, widths[width]),
      upstream,
      cause,
      outcome,
      failure.status ?? 0,
    ];
    for (const width of countedWidths) {
      add(this.#failures[width], keyOf(width), by);
      for (const [facet, name] of Object.entries(names)) {
        // Most installations know no customers, and counting that of each failure would tell nothing.
        if (name !== null && (width !== 'minute' || minuteFacets.has(facet)))
          add(this.#facets[width], [facet, ...keyOf(width), name], by);
      }
    }
  }

  #add({ give, take }: Statements, { key, count }: Cell): void {
    if (count > 0) this.#sql.run(give, [...key, count]);
    else if (count < 0) this.#sql.run(take, [count, ...key]);
  }
}

function add(cells: Cells, key: readonly Value[], count: number): void {
  const name = key.join('\n');
  const cell = cells.get(name);
  if (cell === undefined) cells.set(name, { key, count });
  else cell.count += count;
}

/** How a counter is added to and taken from. */
type Statements = { readonly give: string; readonly take: string };

// Taking is only an update: what retention has removed is not to come back as a negative count.
const counter = (table: string, key: readonly string[]): Statements => ({
  give: `INSERT INTO ${table} (${key.join(', ')}, count) VALUES (${key.map(() => '?').join(', ')}, ?)
    ON CONFLICT DO UPDATE SET count = count + excluded.count`,
  take: `UPDATE ${table} SET count = count + ? WHERE ${key.map((column) => `${column} = ?`).join(' AND ')}`,
});

const key = ['bucket', 'upstream', 'cause', 'outcome', 'status'];
const facetKey = ['dimension', ...key, 'name'];
const failures = {
  minute: counter('failure_minute', key),
  hour: counter('failure_hour', key),
  day: counter('failure_day', key),
};
const facets = {
  minute: counter('facet_minute', facetKey),
  hour: counter('facet_hour', facetKey),
  day: counter('facet_day', facetKey),
};
