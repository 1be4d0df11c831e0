import { floorToHour } from '../base/duration.js';
import type { Span } from '../base/span.js';
import type { CauseId } from '../diagnose/causes/index.js';
import type { EmptyingCause } from '../incidents/empty-groups.js';
import type { AssignedFailure } from '../incidents/incident-tracker.js';
import type { Connection } from './connection.js';
import { decodeName, encodeName } from './values.js';

/** Counts what emptied the group of a failure that is stored for the first time. */
export function saveEmptyingCause(db: Connection, { failure, previous, emptiedBy }: AssignedFailure): void {
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
export function findEmptyingCause(
  db: Connection,
  { from, to }: Span,
  { cause, upstream }: { readonly cause: CauseId; readonly upstream: string },
): EmptyingCause | null {
  const row = db.get<{ emptied_by: CauseId; emptied_upstream: string }>(selectSql, [
    upstream,
    cause,
    floorToHour(from),
    to,
  ]);
  return row === undefined ? null : { cause: row.emptied_by, upstream: decodeName(row.emptied_upstream) };
}

const addSql = `INSERT INTO emptied_group (upstream, cause, bucket, emptied_by, emptied_upstream, count)
  VALUES (?, ?, ?, ?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1`;
const selectSql = `SELECT emptied_by, emptied_upstream FROM emptied_group
  WHERE upstream = ? AND cause = ? AND bucket >= ? AND bucket < ?
  GROUP BY emptied_by, emptied_upstream ORDER BY sum(count) DESC LIMIT 1`;
