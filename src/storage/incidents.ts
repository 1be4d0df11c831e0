import type { Span } from '../base/span.js';
import type { Failure } from '../diagnose/failure.js';
import type { Counters } from '../incidents/active-incidents.js';
import { type Incident, rootCause } from '../incidents/incident.js';
import type { Evidence } from '../parse/line.js';
import type { Kin } from '../report/repository.js';
import type { Connection } from './connection.js';
import { type FailureRow, failureColumns, failureFrom } from './failure-row.js';
import { type IncidentRow, incidentFrom, storeIncident } from './incident-row.js';
import { json, parsed, textOf } from './values.js';

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
const idsOf = (sql: Connection, id: number): readonly number[] =>
  sql
    .all<{ id: number }>('SELECT ? AS id UNION SELECT id FROM incident WHERE part_of = ?', [id, id])
    .map((row) => row.id);

type Filed = { readonly id: number; readonly at: number };

/**
 * The first or the latest failures of an incident, in that order. Each part is asked by itself, so that an index gives
 * the few in order instead of sorting hundreds of thousands.
 */
function endsOf(
  sql: Connection,
  incident: number,
  { limit, order, where }: { readonly limit: number; readonly order: 'ASC' | 'DESC'; readonly where: string },
): readonly number[] {
  const ends = idsOf(sql, incident).flatMap((id) =>
    sql.all<Filed>(
      `SELECT id, at FROM failure WHERE incident = ?${where} ORDER BY at ${order}, id ${order} LIMIT ?`,
      [id, limit],
    ),
  );
  const sign = order === 'ASC' ? 1 : -1;
  return ends
    .sort((one, other) => sign * (one.at - other.at || one.id - other.id))
    .slice(0, limit)
    .map(({ id }) => id);
}

const inOrder = (ids: readonly number[]): [text: string, bound: readonly string[]] => [
  'FROM json_each(?) AS wanted JOIN failure ON failure.id = wanted.value ORDER BY wanted.key',
  [json(ids)],
];

/** Its latest failures, newest first. */
export function failuresOf(sql: Connection, { id }: Incident, limit: number): readonly Failure[] {
  const [from, bound] = inOrder(endsOf(sql, id, { limit, order: 'DESC', where: '' }));
  const columns = failureColumns.map((column) => `failure.${column}`).join(', ');
  return sql.all<FailureRow>(`SELECT ${columns} ${from}`, bound).map(failureFrom);
}

/** Its first and its latest records, each at most `limit`, in order of time. */
export function evidenceOf(sql: Connection, { id }: Incident, limit: number): readonly Evidence[] {
  // A failure has at least one record, so `limit` failures always have enough.
  const ends = (order: 'ASC' | 'DESC') => {
    const [from, bound] = inOrder(endsOf(sql, id, { limit, order, where: ` AND evidence <> '[]'` }));
    return sql
      .all<{ evidence: string }>(`SELECT failure.evidence ${from}`, bound)
      .map(({ evidence }) => parsed<readonly Evidence[]>(evidence));
  };
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
