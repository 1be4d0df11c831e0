import type { Span } from '../base/span.js';
import { baselineMs, type HourlyFailureCount } from '../incidents/baseline.js';
import type { ImpactState } from '../incidents/impact-monitor.js';
import { trafficWindowMs } from '../incidents/traffic-window.js';
import type { UpstreamTraffic } from '../pipeline/batch.js';
import { buildCountedCondition } from './access-logs.js';
import type { Connection } from './connection.js';
import { isImpactingGatewayFailureSql } from './filter-sql.js';
import { decodeName } from './values.js';

/** Each upstream has its own requests; those of no known one are the clients'. */
const counted = buildCountedCondition({ upstreams: [] });

/** Rows in one answer; the latest are the ones that matter after a restart. */
const rowsMax = 100_000;

export type TrafficHistory = {
  /** Client-impacting failures by cause, upstream and hour, by time. */
  hourlyFailures(span: Span): readonly HourlyFailureCount[];
  /** Requests by upstream and minute, by time, as long as minutes are kept. */
  minuteTraffic(span: Span): readonly UpstreamTraffic[];
};

export const createTrafficHistory = (db: Connection): TrafficHistory => ({
  hourlyFailures: ({ from, to }) =>
    db
      .all<HourlyFailureCount & { upstream: string }>(
        `SELECT bucket AS hour, upstream, cause, sum(count) AS count FROM failure_hour
         WHERE bucket >= ? AND bucket < ? AND ${isImpactingGatewayFailureSql}
         GROUP BY bucket, upstream, cause HAVING sum(count) > 0 ORDER BY bucket DESC LIMIT ${rowsMax}`,
        [from, to],
      )
      .toReversed()
      .map((row) => ({ ...row, upstream: decodeName(row.upstream) })),

  minuteTraffic: ({ from, to }) =>
    db
      .all<UpstreamTraffic & { upstream: string }>(
        `SELECT bucket AS minute, upstream, sum(requests) AS requests, sum(successes) AS successes FROM traffic_minute
         WHERE bucket >= ? AND bucket < ?${counted} GROUP BY bucket, upstream ORDER BY bucket LIMIT ${rowsMax}`,
        [from, to],
      )
      .map((row) => ({ ...row, upstream: decodeName(row.upstream) })),
});

/** Recent traffic of each upstream and the usual failures of a week, both measured from the latest record. */
export const getImpactMonitorState = (db: Connection): ImpactState => ({
  traffic: db
    .all<{ minute: number; upstream: string; requests: number; clientImpacting: number }>(
      `SELECT bucket AS minute, upstream, sum(requests) AS requests, sum(clientImpacting) AS clientImpacting FROM (
         SELECT bucket, upstream, requests, 0 AS clientImpacting FROM traffic_minute WHERE bucket > ${latestBucketSql('minute')} - ?${counted}
         UNION ALL SELECT bucket, upstream, 0, count FROM failure_minute
           WHERE bucket > ${latestBucketSql('minute')} - ? AND ${isImpactingGatewayFailureSql})
       GROUP BY bucket, upstream ORDER BY bucket DESC LIMIT ${rowsMax}`,
      [trafficWindowMs, trafficWindowMs],
    )
    .map((row) => ({ ...row, upstream: decodeName(row.upstream) })),
  baseline: createTrafficHistory(db).hourlyFailures({
    from: (db.get<{ at: number }>(`SELECT ${latestBucketSql('hour')} AS at`)?.at ?? 0) - baselineMs,
    to: Number.MAX_SAFE_INTEGER,
  }),
});

const latestBucketSql = (width: 'minute' | 'hour') =>
  `max(ifnull((SELECT max(bucket) FROM failure_${width}), 0), ifnull((SELECT max(bucket) FROM traffic_${width}), 0))`;
