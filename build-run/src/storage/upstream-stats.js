import { dayMs, minuteMs } from '../base/duration.js';
import { isAftermath } from '../diagnose/aftermath.js';
import { causeIds } from '../diagnose/causes/index.js';
import { ceilToBucket, floorToBucket } from './buckets.js';
import { selectDimensionCounts } from './failure-counts.js';
import { parseSampledFailureRow } from './failure-row.js';
import { encodeName } from './values.js';

/** Failures of each kind in a sample: more would not make a pattern clearer. */
const sampledFailuresMax = 300;
const peersMax = 100;
/** Failures, peers and minutes of an upstream, as far as individual failures and minutes are kept. */
export const createUpstreamStats = (db) => ({
  upstreamStats: ({ from, to }, filter) => {
    const span = { from, to: Math.min(to, from + dayMs) };
    return {
      failures: sampleFailures(db, span, filter),
      peers: listPeerStats(db, span, filter),
      minutes: listMinuteStats(db, span, filter),
    };
  },
});
const sampledColumns =
  'at, cause, outcome, status, peer, gateway_host, request, route, attempts, phase, timing';
function sampleFailures(db, { from, to }, { upstream, cause }) {
  const selectFirst = (
    condition,
  ) => `SELECT * FROM (SELECT id, ${sampledColumns} FROM failure WHERE upstream = ? AND at >= ? AND at < ?${condition}
       ORDER BY at LIMIT ${sampledFailuresMax})`;
  const parameters = [encodeName(upstream), from, to];
  return db
    .all(`${selectFirst('')} UNION ${selectFirst(' AND cause = ?')} ORDER BY at, id`, [
      ...parameters,
      ...parameters,
      cause,
    ])
    .map(({ id: _, ...row }) => parseSampledFailureRow(row));
}
function listPeerStats(db, { from, to }, { upstream }) {
  const failureCounts = selectDimensionCounts(db, 'peer', { from, to }, { upstream });
  return db.all(
    `SELECT peer, sum(successes) AS successes, sum(failures) AS failures, min(successAt) AS firstSuccessAt, max(successAt) AS lastSuccessAt
     FROM (SELECT key AS peer, 0 AS successes, count AS failures, NULL AS successAt FROM ${failureCounts.sql} WHERE key IS NOT NULL
       UNION ALL SELECT peer, successes, 0, bucket FROM peer_traffic_minute WHERE upstream = ? AND bucket >= ? AND bucket < ?)
     GROUP BY peer ORDER BY sum(successes) + sum(failures) DESC, peer LIMIT ${peersMax}`,
    [
      ...failureCounts.parameters,
      encodeName(upstream),
      floorToBucket(from, minuteMs),
      ceilToBucket(to, minuteMs),
    ],
  );
}
function listMinuteStats(db, { from, to }, { upstream, cause }) {
  const upstreamName = encodeName(upstream);
  const bounds = [floorToBucket(from, minuteMs), ceilToBucket(to, minuteMs), upstreamName];
  return db.all(
    `SELECT at, requests, coalesce(failures, 0) AS failures, coalesce(allFailures, 0) AS allFailures, coalesce(aftermath, 0) AS aftermath
     FROM (SELECT bucket AS at, sum(requests) AS requests FROM traffic_minute
         WHERE bucket >= ? AND bucket < ? AND upstream = ? GROUP BY bucket)
       LEFT JOIN (SELECT bucket, sum(CASE WHEN cause = ? THEN count END) AS failures, sum(count) AS allFailures,
           sum(CASE WHEN cause IN (${aftermathCauses}) THEN count END) AS aftermath
         FROM failure_minute WHERE bucket >= ? AND bucket < ? AND upstream = ? GROUP BY bucket) ON bucket = at
     ORDER BY at`,
    [...bounds, cause, ...bounds],
  );
}
const aftermathCauses = causeIds
  .filter(isAftermath)
  .map((id) => `'${id}'`)
  .join(', ');
