import { floorToHour } from '../base/duration.js';
import { decodeName, encodeName } from './values.js';
/** Counts what emptied the group of a failure that is stored for the first time. */
export function saveEmptyingCause(db, { failure, previous, emptiedBy }) {
  if (previous !== null || emptiedBy === undefined || emptiedBy === null) return;
  db.run(addSql, [
    encodeName(failure.upstream),
    failure.cause,
    floorToHour(failure.at),
    emptiedBy.cause,
    encodeName(emptiedBy.upstream),
  ]);
}
/** What mostly emptied this group in the hours of the span; null where nothing was settled. */
export function findEmptyingCause(db, { from, to }, { cause, upstream }) {
  const row = db.get(selectSql, [upstream, cause, floorToHour(from), to]);
  return row === undefined ? null : { cause: row.emptied_by, upstream: decodeName(row.emptied_upstream) };
}
const addSql = `INSERT INTO emptied_group (upstream, cause, bucket, emptied_by, emptied_upstream, count)
  VALUES (?, ?, ?, ?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1`;
const selectSql = `SELECT emptied_by, emptied_upstream FROM emptied_group
  WHERE upstream = ? AND cause = ? AND bucket >= ? AND bucket < ?
  GROUP BY emptied_by, emptied_upstream ORDER BY sum(count) DESC LIMIT 1`;
