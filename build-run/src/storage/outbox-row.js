import { decodeJson } from './values.js';
export function parseOutboxRow(row) {
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
export function toKindColumns(kind) {
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
};
function parseOutboxKind(row) {
  const { type, reason } = row;
  if (type === 'report') return { type, day: row.report_day ?? '' };
  if (type === 'health') return { type, issueId: row.health_issue_id ?? 0 };
  const common = { incidentId: row.incident_id ?? 0, sequence: row.sequence ?? 0 };
  if (type === 'thread')
    return { type, ...common, reason: reason ?? 'opened', isBroadcast: row.is_broadcast === 1 };
  return { type, ...common, reason: reason === 'noted' || reason === null ? 'opened' : reason };
}
