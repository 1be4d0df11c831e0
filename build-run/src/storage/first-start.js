import { hourMs } from '../base/duration.js';
import { floorToBucket } from './buckets.js';
import { enqueueMessage } from './enqueue.js';

const findRow = (db) => db.get('SELECT since_at, read_at FROM first_start');
/** Start of the first minute, or hour of older data, with a record; null when there is none. */
function findFirstRecord(db) {
  const findFirst = (width) =>
    db.get(`SELECT min(at) AS at FROM (SELECT min(bucket) AS at FROM traffic_${width}
       UNION ALL SELECT min(bucket) FROM failure_${width})`)?.at ?? null;
  const [minute, hour] = [findFirst('minute'), findFirst('hour')];
  return minute !== null && (hour === null || floorToBucket(minute, hourMs) <= hour) ? minute : hour;
}
export const createFirstStartReader = (db) => ({
  readSince: () => findRow(db)?.since_at ?? findFirstRecord(db),
  historySince: () => {
    const row = findRow(db);
    return row === undefined || row.read_at !== null ? null : row.since_at;
  },
});
export const createFirstStartWriter = (db) => ({
  beginHistory: (since, now) => {
    db.run('INSERT INTO first_start (id, since_at, read_at) VALUES (1, ?, ?) ON CONFLICT DO NOTHING', [
      since ?? now,
      since === null ? now : null,
    ]);
  },
  finishHistory: (message, now) =>
    db.transaction(() => {
      db.run(finishSql, [now, now]);
      if (message !== null) enqueueMessage(db, message, now);
    }),
});
/** What was there may have begun later than the history that was asked for. */
const finishSql = `UPDATE first_start SET read_at = ?, since_at = max(since_at, ifnull(
    (SELECT min(at) FROM (SELECT min(at) AS at FROM failure UNION ALL SELECT min(bucket) FROM traffic_minute)), ?))
  WHERE read_at IS NULL`;
