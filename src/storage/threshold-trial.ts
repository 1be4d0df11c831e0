import type { Span } from '../base/span.js';
import type { ThresholdRule, TrialIncident } from '../report/repository.js';
import type { Connection } from './connection.js';
import { isClientImpactingSql, scannedFailuresMax } from './failure-counts.js';
import { decodeName } from './values.js';

/** Which incidents would have opened under another rule, from the latest single failures of the span. */
export function runThresholdTrial(
  db: Connection,
  { from, to }: Span,
  { failures, windowMs }: ThresholdRule,
  limit: number,
): readonly TrialIncident[] {
  return db
    .all<TrialIncident & { upstream: string }>(
      `WITH recent AS (SELECT incident_id, at FROM failure
         WHERE at >= ? AND at < ? AND ${isClientImpactingSql} ORDER BY at DESC LIMIT ${scannedFailuresMax}),
       timed AS (SELECT *, lag(at, ?) OVER (PARTITION BY incident_id ORDER BY at) AS began FROM recent),
       fired AS (SELECT incident_id, min(iif(at - began < ?, at, NULL)) AS at, min(at) AS firstAt, count(*) AS failures
         FROM timed GROUP BY incident_id)
       SELECT (SELECT number FROM incident WHERE id = fired.incident_id) AS number, fired.at, upstream, cause, failures
       FROM fired JOIN failure ON failure.id = (SELECT id FROM failure AS its
         WHERE its.incident_id = fired.incident_id AND its.at >= fired.firstAt ORDER BY its.at LIMIT 1)
       WHERE fired.at IS NOT NULL ORDER BY fired.at LIMIT ?`,
      [from, to, failures - 1, windowMs, limit],
    )
    .map((row) => ({ ...row, upstream: decodeName(row.upstream) }));
}
