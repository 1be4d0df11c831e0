import type { Span } from '../base/span.js';
import type { Failure } from '../diagnose/failure.js';
import type { IncidentCounters } from '../incidents/active-incidents.js';
import { findRootCause, type Incident, type IncidentId, type IncidentNumber } from '../incidents/incident.js';
import type { Evidence } from '../parse/line.js';
import type { RelatedIncidents } from '../report/repository.js';
import type { Connection } from './connection.js';
import { type FailureRow, failureColumns, parseFailureRow } from './failure-row.js';
import { type IncidentRow, parseIncidentRow, saveIncident } from './incident-row.js';
import { decodeJson, encodeJson, encodeName } from './values.js';

/** Incidents that one answer may have. */
const incidentsMax = 1_000;
const childrenMax = 100;

/** What has become a part of another is spoken of there; but once more here, when the channel had heard of it. */
const isListedSql = `(merged_into_id IS NULL OR EXISTS (SELECT 1 FROM notification_state WHERE incident_id = incident.id AND is_resolved = 0))`;

/** Opened ones that overlap the span, newest first. */
export const listIncidents = (db: Connection, { from, to }: Span): readonly Incident[] =>
  db
    .all<IncidentRow>(
      `SELECT * FROM incident WHERE number IS NOT NULL AND first_failure_at < ?
         AND (resolved_at IS NULL OR resolved_at >= ?) AND ${isListedSql} ORDER BY opened_at DESC, id DESC LIMIT ${incidentsMax}`,
      [to, from],
    )
    .map(parseIncidentRow);

/** Open ones, the one that hit most clients first. */
export const listOpenIncidents = (db: Connection): readonly Incident[] =>
  db
    .all<IncidentRow>(
      `SELECT * FROM incident WHERE state = 'open' ORDER BY client_impacting DESC, id LIMIT ${incidentsMax}`,
    )
    .map(parseIncidentRow);

export function getIncidentById(db: Connection, id: number): Incident | undefined {
  const row = db.get<IncidentRow>('SELECT * FROM incident WHERE id = ?', [id]);
  return row === undefined ? undefined : parseIncidentRow(row);
}

/** Where the count of incidents stands. A watched one may be gone while its failures are still here, so both are asked. */
export const getNextCounters = (db: Connection): IncidentCounters =>
  db.get<IncidentCounters>(
    `SELECT 1 + max(ifnull((SELECT max(id) FROM incident), 0), ifnull((SELECT max(incident_id) FROM failure), 0)) AS nextId,
       1 + ifnull((SELECT max(number) FROM incident), 0) AS nextNumber`,
  ) ?? { nextId: 1, nextNumber: 1 };

export function getIncidentByNumber(db: Connection, number: IncidentNumber): Incident | undefined {
  const row = db.get<IncidentRow>('SELECT * FROM incident WHERE number = ?', [number]);
  return row === undefined ? undefined : parseIncidentRow(row);
}

/** Opened ones of the same upstream and cause before this one, newest first. */
export const listEarlierIncidents = (
  db: Connection,
  incident: Incident,
  limit: number,
): readonly Incident[] =>
  db
    .all<IncidentRow>(
      `SELECT * FROM incident WHERE number IS NOT NULL AND upstream = ? AND cause = ?
         AND first_failure_at < ? AND id <> ? ORDER BY first_failure_at DESC, id DESC LIMIT ?`,
      [encodeName(incident.upstream), findRootCause(incident), incident.firstFailureAt, incident.id, limit],
    )
    .map(parseIncidentRow);

/** The incident that this one has become a part of, and the ones that are a part of it, as far as the channel has heard of them. */
export const getRelatedIncidents = (db: Connection, { id, mergedIntoId }: Incident): RelatedIncidents => ({
  parent: mergedIntoId === null ? null : (getIncidentById(db, mergedIntoId) ?? null),
  children: db
    .all<IncidentRow>(
      `SELECT * FROM incident WHERE merged_into_id = ? AND EXISTS (SELECT 1 FROM notification_state WHERE incident_id = incident.id)
       ORDER BY resolved_at, number LIMIT ${childrenMax}`,
      [id],
    )
    .map(parseIncidentRow),
});

/** Failures keep the incident that they were filed under; it may have become a part of this one since. */
const listMergedIds = (db: Connection, id: number): readonly number[] =>
  db
    .all<{ id: number }>('SELECT ? AS id UNION SELECT id FROM incident WHERE merged_into_id = ?', [id, id])
    .map((row) => row.id);

type FailureKey = { readonly id: number; readonly at: number };

/**
 * The first or the latest failures of an incident, in that order. Each part is asked by itself, so that an index gives
 * the few in order instead of sorting hundreds of thousands.
 */
function listEdgeFailureIds(
  db: Connection,
  incidentId: IncidentId,
  { limit, order, where }: { readonly limit: number; readonly order: 'ASC' | 'DESC'; readonly where: string },
): readonly number[] {
  const edgeFailures = listMergedIds(db, incidentId).flatMap((id) =>
    db.all<FailureKey>(
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

const selectFailuresInOrder = (failureIds: readonly number[]): [text: string, bound: readonly string[]] => [
  'FROM json_each(?) AS wanted JOIN failure ON failure.id = wanted.value ORDER BY wanted.key',
  [encodeJson(failureIds)],
];

/** Its latest failures, newest first. */
export function listIncidentFailures(db: Connection, { id }: Incident, limit: number): readonly Failure[] {
  const [fromSql, parameters] = selectFailuresInOrder(
    listEdgeFailureIds(db, id, { limit, order: 'DESC', where: '' }),
  );
  const columnsSql = failureColumns.map((column) => `failure.${column}`).join(', ');
  return db.all<FailureRow>(`SELECT ${columnsSql} ${fromSql}`, parameters).map(parseFailureRow);
}

/** Its first and its latest records, each at most `limit`, in order of time. */
export function listIncidentEvidence(db: Connection, { id }: Incident, limit: number): readonly Evidence[] {
  // A failure has at least one record, so `limit` failures always have enough.
  const listEdgeEvidence = (order: 'ASC' | 'DESC') => {
    const [fromSql, parameters] = selectFailuresInOrder(
      listEdgeFailureIds(db, id, { limit, order, where: ` AND evidence <> '[]'` }),
    );
    return db
      .all<{ evidence: string }>(`SELECT failure.evidence ${fromSql}`, parameters)
      .map(({ evidence }) => decodeJson<readonly Evidence[]>(evidence));
  };
  const first = listEdgeEvidence('ASC').flat().slice(0, limit);
  const latest = listEdgeEvidence('DESC').reverse().flat().slice(-limit);
  const getLocationKey = ({ file, byte }: Evidence) => `${file}\n${byte}`;
  return [...new Map([...first, ...latest].map((evidence) => [getLocationKey(evidence), evidence])).values()];
}

/** Notes who has taken an incident on. The first one stays. */
export function acknowledgeIncident(
  db: Connection,
  id: number,
  by: string,
  at: number,
): Incident | undefined {
  return db.transaction(() => {
    const row = db.get<IncidentRow>('SELECT * FROM incident WHERE id = ?', [id]);
    if (row === undefined) return undefined;
    const incident = parseIncidentRow(row);
    if (incident.acknowledgement !== null) return incident;
    const acknowledged: Incident = { ...incident, acknowledgement: { by, at } };
    saveIncident(db, acknowledged);
    return acknowledged;
  });
}
