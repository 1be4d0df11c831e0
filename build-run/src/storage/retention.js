import { dayMs, hourMs } from '../base/duration.js';
import { floorToBucket } from './buckets.js';
import { rollupDimensions } from './dimensions.js';
import { prunePendingRequests } from './pending-requests.js';
import { inRequestDimensionsSql, rollUpAgedRequests } from './request-counts.js';
import { raiseRetainedSince } from './retained-since.js';

/** Retention of each kind of data. */
const retentionMs = {
  failures: 14 * dayMs,
  minutes: 3 * dayMs,
  hours: 400 * dayMs,
  dimensionHours: 9 * dayMs,
  logHours: 9 * dayMs,
  linePatterns: 30 * dayMs,
  dimensionDays: 400 * dayMs,
  requestMinutes: 6 * hourMs,
  incidents: 400 * dayMs,
  pendingIncidents: dayMs,
  countedNames: 3 * dayMs,
  checkpoints: 30 * dayMs,
  outboxMessages: 30 * dayMs,
  handledDeliveries: hourMs,
};
/** Above this size the oldest failures are removed early. Rollups and incidents are small and stay. */
export const databaseBytesMax = 512 * 1024 * 1024;
/** Clients can make up upstream names, each with an incident that never opens. */
const storedPendingIncidentsMax = 20_000;
/** Rows of one kind that one step removes. Reading the logs waits during a step. */
const stepRows = 2_000;
/** Removes one step of expired rows. True when there are more: call again when convenient. */
export function pruneExpired(db, now, bytesMax) {
  const removed = db.transaction(() => {
    raiseRetainedSince(db, 'failures', now - retentionMs.failures);
    raiseRetainedSince(db, 'minutes', now - retentionMs.minutes);
    raiseRetainedSince(db, 'hours', now - retentionMs.dimensionHours);
    raiseRetainedSince(db, 'requestMinutes', floorToBucket(now - retentionMs.requestMinutes, hourMs));
    raiseRetainedSince(db, 'requestHours', floorToBucket(now - retentionMs.dimensionHours, dayMs));
    const expiredRows = listExpiries(now).map(([from, parameters]) =>
      db.run(`DELETE FROM ${from} LIMIT ${stepRows}`, parameters),
    );
    const rolledUpRows = rollUpAgedRequests(db, stepRows);
    const pendingRows = prunePendingRequests(db, now, stepRows);
    return Math.max(
      ...expiredRows,
      rolledUpRows,
      pendingRows,
      getUsedBytes(db) > bytesMax ? pruneOldestFailures(db) : 0,
    );
  });
  db.exec(`PRAGMA incremental_vacuum(${stepRows})`);
  return removed === stepRows;
}
/** The keys of these tables begin with the dimension: naming each one avoids a scan of all rows. */
const inRollupDimensionsSql = `dimension IN (${rollupDimensions.map((dimension) => `'${dimension}'`).join(', ')})`;
const listExpiries = (now) => [
  ['failure WHERE at < ?', [now - retentionMs.failures]],
  ['failure_minute WHERE bucket < ?', [now - retentionMs.minutes]],
  [`failure_dimension_minute WHERE ${inRollupDimensionsSql} AND bucket < ?`, [now - retentionMs.minutes]],
  ['traffic_minute WHERE bucket < ?', [now - retentionMs.minutes]],
  ['peer_traffic_minute WHERE bucket < ?', [now - retentionMs.minutes]],
  ['failure_hour WHERE bucket < ?', [now - retentionMs.hours]],
  ['failure_day WHERE bucket < ?', [now - retentionMs.hours]],
  ['traffic_hour WHERE bucket < ?', [now - retentionMs.hours]],
  [
    `failure_dimension_hour WHERE ${inRollupDimensionsSql} AND bucket < ?`,
    [now - retentionMs.dimensionHours],
  ],
  [`failure_dimension_day WHERE ${inRollupDimensionsSql} AND bucket < ?`, [now - retentionMs.dimensionDays]],
  [`request_dimension_day WHERE ${inRequestDimensionsSql} AND bucket < ?`, [now - retentionMs.dimensionDays]],
  ['counted_name WHERE day < ?', [now - retentionMs.countedNames]],
  ['gateway_change WHERE at < ?', [now - retentionMs.hours]],
  ['data_loss WHERE at < ?', [now - retentionMs.hours]],
  ['log_activity_hour WHERE bucket < ?', [now - retentionMs.logHours]],
  ['line_pattern_hour WHERE bucket < ?', [now - retentionMs.linePatterns]],
  ['line_pattern WHERE last_at < ?', [now - retentionMs.linePatterns]],
  ['health_issue WHERE ended_at < ?', [now - retentionMs.hours]],
  [`checkpoint WHERE state = 'done' AND stored_at < ?`, [now - retentionMs.checkpoints]],
  ['silence WHERE ends_at < ?', [now - retentionMs.incidents]],
  // A merged incident leads its parent to its failures, and stays as long as they do.
  [
    `incident WHERE state = 'pending' AND number IS NULL AND merged_into_id IS NULL AND last_failure_at < ?`,
    [now - retentionMs.pendingIncidents],
  ],
  [
    `incident WHERE state = 'pending' AND number IS NULL AND merged_into_id IS NULL
     AND id < (SELECT max(id) FROM incident) - ?`,
    [storedPendingIncidentsMax],
  ],
  [
    `incident WHERE state = 'pending' AND number IS NULL AND last_failure_at < ?`,
    [now - retentionMs.failures],
  ],
  [`incident WHERE state = 'resolved' AND last_failure_at < ?`, [now - retentionMs.incidents]],
  ['outbox WHERE created_at < ?', [now - retentionMs.outboxMessages]],
  ['handled_delivery WHERE at < ?', [now - retentionMs.handledDeliveries]],
];
/** Makes room when the file is full, and records since when failures are complete. */
function pruneOldestFailures(db) {
  const removed = db.run(`DELETE FROM failure ORDER BY at LIMIT ${stepRows}`);
  const oldest = db.get('SELECT at FROM failure ORDER BY at LIMIT 1');
  if (oldest !== undefined) raiseRetainedSince(db, 'failures', oldest.at + 1);
  return removed;
}
const getUsedBytes = (db) =>
  db.get(`SELECT (page_count - freelist_count) * page_size AS bytes
     FROM pragma_page_count, pragma_freelist_count, pragma_page_size`)?.bytes ?? 0;
