import type { Outcome } from '../event.js';
import { noOutcomes, type OutcomeCounts } from '../incident.js';
import type { Of, Span, Totals } from '../ledger.js';
import type { Connection } from './connection.js';
import { failureCounts, isAlarming, minuteCounts, trafficCounts } from './counts.js';
import { minuteMs, nextStart, startOf } from './time.js';

/** Minutes that one answer may have: a year of them, and more than anybody draws. */
const minutesMax = 366 * 24 * 60;

export function totals(sql: Connection, span: Span, of?: Of): Totals {
  const counts = failureCounts(sql, span, of);
  const rows = sql.all<{ outcome: Outcome; status: number; count: number }>(
    `SELECT outcome, status, sum(count) AS count FROM ${counts.text} GROUP BY outcome, status`,
    counts.bound,
  );
  const traffic = trafficCounts(sql, span, of?.upstream === undefined ? {} : { upstream: of.upstream });
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

/** Alarming failures, one number a minute; of hours whose minutes are no longer kept, none but for single failures. */
export function perMinute(sql: Connection, span: Span, of: Of = {}): readonly number[] {
  const from = startOf(span.from, minuteMs);
  const length = Math.min(minutesMax, Math.max(0, (nextStart(span.to, minuteMs) - from) / minuteMs));
  const to = from + length * minuteMs;
  const counts = minuteCounts(sql, { from, to }, of);
  const rows = sql.all<{ minute: number; count: number }>(
    `SELECT bucket / ${minuteMs} * ${minuteMs} AS minute, sum(count) AS count FROM ${counts.text}
     WHERE ${isAlarming} GROUP BY minute`,
    counts.bound,
  );
  const minutes = new Array<number>(length).fill(0);
  for (const { minute, count } of rows) minutes[(minute - from) / minuteMs] = count;
  return minutes;
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
