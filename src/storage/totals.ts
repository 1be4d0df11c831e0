import type { Span } from '../base/span.js';
import { noOutcomes, type OutcomeCounts } from '../incidents/failure-counts.js';
import type { Outcome } from '../parse/event.js';
import type { Of, Totals } from '../report/repository.js';
import { hourMs, minuteMs, nextStart, startOf } from './buckets.js';
import type { Connection } from './connection.js';
import { bucketCounts, failureCounts, isAlarming, trafficCounts } from './failure-counts.js';

/** Numbers that one answer may have: a year of minutes, and more than anybody draws. */
const bucketsMax = 366 * 24 * 60;

export function totals(sql: Connection, span: Span, of?: Of): Totals {
  const counts = failureCounts(sql, span, of);
  const rows = sql.all<{ outcome: Outcome; status: number; count: number }>(
    `SELECT outcome, status, sum(count) AS count FROM ${counts.text} GROUP BY outcome, status`,
    counts.bound,
  );
  const traffic = trafficCounts(sql, span, of);
  const requests = sql.get<{ requests: number | null }>(
    `SELECT sum(requests) AS requests FROM ${traffic.text}`,
    traffic.bound,
  );
  return {
    failures: rows.reduce((sum, { count }) => sum + count, 0),
    outcomes: outcomesOf(rows),
    byStatus: statusesOf(rows),
    requests: requests?.requests ?? null,
  };
}

/** Alarming failures, one number a minute; of minutes that are no longer kept, as far as single failures tell. */
export const perMinute = (sql: Connection, span: Span, of?: Of): readonly number[] =>
  perBucket(sql, span, 'minute', of);

/** The same by whole hours. */
export const perHour = (sql: Connection, span: Span, of?: Of): readonly number[] =>
  perBucket(sql, span, 'hour', of);

function perBucket(sql: Connection, span: Span, width: 'minute' | 'hour', of: Of = {}): readonly number[] {
  const widthMs = width === 'minute' ? minuteMs : hourMs;
  const from = startOf(span.from, widthMs);
  const length = Math.min(bucketsMax, Math.max(0, (nextStart(span.to, widthMs) - from) / widthMs));
  const counts = bucketCounts(sql, { from, to: from + length * widthMs }, width, of);
  const rows = sql.all<{ start: number; count: number }>(
    `SELECT bucket / ${widthMs} * ${widthMs} AS start, sum(count) AS count FROM ${counts.text}
     WHERE ${isAlarming} GROUP BY start`,
    counts.bound,
  );
  const buckets = new Array<number>(length).fill(0);
  for (const { start, count } of rows) buckets[(start - from) / widthMs] = count;
  return buckets;
}

/** Counts by outcome, with a zero for those that did not happen. */
export const outcomesOf = (rows: readonly { outcome: Outcome; count: number }[]): OutcomeCounts => {
  const counts: Record<Outcome, number> = { ...noOutcomes };
  for (const { outcome, count } of rows) counts[outcome] += count;
  return counts;
};

/** Counts by the status that clients got. */
export const statusesOf = (
  rows: readonly { status: number; count: number }[],
): Readonly<Record<string, number>> => {
  const counts = new Map<number, number>();
  for (const { status, count } of rows) {
    if (status > 0 && count > 0) counts.set(status, (counts.get(status) ?? 0) + count);
  }
  return Object.fromEntries(counts);
};
