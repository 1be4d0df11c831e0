import type { NotifyReason } from '../notify/decide-notification.js';
import type { OutboxKind, OutboxMessage, OutboxState } from '../notify/outbox.js';
import type { SqlValue } from './connection.js';
import { decodeJson } from './values.js';

/** A row of the table `letter`. */
export type OutboxRow = {
  readonly id: number;
  readonly kind: OutboxKind['type'];
  readonly incident: number | null;
  readonly sequence: number | null;
  readonly reason: NotifyReason | 'noted' | null;
  readonly broadcast: number;
  readonly day: string | null;
  readonly ailment: number | null;
  readonly message: string;
  readonly state: OutboxState;
  readonly attempts: number;
  readonly not_before: number;
  readonly written_at: number;
};

/** The letter that a row tells of. */
export function parseOutboxRow(row: OutboxRow): OutboxMessage {
  return {
    id: row.id,
    kind: parseOutboxKind(row),
    content: decodeJson(row.message),
    state: row.state,
    attempts: row.attempts,
    notBeforeAt: row.not_before,
    createdAt: row.written_at,
  };
}

/** What a letter is, as the columns of its row. */
export function toKindColumns(what: OutboxKind): Readonly<Record<string, SqlValue>> {
  const { type: kind } = what;
  if (what.type === 'report') return { ...emptyKindColumns, kind, day: what.day };
  if (what.type === 'health') return { ...emptyKindColumns, kind, ailment: what.issueId };
  const { incidentId, sequence, reason } = what;
  const broadcast = Number(what.type === 'thread' && what.isBroadcast);
  return { ...emptyKindColumns, kind, incident: incidentId, sequence, reason, broadcast };
}

const emptyKindColumns = {
  incident: null,
  sequence: null,
  reason: null,
  broadcast: 0,
  day: null,
  ailment: null,
};

function parseOutboxKind({
  kind,
  incident,
  sequence,
  reason,
  broadcast,
  day,
  ailment,
}: OutboxRow): OutboxKind {
  if (kind === 'report') return { type: kind, day: day ?? '' };
  if (kind === 'health') return { type: kind, issueId: ailment ?? 0 };
  const common = { incidentId: incident ?? 0, sequence: sequence ?? 0 };
  if (kind === 'thread')
    return { type: kind, ...common, reason: reason ?? 'opened', isBroadcast: broadcast === 1 };
  return { type: kind, ...common, reason: reason === 'noted' || reason === null ? 'opened' : reason };
}
