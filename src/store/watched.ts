import type { CauseId } from '../cause.js';
import { flowMs } from '../flow.js';
import { habitMs } from '../habits.js';
import type { Watched } from '../watch.js';
import type { Connection } from './connection.js';
import { isAlarming } from './counts.js';
import { nameOf } from './values.js';

/** Rows of each kind that one restart takes over; the latest are the ones that matter. */
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
  habits: sql
    .all<{ hour: number; upstream: string; cause: CauseId; count: number }>(
      `SELECT bucket AS hour, upstream, cause, sum(count) AS count FROM failure_hour
       WHERE bucket > ${latest('hour')} - ? AND ${isAlarming}
       GROUP BY bucket, upstream, cause HAVING sum(count) > 0 ORDER BY bucket DESC LIMIT ${rowsMax}`,
      [habitMs],
    )
    .toReversed()
    .map((row) => ({ ...row, upstream: nameOf(row.upstream) })),
});

const latest = (width: 'minute' | 'hour') =>
  `max(ifnull((SELECT max(bucket) FROM failure_${width}), 0), ifnull((SELECT max(bucket) FROM traffic_${width}), 0))`;
