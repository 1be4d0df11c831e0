import { scannedFailuresMax } from './failure-counts.js';
import { failureColumns, parseFailureRow } from './failure-row.js';
import { buildFailureConditions, isImpactingGatewayFailureSql } from './filter-sql.js';
import { decodeName, encodeName } from './values.js';
/** Individual failures, as long as they are kept. */
export const createFailures = (db) => ({
  /** In a span with very many failures only those nearest to that end are searched. */
  individualFailures: ({ from, to }, { upstream, ...otherFilters }, end, limit) => {
    const where = buildFailureConditions(otherFilters);
    const order = end === 'first' ? 'ASC' : 'DESC';
    const upstreamCondition = upstream === undefined ? '' : ' AND upstream = ?';
    return db
      .all(
        `SELECT ${failureColumns.join(', ')} FROM
           (SELECT * FROM failure WHERE at >= ? AND at < ?${upstreamCondition}
            ORDER BY at ${order}, id ${order} LIMIT ${scannedFailuresMax})
         WHERE true${where.sql} LIMIT ?`,
        [from, to, ...(upstream === undefined ? [] : [encodeName(upstream)]), ...where.parameters, limit],
      )
      .map(parseFailureRow);
  },
  /** From the latest individual failures of the span. */
  thresholdTrial: ({ from, to }, { failures, windowMs }, limit) =>
    db
      .all(
        `WITH recent AS (SELECT incident_id, at FROM failure
           WHERE at >= ? AND at < ? AND ${isImpactingGatewayFailureSql} ORDER BY at DESC LIMIT ${scannedFailuresMax}),
         timed AS (SELECT *, lag(at, ?) OVER (PARTITION BY incident_id ORDER BY at) AS began FROM recent),
         fired AS (SELECT incident_id, min(iif(at - began < ?, at, NULL)) AS at, min(at) AS firstAt, count(*) AS failures
           FROM timed GROUP BY incident_id)
         SELECT (SELECT number FROM incident WHERE id = fired.incident_id) AS number, fired.at, upstream, cause, failures
         FROM fired JOIN failure ON failure.id = (SELECT id FROM failure AS its
           WHERE its.incident_id = fired.incident_id AND its.at >= fired.firstAt ORDER BY its.at LIMIT 1)
         WHERE fired.at IS NOT NULL ORDER BY fired.at LIMIT ?`,
        [from, to, failures - 1, windowMs, limit],
      )
      .map((row) => ({ ...row, upstream: decodeName(row.upstream) })),
  allFailures: (span) => iterateFailures(db, span),
});
/** Failures that are in memory at once while all are read. */
const pageRows = 500;
/** Reads page by page: an open cursor would keep the database from checkpointing. */
function* iterateFailures(db, { from, to }) {
  let cursor = { at: from, id: -1 };
  for (;;) {
    const page = db.all(
      `SELECT id, ${failureColumns.join(', ')} FROM failure
       WHERE (at, id) > (?, ?) AND at < ? AND outcome <> 'application-error' ORDER BY at, id LIMIT ${pageRows}`,
      [cursor.at, cursor.id, to],
    );
    for (const { id, ...row } of page) {
      yield parseFailureRow(row);
      cursor = { at: row.at, id };
    }
    if (page.length < pageRows) return;
  }
}
