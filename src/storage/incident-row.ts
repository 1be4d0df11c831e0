import type { CauseId } from '../diagnose/causes/index.js';
import type { AffectedUpstream } from '../incidents/affected-upstream.js';
import { unknownIsolation } from '../incidents/gateway-isolation.js';
import {
  countClientImpacting,
  findRootCause,
  type Incident,
  type IncidentState,
  type Resolution,
} from '../incidents/incident.js';
import type { Severity } from '../incidents/severity.js';
import { findTimelineEntries } from '../incidents/timeline.js';
import type { Connection } from './connection.js';
import { saveTimelineEntry } from './timeline.js';
import { decodeJson, decodeName, encodeJson, encodeName } from './values.js';

/** A row of the table `incident`. */
export type IncidentRow = {
  readonly id: number;
  readonly number: number | null;
  readonly upstream: string;
  readonly cause: CauseId;
  readonly branches: string;
  readonly service: string | null;
  readonly causes: string;
  readonly state: IncidentState['type'];
  readonly opened_at: number | null;
  readonly resolved_at: number | null;
  readonly proof: Resolution | null;
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
export function parseIncidentRow(row: IncidentRow): Incident {
  return {
    id: row.id,
    number: row.number,
    upstream: decodeName(row.upstream),
    upstreams: decodeJson<readonly StoredUpstream[]>(row.branches).map((branch) => ({
      gatewayIsolation: unknownIsolation,
      clients: [],
      ...branch,
    })),
    service: row.service,
    causes: decodeJson(row.causes),
    state: parseIncidentState(row),
    severity: row.severity,
    reopenCount: row.reopened,
    reopenedAt: row.reopened_at,
    firstFailureAt: row.first_failure_at,
    lastFailureAt: row.last_failure_at,
    outcomes: decodeJson(row.counts),
    successesSince: row.good_since,
    acknowledgement:
      row.acknowledged_by === null || row.acknowledged_at === null
        ? null
        : { by: row.acknowledged_by, at: row.acknowledged_at },
    correctedCause: row.corrected,
    mergedIntoId: row.part_of,
  };
}

/** Before gateways and clients were told apart there was no word of them. */
type StoredUpstream = Omit<AffectedUpstream, 'gatewayIsolation' | 'clients'> &
  Partial<Pick<AffectedUpstream, 'gatewayIsolation' | 'clients'>>;

/** Writes an incident as it is now. An acknowledgement that the writer has not heard of stays, until the incident reopens. */
export function saveIncident(db: Connection, incident: Incident, by: string | null = null): void {
  const { state } = incident;
  const previousRow = db.get<IncidentRow>('SELECT * FROM incident WHERE id = ?', [incident.id]);
  db.run(upsertIncidentSql, {
    id: incident.id,
    number: incident.number,
    upstream: encodeName(incident.upstream),
    cause: findRootCause(incident),
    branches: encodeJson(incident.upstreams),
    service: incident.service,
    causes: encodeJson(incident.causes),
    state: state.type,
    opened_at: state.type === 'pending' ? null : state.openedAt,
    resolved_at: state.type === 'resolved' ? state.resolvedAt : null,
    proof: state.type === 'resolved' ? state.resolution : null,
    severity: incident.severity,
    reopened: incident.reopenCount,
    reopened_at: incident.reopenedAt,
    recent: encodeJson(state.type === 'open' ? [] : state.recentFailureTimes),
    first_failure_at: incident.firstFailureAt,
    last_failure_at: incident.lastFailureAt,
    counts: encodeJson(incident.outcomes),
    alarming: countClientImpacting(incident),
    good_since: incident.successesSince,
    acknowledged_by: incident.acknowledgement?.by ?? null,
    acknowledged_at: incident.acknowledgement?.at ?? null,
    corrected: incident.correctedCause,
    part_of: incident.mergedIntoId,
  });
  for (const timelineEntry of findTimelineEntries(previousRow && parseIncidentRow(previousRow), incident, by))
    saveTimelineEntry(db, timelineEntry);
  if (incident.mergedIntoId !== null) db.run(reparentSql, [incident.mergedIntoId, incident.id]);
}

function parseIncidentState(row: IncidentRow): IncidentState {
  const recentFailureTimes = decodeJson<readonly number[]>(row.recent);
  const openedAt = row.opened_at ?? row.first_failure_at;
  switch (row.state) {
    case 'pending':
      return { type: 'pending', recentFailureTimes };
    case 'open':
      return { type: 'open', openedAt };
    case 'resolved':
      return {
        type: 'resolved',
        openedAt,
        resolvedAt: row.resolved_at ?? row.last_failure_at,
        resolution: row.proof ?? 'quiet',
        recentFailureTimes,
      };
  }
}

const incidentColumns: readonly (keyof IncidentRow)[] = [
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
const reparentSql = 'UPDATE incident SET part_of = ? WHERE part_of = ?';

/** True when what is stored knows of an acknowledgement that the writer does not, in the same opening. */
const keepAcknowledgementSql = `excluded.acknowledged_at IS NULL AND NOT (state = 'resolved' AND excluded.state = 'open')`;
const buildAssignment = (column: keyof IncidentRow): string =>
  column === 'acknowledged_by' || column === 'acknowledged_at'
    ? `${column} = CASE WHEN ${keepAcknowledgementSql} THEN ${column} ELSE excluded.${column} END`
    : `${column} = excluded.${column}`;

/** What it is a part of may have become a part itself, in the same batch and stored before. */
const buildBinding = (column: keyof IncidentRow): string =>
  column === 'part_of'
    ? 'ifnull((SELECT part_of FROM incident WHERE id = @part_of), @part_of)'
    : `@${column}`;

const upsertIncidentSql = `INSERT INTO incident (${incidentColumns.join(', ')}) VALUES (${incidentColumns.map(buildBinding).join(', ')})
  ON CONFLICT (id) DO UPDATE SET ${incidentColumns.slice(1).map(buildAssignment).join(', ')}`;
