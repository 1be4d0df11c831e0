import { hourMs, minuteMs } from '../base/duration.js';
import { listRelevantHours } from '../health/inputs.js';
import { floorToBucket } from './buckets.js';
import { hasParentMessageSql, isUndeliveredSql } from './outbox.js';
import { decodeJson } from './values.js';
export const createHealthInputs = (db) => ({
  healthInputs: (now) => ({
    logs: listLogActivity(db, now),
    unsent: db.get(unsentMessagesSql) ?? { messages: 0, oldestAt: null, why: null },
  }),
});
/** Adds a chunk's records to the hour of its log. */
export function saveLogActivity(db, { path, at, records, unparsed, forged }) {
  db.run(addLogActivitySql, [path, floorToBucket(at, hourMs), records, unparsed, forged, at]);
}
function listLogActivity(db, now) {
  const timezoneDrifts = new Map(
    db.all(liveTimezoneDriftsSql).map(({ path, drift }) => [path, decodeJson(drift)]),
  );
  const hoursByPath = new Map();
  for (const { from, to } of listRelevantHours(now)) {
    for (const { path, bucket, ...hour } of db.all(logHoursSql, [from, to])) {
      const hoursOfLog = hoursByPath.get(path) ?? new Map();
      hoursByPath.set(path, hoursOfLog.set(bucket, hour));
    }
  }
  return db.all(logArrivalsSql).map(({ path, ...times }) => ({
    path,
    ...times,
    hours: hoursByPath.get(path) ?? new Map(),
    timezoneDrift: timezoneDrifts.get(path) ?? null,
  }));
}
const addLogActivitySql = `INSERT INTO log_activity_hour (path, bucket, active_minutes, records, unparsed, forged, last_at) VALUES (?, ?, 1, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET records = records + excluded.records, unparsed = unparsed + excluded.unparsed, forged = forged + excluded.forged,
    active_minutes = active_minutes + (excluded.last_at / ${minuteMs} > last_at / ${minuteMs}), last_at = max(last_at, excluded.last_at)`;
const logHoursSql =
  'SELECT path, bucket, active_minutes AS activeMinutes, records, unparsed, forged FROM log_activity_hour WHERE bucket >= ? AND bucket < ?';
const logArrivalsSql =
  'SELECT path, max(last_at) AS arrivedAt, min(bucket) AS knownSince FROM log_activity_hour GROUP BY path ORDER BY path';
const liveTimezoneDriftsSql = `SELECT path, parser_state ->> '$.timezoneDrift' AS drift FROM checkpoint
  WHERE state = 'live' AND parser_state ->> '$.timezoneDrift' IS NOT NULL ORDER BY stored_at`;
/** Leaves out thread messages without a thread: their delivery does not depend on the channel. */
const unsentMessagesSql = `SELECT count(*) AS messages, min(created_at) AS oldestAt,
    (SELECT why FROM outbox AS failed WHERE failed.why IS NOT NULL AND ${isUndeliveredSql} AND type <> 'health'
     ORDER BY not_before_at DESC LIMIT 1) AS why
  FROM outbox WHERE ${isUndeliveredSql} AND type <> 'health' AND ${hasParentMessageSql}`;
