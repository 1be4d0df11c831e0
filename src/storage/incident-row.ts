import type { CauseId } from '../diagnose/cause.js';
import type { Branch } from '../incidents/affected-upstream.js';
import { noPassage } from '../incidents/gateway-isolation.js';
import {
  alarmingOf,
  type Incident,
  type IncidentState,
  type Proof,
  rootCause,
} from '../incidents/incident.js';
import type { Severity } from '../incidents/severity.js';
import { turnsBetween } from '../incidents/timeline.js';
import type { Connection } from './connection.js';
import { storeTurn } from './timeline.js';
import { json, nameOf, parsed, textOf } from './values.js';

/** A row of the table `incident`. */
export type IncidentRow = {
  readonly id: number;
  readonly number: number | null;
  readonly upstream: string;
  readonly cause: CauseId;
  readonly branches: string;
  readonly service: string | null;
  readonly causes: string;
  readonly state: IncidentState['name'];
  readonly opened_at: number | null;
  readonly resolved_at: number | null;
  readonly proof: Proof | null;
  readonly severity: Severity;
  readonly reopened: number;
  readonly reopened_at: number | null;
  readonly recent: string;
  readonly first_failure_at: number;
  readonly last_failure_at: number;
  readonly counts: string;
  readonly alarming: number;
  readonly good_since: number;
  readonly acknowledged_by: string | null;
  readonly acknowledged_at: number | null;
  readonly corrected: CauseId | null;
  readonly part_of: number | null;
};

/** The incident that a row tells of. */
export function incidentFrom(row: IncidentRow): Incident {
  return {
    id: row.id,
    number: row.number,
    upstream: nameOf(row.upstream),
    branches: parsed<readonly OldBranch[]>(row.branches).map((branch) => ({
      passage: noPassage,
      clients: [],
      ...branch,
    })),
    service: row.service,
    causes: parsed(row.causes),
    state: stateFrom(row),
    severity: row.severity,
    reopened: row.reopened,
    reopenedAt: row.reopened_at,
    firstFailureAt: row.first_failure_at,
    lastFailureAt: row.last_failure_at,
    counts: parsed(row.counts),
    goodSince: row.good_since,
    acknowledged:
      row.acknowledged_by === null || row.acknowledged_at === null
        ? null
        : { by: row.acknowledged_by, at: row.acknowledged_at },
    corrected: row.corrected,
    partOf: row.part_of,
  };
}

/** Before gateways and clients were told apart there was no word of them. */
type OldBranch = Omit<Branch, 'passage' | 'clients'> & Partial<Pick<Branch, 'passage' | 'clients'>>;

/** Writes an incident as it is now. An acknowledgement that the writer has not heard of stays, until the incident reopens. */
export function storeIncident(sql: Connection, incident: Incident, by: string | null = null): void {
  const { state } = incident;
  const before = sql.get<IncidentRow>('SELECT * FROM incident WHERE id = ?', [incident.id]);
  sql.run(upsert, {
    id: incident.id,
    number: incident.number,
    upstream: textOf(incident.upstream),
    cause: rootCause(incident),
    branches: json(incident.branches),
    service: incident.service,
    causes: json(incident.causes),
    state: state.name,
    opened_at: state.name === 'watching' ? null : state.openedAt,
    resolved_at: state.name === 'resolved' ? state.resolvedAt : null,
    proof: state.name === 'resolved' ? state.proof : null,
    severity: incident.severity,
    reopened: incident.reopened,
    reopened_at: incident.reopenedAt,
    recent: json(state.name === 'open' ? [] : state.recent),
    first_failure_at: incident.firstFailureAt,
    last_failure_at: incident.lastFailureAt,
    counts: json(incident.counts),
    alarming: alarmingOf(incident),
    good_since: incident.goodSince,
    acknowledged_by: incident.acknowledged?.by ?? null,
    acknowledged_at: incident.acknowledged?.at ?? null,
    corrected: incident.corrected,
    part_of: incident.partOf,
  });
  for (const turned of turnsBetween(before && incidentFrom(before), incident, by)) storeTurn(sql, turned);
  if (incident.partOf !== null) sql.run(regroup, [incident.partOf, incident.id]);
}

function stateFrom(row: IncidentRow): IncidentState {
  const recent = parsed<readonly number[]>(row.recent);
  const openedAt = row.opened_at ?? row.first_failure_at;
  switch (row.state) {
    case 'watching':
      return { name: 'watching', recent };
    case 'open':
      return { name: 'open', openedAt };
    case 'resolved':
      return {
        name: 'resolved',
        openedAt,
        resolvedAt: row.resolved_at ?? row.last_failure_at,
        proof: row.proof ?? 'quiet',
        recent,
      };
  }
}

const columns: readonly (keyof IncidentRow)[] = [
  'id',
  'number',
  'upstream',
  'cause',
  'branches',
  'service',
  'causes',
  'state',
  'opened_at',
  'resolved_at',
  'proof',
  'severity',
  'reopened',
  'reopened_at',
  'recent',
  'first_failure_at',
  'last_failure_at',
  'counts',
  'alarming',
  'good_since',
  'acknowledged_by',
  'acknowledged_at',
  'corrected',
  'part_of',
];

/** What had become a part of it goes on with it. */
const regroup = 'UPDATE incident SET part_of = ? WHERE part_of = ?';

/** True when what is stored knows of an acknowledgement that the writer does not, in the same opening. */
const acknowledgedHere = `excluded.acknowledged_at IS NULL AND NOT (state = 'resolved' AND excluded.state = 'open')`;
const assignment = (column: keyof IncidentRow): string =>
  column === 'acknowledged_by' || column === 'acknowledged_at'
    ? `${column} = CASE WHEN ${acknowledgedHere} THEN ${column} ELSE excluded.${column} END`
    : `${column} = excluded.${column}`;

/** What it is a part of may have become a part itself, in the same batch and stored before. */
const bindingOf = (column: keyof IncidentRow): string =>
  column === 'part_of'
    ? 'ifnull((SELECT part_of FROM incident WHERE id = @part_of), @part_of)'
    : `@${column}`;

const upsert = `INSERT INTO incident (${columns.join(', ')}) VALUES (${columns.map(bindingOf).join(', ')})
  ON CONFLICT (id) DO UPDATE SET ${columns.slice(1).map(assignment).join(', ')}`;
