import type { Span } from '../base/span.js';
import type { CauseId } from '../diagnose/cause.js';
import { type HourCount, habitMs } from '../incidents/baseline.js';
import type { Watched } from '../incidents/impact-monitor.js';
import { flowMs } from '../incidents/traffic-window.js';
import type { Traffic } from '../pipeline/batch.js';
import type { Connection } from './connection.js';
import { isAlarming } from './failure-counts.js';
import { nameOf } from './values.js';

/** Rows of each kind that one answer has; of a restart the latest are the ones that matter. */
const rowsMax = 100_000;

/** What went through each upstream lately, and how often each cause usually strikes. Measured from the latest record. */
export const watched = (sql: Connection): Watched => ({
  flow: sql
    .all<{ minute: number; upstream: string; requests: number; alarming: number }>(
      `SELECT bucket AS minute, upstream, sum(requests) AS requests, sum(alarming) AS alarming FROM (
         SELECT bucket, upstream, requests, 0 AS alarming FROM traffic_minute WHERE bucket > ${latest('minute')} - ?
         UNION ALL SELECT bucket, upstream, 0, count FROM failure_minute
           WHERE bucket > ${latest('minute')} - ? AND ${isAlarming})
       GROUP BY bucket, upstream ORDER BY bucket DESC LIMIT ${rowsMax}`,
      [flowMs, flowMs],
    )
    .map((row) => ({ ...row, upstream: nameOf(row.upstream) })),
  habits: habits(sql, {
    from: (sql.get<{ at: number }>(`SELECT ${latest('hour')} AS at`)?.at ?? 0) - habitMs,
    to: Number.MAX_SAFE_INTEGER,
  }),
});

/** How often each cause struck each upstream, hour by hour, as far as clients saw it or may have. */
export const habits = (sql: Connection, { from, to }: Span): readonly HourCount[] =>
  sql
    .all<{ hour: number; upstream: string; cause: CauseId; count: number }>(
      `SELECT bucket AS hour, upstream, cause, sum(count) AS count FROM failure_hour
       WHERE bucket >= ? AND bucket < ? AND ${isAlarming}
       GROUP BY bucket, upstream, cause HAVING sum(count) > 0 ORDER BY bucket DESC LIMIT ${rowsMax}`,
      [from, to],
    )
    .toReversed()
    .map((row) => ({ ...row, upstream: nameOf(row.upstream) }));

/** Requests minute by minute, by time, as long as minutes are kept. */
export const trafficIn = (sql: Connection, { from, to }: Span): readonly Traffic[] =>
  sql
    .all<Traffic & { upstream: string }>(
      `SELECT bucket AS minute, upstream, requests, good FROM traffic_minute
       WHERE bucket >= ? AND bucket < ? ORDER BY bucket LIMIT ${rowsMax}`,
      [from, to],
    )
    .map((row) => ({ ...row, upstream: nameOf(row.upstream) }));

const latest = (width: 'minute' | 'hour') =>
  `max(ifnull((SELECT max(bucket) FROM failure_${width}), 0), ifnull((SELECT max(bucket) FROM traffic_${width}), 0))`;
