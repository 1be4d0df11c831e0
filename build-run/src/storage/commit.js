import { hourMs, minuteMs } from '../base/duration.js';
import { createAccessLogs, saveGatewayRoles } from './access-logs.js';
import { floorToBucket } from './buckets.js';
import { createCardinalityLimit } from './cardinality-limit.js';
import { createCheckpointWriter } from './checkpoint-writer.js';
import { saveDataLoss } from './coverage.js';
import { saveEmptyingCause } from './emptied-groups.js';
import { failureColumns, toFailureValues } from './failure-row.js';
import { createGatewayChangeWriter } from './gateway-changes.js';
import { saveLogActivity } from './health-inputs.js';
import { saveIncident } from './incident-row.js';
import { saveLinePatterns } from './line-patterns.js';
import { savePendingChanges } from './pending-requests.js';
import { saveRecentState } from './recent-state.js';
import { saveRequestTraffic } from './request-counts.js';
import { Rollups, toRollupInput } from './rollups.js';
import { decodeName, encodeJson, encodeName } from './values.js';
/** Commits batches, each in one transaction: a line counts exactly once, however the program stops. */
export function createBatchWriter(db) {
  const admittedNames = new Set();
  const saveCheckpoint = createCheckpointWriter(db);
  return {
    commit: (batch, now, dataLoss) => {
      try {
        db.transaction(() => {
          for (const checkpoint of batch.checkpoints) saveCheckpoint(checkpoint, now);
          saveBatch(db, batch, now, createCardinalityLimit(db, admittedNames));
          if (dataLoss !== undefined) saveDataLoss(db, dataLoss);
        });
      } catch (error) {
        // Names that this batch added were rolled back.
        admittedNames.clear();
        throw error;
      }
    },
  };
}
function saveBatch(db, batch, now, cardinalityLimit) {
  const rollups = new Rollups(db, cardinalityLimit);
  const accessLogs = createAccessLogs(db);
  const { saveChange } = createGatewayChangeWriter(db);
  for (const failureUpdate of batch.failures) {
    if (failureUpdate.isRetracted === true) {
      rollups.remove(deleteFailure(db, failureUpdate));
      continue;
    }
    rollups.replace(saveFailure(db, failureUpdate), toRollupInput(failureUpdate.failure));
    saveEmptyingCause(db, failureUpdate);
  }
  rollups.store();
  for (const traffic of batch.traffic) saveTraffic(db, traffic, cardinalityLimit, accessLogs);
  for (const traffic of batch.peerTraffic) savePeerTraffic(db, traffic, cardinalityLimit);
  for (const activity of batch.activity) saveLogActivity(db, activity);
  saveRequestTraffic(db, batch.requestTraffic, cardinalityLimit, accessLogs);
  if (batch.gatewayRoles !== undefined) saveGatewayRoles(db, batch.gatewayRoles);
  for (const incident of batch.incidents) saveIncident(db, incident);
  for (const { at, kind, message } of batch.changes) saveChange({ at: at ?? now, kind, message, by: null });
  saveLinePatterns(db, batch.linePatterns ?? []);
  savePendingChanges(db, batch.pendingChanges);
  if (batch.correlatorState !== null) saveCorrelatorState(db, batch.correlatorState);
  if (batch.recentState !== undefined) saveRecentState(db, batch.recentState);
}
/** Stores the failure under its key and returns the version that the rollups count so far; null when they count none. */
function saveFailure(db, { failure, previous, incidentId }) {
  const values = [...toFailureValues(failure), incidentId];
  if (incidentId !== null && db.run(insertFailureSql, values) === 1)
    return previous && toRollupInput(previous);
  // The stored version was counted, whatever `previous` says: so a repeated failure is not counted twice.
  const stored = findRollupInput(db, failure.key);
  db.run(updateFailureSql, [...values, failure.key]);
  return stored ?? (previous && toRollupInput(previous));
}
/** Deletes a failure that was none, and returns the version that the rollups count. */
function deleteFailure(db, { failure }) {
  const stored = findRollupInput(db, failure.key);
  db.run('DELETE FROM failure WHERE key = ?', [failure.key]);
  return stored ?? toRollupInput(failure);
}
function findRollupInput(db, key) {
  const stored = db.get(selectRollupInputSql, [key]);
  return stored === undefined ? null : { ...stored, upstream: decodeName(stored.upstream) };
}
const saveCorrelatorState = (db, state) =>
  db.run(
    `INSERT INTO correlator_state (id, state) VALUES (1, ?) ON CONFLICT DO UPDATE SET state = excluded.state
     WHERE state <> excluded.state`,
    [encodeJson(state)],
  );
function saveTraffic(db, { minute, upstream, log, requests, successes }, cardinalityLimit, accessLogs) {
  const key = [cardinalityLimit.upstream(minute, encodeName(upstream)), accessLogs.numberOf(log)];
  db.run(addTrafficSql('traffic_minute'), [floorToBucket(minute, minuteMs), ...key, requests, successes]);
  db.run(addTrafficSql('traffic_hour'), [floorToBucket(minute, hourMs), ...key, requests, successes]);
}
function savePeerTraffic(db, { minute, upstream, peer, successes }, cardinalityLimit) {
  const counterName = cardinalityLimit.upstream(minute, upstream);
  db.run(addPeerTrafficSql, [
    counterName,
    floorToBucket(minute, minuteMs),
    cardinalityLimit.peer(minute, counterName, peer),
    successes,
  ]);
}
const failureAndIncidentColumns = [...failureColumns, 'incident_id'];
const insertFailureSql = `INSERT INTO failure (${failureAndIncidentColumns.join(', ')}) VALUES (${failureAndIncidentColumns.map(() => '?').join(', ')})
  ON CONFLICT (key) DO NOTHING`;
const updateFailureSql = `UPDATE failure SET ${failureAndIncidentColumns.map((name) => (name === 'incident_id' ? 'incident_id = ifnull(?, incident_id)' : `${name} = ?`)).join(', ')} WHERE key = ?`;
const selectRollupInputSql = `SELECT at, cause, outcome, status, upstream, route, peer, host, customer, request ->> '$.method' AS method,
  made_by AS madeBy, gateway FROM failure WHERE key = ?`;
const addTrafficSql = (
  table,
) => `INSERT INTO ${table} (bucket, upstream, log, requests, successes) VALUES (?, ?, ?, ?, ?)
   ON CONFLICT DO UPDATE SET requests = requests + excluded.requests, successes = successes + excluded.successes`;
const addPeerTrafficSql = `INSERT INTO peer_traffic_minute (upstream, bucket, peer, successes) VALUES (?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET successes = successes + excluded.successes`;
