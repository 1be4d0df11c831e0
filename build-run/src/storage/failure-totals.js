import { hourMs, minuteMs } from '../base/duration.js';
import { noOutcomes } from '../incidents/failure-counts.js';
import { ceilToBucket, floorToBucket } from './buckets.js';
import {
  findCompleteSince,
  selectBucketCounts,
  selectDimensionCounts,
  selectFailureCounts,
  selectTrafficCounts,
} from './failure-counts.js';
import { isClientImpactingSql } from './filter-sql.js';
import { decodeName } from './values.js';
/** Failures summed, ranked and counted over time. */
export const createFailureTotals = (db) => ({
  totals: (span, filter) => {
    const counts = selectFailureCounts(db, span, filter);
    const rows = db.all(
      `SELECT outcome, status, sum(count) AS count FROM ${counts.sql} GROUP BY outcome, status`,
      counts.parameters,
    );
    const traffic = selectTrafficCounts(db, span, filter);
    const requests = db.get(`SELECT sum(requests) AS requests FROM ${traffic.sql}`, traffic.parameters);
    return {
      failures: rows.reduce((sum, { count }) => sum + count, 0),
      outcomes: sumOutcomes(rows),
      byStatus: sumStatuses(rows),
      visibleByStatus: sumStatuses(rows.filter(({ outcome }) => outcome === 'client-visible')),
      requests: requests?.requests ?? null,
    };
  },
  top: (dimension, span, limit, filter = {}) => {
    const counts = selectRankable(db, dimension, span, filter);
    return db.all(
      `SELECT key, sum(count) AS count, sum(iif(${isClientImpactingSql}, count, 0)) AS clientImpacting FROM ${counts.sql}
       GROUP BY key HAVING sum(count) > 0 ORDER BY clientImpacting DESC, count DESC, key LIMIT ?`,
      [...counts.parameters, limit],
    );
  },
  failuresByLabel: (span, limit) => {
    const counts = selectFailureCounts(db, span);
    return db
      .all(
        `SELECT cause, upstream, outcome, sum(count) AS count FROM ${counts.sql}
         GROUP BY cause, upstream, outcome HAVING sum(count) > 0
         ORDER BY sum(count) DESC, cause, upstream, outcome LIMIT ?`,
        [...counts.parameters, limit],
      )
      .map((row) => ({ ...row, upstream: decodeName(row.upstream) }));
  },
  failuresPerMinute: (span, filter) => countPerBucket(db, span, 'minute', filter),
  failuresPerHour: (span, filter) => countPerBucket(db, span, 'hour', filter),
  completeSince: (span, filter, by) => findCompleteSince(db, span, filter, by),
});
/** A table of (key, outcome, count). */
function selectRankable(db, dimension, span, filter) {
  switch (dimension) {
    case 'cause':
    case 'upstream':
    case 'status':
    case 'outcome': {
      const { sql, parameters } = selectFailureCounts(db, span, filter);
      return { sql: `(SELECT ${rankingKeySql[dimension]} AS key, outcome, count FROM ${sql})`, parameters };
    }
    default:
      return selectDimensionCounts(db, dimension, span, filter);
  }
}
/** Keys as people read them: text, or null where the records gave none. */
const rankingKeySql = {
  cause: 'cause',
  upstream: `nullif(upstream, '')`,
  status: `nullif(CAST(status AS TEXT), '0')`,
  outcome: 'outcome',
};
/** Buckets in one answer: a year of minutes, more than any chart draws. */
const bucketsMax = 366 * 24 * 60;
/** Client-impacting failures by bucket; minutes that are no longer kept are counted from individual failures. */
function countPerBucket(db, span, width, filter = {}) {
  const widthMs = width === 'minute' ? minuteMs : hourMs;
  const from = floorToBucket(span.from, widthMs);
  const length = Math.min(bucketsMax, Math.max(0, (ceilToBucket(span.to, widthMs) - from) / widthMs));
  const counts = selectBucketCounts(db, { from, to: from + length * widthMs }, width, filter);
  const rows = db.all(
    `SELECT bucket / ${widthMs} * ${widthMs} AS start, sum(count) AS count FROM ${counts.sql}
     WHERE ${isClientImpactingSql} GROUP BY start`,
    counts.parameters,
  );
  const buckets = new Array(length).fill(0);
  for (const { start, count } of rows) buckets[(start - from) / widthMs] = count;
  return buckets;
}
/** Counts by outcome, with a zero for each outcome that did not occur. */
export const sumOutcomes = (rows) => {
  const counts = { ...noOutcomes };
  for (const { outcome, count } of rows) counts[outcome] += count;
  return counts;
};
/** Counts by the status that clients received. */
export const sumStatuses = (rows) => {
  const counts = new Map();
  for (const { status, count } of rows) {
    if (status > 0 && count > 0) counts.set(status, (counts.get(status) ?? 0) + count);
  }
  return Object.fromEntries(counts);
};
