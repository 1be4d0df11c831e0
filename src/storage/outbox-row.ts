import type { NotifyReason } from '../notify/decide-notification.js';
import type { OutboxKind, OutboxMessage, OutboxState } from '../notify/outbox.js';
import { decodeJson } from './values.js';

/** A row of the table `outbox`. */
export type OutboxRow = {
  readonly id: number;
  readonly type: OutboxKind['type'];
  readonly incident_id: number | null;
  readonly sequence: number | null;
  readonly reason: NotifyReason | 'noted' | null;
  readonly is_broadcast: number;
  readonly report_day: string | null;
  readonly health_issue_id: number | null;
  readonly content: string;
  readonly state: OutboxState;
  readonly attempts: number;
  readonly not_before_at: number;
  readonly created_at: number;
  readonly lost_at: number | null;
};

export function parseOutboxRow(row: OutboxRow): OutboxMessage {
  return {
    id: row.id,
    kind: parseOutboxKind(row),
    content: decodeJson(row.content),
    state: row.state,
    attempts: row.attempts,
    notBeforeAt: row.not_before_at,
    createdAt: row.created_at,
    lostAt: row.lost_at,
  };
}

/** The columns that say what a message is about. */
export type OutboxKindColumns = Pick<
  OutboxRow,
  'type' | 'incident_id' | 'sequence' | 'reason' | 'is_broadcast' | 'report_day' | 'health_issue_id'
>;

export function toKindColumns(kind: OutboxKind): OutboxKindColumns {
  const { type } = kind;
  if (kind.type === 'report') return { ...emptyKindColumns, type, report_day: kind.day };
  if (kind.type === 'health') return { ...emptyKindColumns, type, health_issue_id: kind.issueId };
  const { incidentId, sequence, reason } = kind;
  const is_broadcast = Number(kind.type === 'thread' && kind.isBroadcast);
  return { ...emptyKindColumns, type, incident_id: incidentId, sequence, reason, is_broadcast };
}

const emptyKindColumns = {
  incident_id: null,
  sequence: null,
  reason: null,
  is_broadcast: 0,
  report_day: null,
  health_issue_id: null,
} as const;

function parseOutboxKind(row: OutboxKindColumns): OutboxKind {
  const { type, reason } = row;
  if (type === 'report') return { type, day: row.report_day ?? '' };
  if (type === 'health') return { type, issueId: row.health_issue_id ?? 0 };
  const common = { incidentId: row.incident_id ?? 0, sequence: row.sequence ?? 0 };
  if (type === 'thread')
    return { type, ...common, reason: reason ?? 'opened', isBroadcast: row.is_broadcast === 1 };
  return { type, ...common, reason: reason === 'noted' || reason === null ? 'opened' : reason };
}
