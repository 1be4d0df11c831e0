import { minuteMs } from '../base/duration.js';
import { findRootCause } from '../incidents/incident.js';
import { failureColumns, parseFailureRow } from './failure-row.js';
import { parseIncidentRow } from './incident-row.js';
import { decodeJson, encodeJson, encodeName } from './values.js';

/** Incidents in one answer. */
const incidentsMax = 1_000;
const childrenMax = 100;
const nearbyMax = 2;
/** Faults that begin so close together are read together. */
const nearbyMs = 5 * minuteMs;
const precedingMs = 30 * minuteMs;
/** Incidents, with their failures and records. */
export const createIncidents = (db) => ({
  incidents: ({ from, to }) =>
    listIncidents(
      db,
      `number IS NOT NULL AND first_failure_at < ? AND (resolved_at IS NULL OR resolved_at >= ?) AND ${isListedSql}
       ORDER BY opened_at DESC, id DESC LIMIT ${incidentsMax}`,
      [to, from],
    ),
  openIncidents: () =>
    listIncidents(db, `state = 'open' ORDER BY client_impacting DESC, id LIMIT ${incidentsMax}`),
  incidentByNumber: (number) => listIncidents(db, 'number = ?', [number])[0],
  earlierIncidents: (incident, limit) =>
    listIncidents(
      db,
      `number IS NOT NULL AND upstream = ? AND cause = ? AND first_failure_at < ? AND id <> ?
       ORDER BY first_failure_at DESC, id DESC LIMIT ?`,
      [encodeName(incident.upstream), findRootCause(incident), incident.firstFailureAt, incident.id, limit],
    ),
  relatedIncidents: ({ id, mergedIntoId, firstFailureAt, upstream }) => ({
    parent: mergedIntoId === null ? null : (getIncident(db, mergedIntoId) ?? null),
    children: listIncidents(
      db,
      `merged_into_id = ? AND EXISTS (SELECT 1 FROM notification_state WHERE incident_id = incident.id)
       ORDER BY resolved_at, number LIMIT ${childrenMax}`,
      [id],
    ),
    nearby: listIncidents(
      db,
      `number IS NOT NULL AND merged_into_id IS NULL AND id <> @id
         AND (first_failure_at BETWEEN @at - ${nearbyMs} AND @at + ${nearbyMs}
           OR (upstream = @upstream AND last_failure_at BETWEEN @at - ${precedingMs} AND @at))
       ORDER BY abs(first_failure_at - @at), id LIMIT ${nearbyMax}`,
      { id, at: firstFailureAt, upstream: encodeName(upstream) },
    ),
  }),
  latestFailures: ({ id }, limit) => {
    const [fromSql, parameters] = selectFailuresInOrder(
      listEdgeFailureIds(db, id, { limit, order: 'DESC', where: '' }),
    );
    const columnsSql = failureColumns.map((column) => `failure.${column}`).join(', ');
    return db.all(`SELECT ${columnsSql} ${fromSql}`, parameters).map(parseFailureRow);
  },
  evidence: ({ id }, limit) => {
    // Every failure has at least one record, so `limit` failures have enough.
    const listEdgeEvidence = (order) => {
      const [fromSql, parameters] = selectFailuresInOrder(
        listEdgeFailureIds(db, id, { limit, order, where: ` AND evidence <> '[]'` }),
      );
      return db
        .all(`SELECT failure.evidence ${fromSql}`, parameters)
        .map(({ evidence }) => decodeJson(evidence));
    };
    const first = listEdgeEvidence('ASC').flat().slice(0, limit);
    const latest = listEdgeEvidence('DESC').reverse().flat().slice(-limit);
    const getLocationKey = ({ file, byte }) => `${file}\n${byte}`;
    return [
      ...new Map([...first, ...latest].map((evidence) => [getLocationKey(evidence), evidence])).values(),
    ];
  },
});
/** The incident with this row id. */
export const getIncident = (db, id) => listIncidents(db, 'id = ?', [id])[0];
/**
 * The next free row id and number. A pending incident may be pruned before its failures are, so ids of both tables are
 * taken into account.
 */
export const getNextCounters = (db) =>
  db.get(`SELECT 1 + max(ifnull((SELECT max(id) FROM incident), 0), ifnull((SELECT max(incident_id) FROM failure), 0)) AS nextId,
       1 + ifnull((SELECT max(number) FROM incident), 0) AS nextNumber`) ?? { nextId: 1, nextNumber: 1 };
/** `conditionSql` is what follows WHERE, with order and limit. */
export const listIncidents = (db, conditionSql, parameters = []) =>
  db.all(`SELECT * FROM incident WHERE ${conditionSql}`, parameters).map(parseIncidentRow);
/** True of an incident that stands for itself, and of a merged one that the channel has not yet seen resolved. */
const isListedSql = `(merged_into_id IS NULL
  OR EXISTS (SELECT 1 FROM notification_state WHERE incident_id = incident.id AND is_resolved = 0))`;
/**
 * The first or the latest failures of an incident and of those merged into it, in that order. Each incident is queried by
 * itself, so that an index yields the few in order instead of sorting hundreds of thousands.
 */
function listEdgeFailureIds(db, incidentId, { limit, order, where }) {
  const edgeFailures = listMergedIds(db, incidentId).flatMap((id) =>
    db.all(
      `SELECT id, at FROM failure WHERE incident_id = ?${where} ORDER BY at ${order}, id ${order} LIMIT ?`,
      [id, limit],
    ),
  );
  const sign = order === 'ASC' ? 1 : -1;
  return edgeFailures
    .sort((a, b) => sign * (a.at - b.at || a.id - b.id))
    .slice(0, limit)
    .map(({ id }) => id);
}
/** Failures keep the incident that they were assigned to, which may have been merged into this one since. */
const listMergedIds = (db, id) =>
  db
    .all('SELECT ? AS id UNION SELECT id FROM incident WHERE merged_into_id = ?', [id, id])
    .map((row) => row.id);
const selectFailuresInOrder = (failureIds) => [
  'FROM json_each(?) AS wanted JOIN failure ON failure.id = wanted.value ORDER BY wanted.key',
  [encodeJson(failureIds)],
];
