import { hourMs, minuteMs } from '../base/duration.js';
import type { Span } from '../base/span.js';
import { noOutcomes, type OutcomeCounts } from '../incidents/failure-counts.js';
import type { Outcome } from '../parse/event.js';
import type { FailureFilter, FailureTotals } from '../report/repository.js';
import { ceilToBucket, floorToBucket } from './buckets.js';
import type { Connection } from './connection.js';
import {
  isClientImpactingSql,
  selectBucketCounts,
  selectFailureCounts,
  selectTrafficCounts,
} from './failure-counts.js';

/** Numbers that one answer may have: a year of minutes, and more than anybody draws. */
const bucketsMax = 366 * 24 * 60;

export function getTotals(db: Connection, span: Span, filter?: FailureFilter): FailureTotals {
  const counts = selectFailureCounts(db, span, filter);
  const rows = db.all<{ outcome: Outcome; status: number; count: number }>(
    `SELECT outcome, status, sum(count) AS count FROM ${counts.sql} GROUP BY outcome, status`,
    counts.parameters,
  );
  const traffic = selectTrafficCounts(db, span, filter);
  const requests = db.get<{ requests: number | null }>(
    `SELECT sum(requests) AS requests FROM ${traffic.sql}`,
    traffic.parameters,
  );
  return {
    failures: rows.reduce((sum, { count }) => sum + count, 0),
    outcomes: sumOutcomes(rows),
    byStatus: sumStatuses(rows),
    requests: requests?.requests ?? null,
  };
}

/** Alarming failures, one number a minute; of minutes that are no longer kept, as far as single failures tell. */
export const countPerMinute = (db: Connection, span: Span, filter?: FailureFilter): readonly number[] =>
  countPerBucket(db, span, 'minute', filter);

/** The same by whole hours. */
export const countPerHour = (db: Connection, span: Span, filter?: FailureFilter): readonly number[] =>
  countPerBucket(db, span, 'hour', filter);

function countPerBucket(
  db: Connection,
  span: Span,
  width: 'minute' | 'hour',
  filter: FailureFilter = {},
): readonly number[] {
  const widthMs = width === 'minute' ? minuteMs : hourMs;
  const from = floorToBucket(span.from, widthMs);
  const length = Math.min(bucketsMax, Math.max(0, (ceilToBucket(span.to, widthMs) - from) / widthMs));
  const counts = selectBucketCounts(db, { from, to: from + length * widthMs }, width, filter);
  const rows = db.all<{ start: number; count: number }>(
    `SELECT bucket / ${widthMs} * ${widthMs} AS start, sum(count) AS count FROM ${counts.sql}
     WHERE ${isClientImpactingSql} GROUP BY start`,
    counts.parameters,
  );
  const buckets = new Array<number>(length).fill(0);
  for (const { start, count } of rows) buckets[(start - from) / widthMs] = count;
  return buckets;
}

/** Counts by outcome, with a zero for those that did not happen. */
export const sumOutcomes = (rows: readonly { outcome: Outcome; count: number }[]): OutcomeCounts => {
  const counts: Record<Outcome, number> = { ...noOutcomes };
  for (const { outcome, count } of rows) counts[outcome] += count;
  return counts;
};

/** Counts by the status that clients got. */
export const sumStatuses = (
  rows: readonly { status: number; count: number }[],
): Readonly<Record<string, number>> => {
  const counts = new Map<number, number>();
  for (const { status, count } of rows) {
    if (status > 0 && count > 0) counts.set(status, (counts.get(status) ?? 0) + count);
  }
  return Object.fromEntries(counts);
};
