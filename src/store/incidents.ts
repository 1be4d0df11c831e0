import type { Counters } from '../docket.js';
import type { Evidence, Failure } from '../failure.js';
import { type Incident, rootCause } from '../incident.js';
import type { Kin, Span } from '../ledger.js';
import type { Connection } from './connection.js';
import { type FailureRow, failureColumns, failureFrom } from './failure-row.js';
import { type IncidentRow, incidentFrom, storeIncident } from './incident-row.js';
import { parsed, textOf } from './values.js';

/** Incidents that one answer may have. */
const incidentsMax = 1_000;
const partsMax = 100;

/** What has become a part of another is spoken of there; but once more here, when the channel had heard of it. */
const isSpeaking = `(part_of IS NULL OR EXISTS (SELECT 1 FROM told WHERE told.incident = incident.id AND resolved = 0))`;

/** Opened ones that overlap the span, newest first. */
export const incidentsIn = (sql: Connection, { from, to }: Span): readonly Incident[] =>
  sql
    .all<IncidentRow>(
      `SELECT * FROM incident WHERE number IS NOT NULL AND first_failure_at < ?
         AND (resolved_at IS NULL OR resolved_at >= ?) AND ${isSpeaking} ORDER BY opened_at DESC, id DESC LIMIT ${incidentsMax}`,
      [to, from],
    )
    .map(incidentFrom);

/** Open ones, the one that hit most clients first. */
export const openIncidents = (sql: Connection): readonly Incident[] =>
  sql
    .all<IncidentRow>(
      `SELECT * FROM incident WHERE state = 'open' ORDER BY alarming DESC, id LIMIT ${incidentsMax}`,
    )
    .map(incidentFrom);

export function incidentById(sql: Connection, id: number): Incident | undefined {
  const row = sql.get<IncidentRow>('SELECT * FROM incident WHERE id = ?', [id]);
  return row === undefined ? undefined : incidentFrom(row);
}

/** Where the count of incidents stands. A watched one may be gone while its failures are still here, so both are asked. */
export const nextCounters = (sql: Connection): Counters =>
  sql.get<Counters>(
    `SELECT 1 + max(ifnull((SELECT max(id) FROM incident), 0), ifnull((SELECT max(incident) FROM failure), 0)) AS nextId,
       1 + ifnull((SELECT max(number) FROM incident), 0) AS nextNumber`,
  ) ?? { nextId: 1, nextNumber: 1 };

export function incidentByNumber(sql: Connection, number: number): Incident | undefined {
  const row = sql.get<IncidentRow>('SELECT * FROM incident WHERE number = ?', [number]);
  return row === undefined ? undefined : incidentFrom(row);
}

/** Opened ones of the same upstream and cause before this one, newest first. */
export const earlierIncidents = (sql: Connection, incident: Incident, limit: number): readonly Incident[] =>
  sql
    .all<IncidentRow>(
      `SELECT * FROM incident WHERE number IS NOT NULL AND upstream = ? AND cause = ?
         AND first_failure_at < ? AND id <> ? ORDER BY first_failure_at DESC, id DESC LIMIT ?`,
      [textOf(incident.upstream), rootCause(incident), incident.firstFailureAt, incident.id, limit],
    )
    .map(incidentFrom);

/** The incident that this one has become a part of, and the ones that are a part of it, as far as the channel has heard of them. */
export const kinOf = (sql: Connection, { id, partOf }: Incident): Kin => ({
  whole: partOf === null ? null : (incidentById(sql, partOf) ?? null),
  parts: sql
    .all<IncidentRow>(
      `SELECT * FROM incident WHERE part_of = ? AND EXISTS (SELECT 1 FROM told WHERE told.incident = incident.id)
       ORDER BY resolved_at, number LIMIT ${partsMax}`,
      [id],
    )
    .map(incidentFrom),
});

/** Failures keep the incident that they were filed under; it may have become a part of this one since. */
const inWhole = '(incident = ? OR incident IN (SELECT id FROM incident WHERE part_of = ?))';

/** Its latest failures, newest first. */
export const failuresOf = (sql: Connection, { id }: Incident, limit: number): readonly Failure[] =>
  sql
    .all<FailureRow>(
      `SELECT ${failureColumns.join(', ')} FROM failure WHERE ${inWhole} ORDER BY at DESC, id DESC LIMIT ?`,
      [id, id, limit],
    )
    .map(failureFrom);

/** Its first and its latest records, each at most `limit`, in order of time. */
export function evidenceOf(sql: Connection, { id }: Incident, limit: number): readonly Evidence[] {
  // A failure has at least one record, so `limit` failures always have enough.
  const ends = (order: 'ASC' | 'DESC') =>
    sql
      .all<{ evidence: string }>(
        `SELECT evidence FROM failure WHERE ${inWhole} AND evidence <> '[]'
         ORDER BY at ${order}, id ${order} LIMIT ?`,
        [id, id, limit],
      )
      .map(({ evidence }) => parsed<readonly Evidence[]>(evidence));
  const first = ends('ASC').flat().slice(0, limit);
  const latest = ends('DESC').reverse().flat().slice(-limit);
  const placeOf = ({ file, byte }: Evidence) => `${file}\n${byte}`;
  return [...new Map([...first, ...latest].map((evidence) => [placeOf(evidence), evidence])).values()];
}

/** Notes who has taken an incident on. The first one stays. */
export function acknowledge(sql: Connection, id: number, by: string, at: number): Incident | undefined {
  return sql.transaction(() => {
    const row = sql.get<IncidentRow>('SELECT * FROM incident WHERE id = ?', [id]);
    if (row === undefined) return undefined;
    const incident = incidentFrom(row);
    if (incident.acknowledged !== null) return incident;
    const acknowledged: Incident = { ...incident, acknowledged: { by, at } };
    storeIncident(sql, acknowledged);
    return acknowledged;
  });
}
