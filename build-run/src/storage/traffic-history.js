import { baselineMs } from '../incidents/baseline.js';
import { trafficWindowMs } from '../incidents/traffic-window.js';
import { buildCountedCondition } from './access-logs.js';
import { isImpactingGatewayFailureSql } from './filter-sql.js';
import { decodeName } from './values.js';

/** Each upstream has its own requests; those of no known one are the clients'. */
const counted = buildCountedCondition({ upstreams: [] });
/** Rows in one answer; the latest are the ones that matter after a restart. */
const rowsMax = 100_000;
export const createTrafficHistory = (db) => ({
  hourlyFailures: ({ from, to }) =>
    db
      .all(
        `SELECT bucket AS hour, upstream, cause, sum(count) AS count FROM failure_hour
         WHERE bucket >= ? AND bucket < ? AND ${isImpactingGatewayFailureSql}
         GROUP BY bucket, upstream, cause HAVING sum(count) > 0 ORDER BY bucket DESC LIMIT ${rowsMax}`,
        [from, to],
      )
      .toReversed()
      .map((row) => ({ ...row, upstream: decodeName(row.upstream) })),
  minuteTraffic: ({ from, to }) =>
    db
      .all(
        `SELECT bucket AS minute, upstream, sum(requests) AS requests, sum(successes) AS successes FROM traffic_minute
         WHERE bucket >= ? AND bucket < ?${counted} GROUP BY bucket, upstream ORDER BY bucket LIMIT ${rowsMax}`,
        [from, to],
      )
      .map((row) => ({ ...row, upstream: decodeName(row.upstream) })),
});
/** Recent traffic of each upstream and the usual failures of a week, both measured from the latest record. */
export const getImpactMonitorState = (db) => ({
  traffic: db
    .all(
      `SELECT bucket AS minute, upstream, sum(requests) AS requests, sum(clientImpacting) AS clientImpacting FROM (
         SELECT bucket, upstream, requests, 0 AS clientImpacting FROM traffic_minute WHERE bucket > ${latestBucketSql('minute')} - ?${counted}
         UNION ALL SELECT bucket, upstream, 0, count FROM failure_minute
           WHERE bucket > ${latestBucketSql('minute')} - ? AND ${isImpactingGatewayFailureSql})
       GROUP BY bucket, upstream ORDER BY bucket DESC LIMIT ${rowsMax}`,
      [trafficWindowMs, trafficWindowMs],
    )
    .map((row) => ({ ...row, upstream: decodeName(row.upstream) })),
  baseline: createTrafficHistory(db).hourlyFailures({
    from: (db.get(`SELECT ${latestBucketSql('hour')} AS at`)?.at ?? 0) - baselineMs,
    to: Number.MAX_SAFE_INTEGER,
  }),
});
const latestBucketSql = (width) =>
  `max(ifnull((SELECT max(bucket) FROM failure_${width}), 0), ifnull((SELECT max(bucket) FROM traffic_${width}), 0))`;
