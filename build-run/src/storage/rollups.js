import { bucketWidthsMs, floorToBucket } from './buckets.js';
import { minuteDimensions } from './dimensions.js';
import { encodeName } from './values.js';
export const toRollupInput = (failure) => ({
  ...failure,
  method: failure.request?.method ?? null,
});
const rollupWidths = ['minute', 'hour', 'day'];
/** Collects the changes of a batch, then updates each counter once. */
export class Rollups {
  #db;
  #cardinalityLimit;
  #failures = { minute: new Map(), hour: new Map(), day: new Map() };
  #dimensions = { minute: new Map(), hour: new Map(), day: new Map() };
  constructor(db, cardinalityLimit) {
    this.#db = db;
    this.#cardinalityLimit = cardinalityLimit;
  }
  /** Counts the current version of a failure instead of the previous one. */
  replace(previous, current) {
    if (previous !== null) this.#countFailure(previous, -1);
    this.#countFailure(current, 1);
  }
  /** Counts a failure no longer. */
  remove(failure) {
    this.#countFailure(failure, -1);
  }
  /** Writes the collected changes. */
  store() {
    for (const width of rollupWidths) {
      for (const cell of this.#failures[width].values()) this.#addToCounter(failureStatements[width], cell);
      for (const cell of this.#dimensions[width].values())
        this.#addToCounter(dimensionStatements[width], cell);
    }
  }
  #countFailure(failure, delta) {
    const { at, cause, outcome } = failure;
    const upstream = this.#cardinalityLimit.upstream(at, encodeName(failure.upstream));
    const names = Object.entries({
      route: this.#cardinalityLimit.route(at, upstream, encodeName(failure.route)),
      peer: this.#cardinalityLimit.peer(at, upstream, encodeName(failure.peer)),
      host: this.#cardinalityLimit.host(at, encodeName(failure.host)),
      method: this.#cardinalityLimit.method(at, encodeName(failure.method)),
      customer: failure.customer === null ? null : this.#cardinalityLimit.customer(at, failure.customer),
      maker: failure.madeBy,
      gateway: failure.gateway,
    });
    for (const width of rollupWidths) {
      const bucket = floorToBucket(at, bucketWidthsMs[width]);
      const key = [bucket, upstream, cause, outcome, failure.status ?? 0];
      const cellName = key.join('\n');
      if (!addToCell(this.#failures[width], cellName, delta))
        this.#failures[width].set(cellName, { key, count: delta });
      for (const [dimension, name] of names) {
        // Most installations have no customers: a counter of failures without one would be of no use.
        if (name === null || (width === 'minute' && !minuteDimensions.has(dimension))) continue;
        const dimensionCellName = `${cellName}\n${dimension}\n${name}`;
        if (!addToCell(this.#dimensions[width], dimensionCellName, delta))
          this.#dimensions[width].set(dimensionCellName, { key: [dimension, ...key, name], count: delta });
      }
    }
  }
  #addToCounter({ addSql, subtractSql }, { key, count }) {
    if (count > 0) this.#db.run(addSql, [...key, count]);
    else if (count < 0) this.#db.run(subtractSql, [count, ...key]);
  }
}
/** False if there is no such cell yet. Its key is made with it, as most failures find all of theirs. */
function addToCell(cells, name, count) {
  const cell = cells.get(name);
  if (cell === undefined) return false;
  cell.count += count;
  return true;
}
// Lowering never inserts: a counter that retention has removed must not come back with a negative count.
const buildCounterStatements = (table, columns) => ({
  addSql: `INSERT INTO ${table} (${columns.join(', ')}, count) VALUES (${columns.map(() => '?').join(', ')}, ?)
    ON CONFLICT DO UPDATE SET count = count + excluded.count`,
  subtractSql: `UPDATE ${table} SET count = count + ? WHERE ${columns.map((column) => `${column} = ?`).join(' AND ')}`,
});
const failureKeyColumns = ['bucket', 'upstream', 'cause', 'outcome', 'status'];
const dimensionKeyColumns = ['dimension', ...failureKeyColumns, 'value'];
const failureStatements = {
  minute: buildCounterStatements('failure_minute', failureKeyColumns),
  hour: buildCounterStatements('failure_hour', failureKeyColumns),
  day: buildCounterStatements('failure_day', failureKeyColumns),
};
const dimensionStatements = {
  minute: buildCounterStatements('failure_dimension_minute', dimensionKeyColumns),
  hour: buildCounterStatements('failure_dimension_hour', dimensionKeyColumns),
  day: buildCounterStatements('failure_dimension_day', dimensionKeyColumns),
};
