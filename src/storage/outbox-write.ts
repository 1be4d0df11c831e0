import type { Decision, Draft } from '../notify/outbox.js';
import type { Told } from '../notify/reason.js';
import type { Connection } from './connection.js';
import { whatRow } from './outbox-row.js';
import { storeTurn } from './timeline.js';
import { writeParcels } from './uploads.js';
import { json } from './values.js';

/** Lines that may wait for one incident's thread while Slack is away; the oldest give way. */
const threadLettersMax = 20;

/** Stores in one transaction what the channel will have heard and the letters that tell it. `extra` belong to no incident. */
export function decide(
  sql: Connection,
  decisions: readonly Decision[],
  extra: readonly Draft[],
  now: number,
): void {
  sql.transaction(() => {
    for (const decision of decisions) storeTold(sql, decision);
    for (const draft of [...decisions.flatMap(({ letters }) => letters), ...extra])
      writeLetter(sql, draft, now);
  });
}

function storeTold(sql: Connection, { incident, told }: Decision): void {
  sql.run(upsertTold, {
    ...told,
    incident,
    acknowledged: Number(told.acknowledged),
    escalated: Number(told.escalated),
    silenced: Number(told.silenced),
    resolved: Number(told.resolved),
  });
  const { reason, at } = told;
  // The others turned with the incident itself, and were written down with it.
  if (reason === 'escalated' || reason === 'silenced' || reason === 'silence-ended')
    storeTurn(sql, { incident, entry: { at, by: null, what: { name: reason } } });
}

/** Writes a letter, to be sent when its turn comes. */
export function writeLetter(sql: Connection, draft: Draft, now: number): void {
  const { what } = draft;
  if ((what.name === 'incident' || what.name === 'health') && rewriteWaiting(sql, draft)) return;
  const row = { ...whatRow(what), message: json(draft.message), now };
  // A day has one report, whoever asks for it.
  const written = sql.run(what.name === 'report' ? `${insert} ON CONFLICT DO NOTHING` : insert, row);
  if (what.name === 'report' && written > 0 && draft.withFiles) writeParcels(sql, what.day, now);
  if (what.name === 'thread') sql.run(dropOldThreadLetters, [what.incident]);
}

/**
 * Gives the waiting letter of the same message the newer text. It keeps its place in the queue: an incident that keeps
 * changing while Slack is away must not be overtaken for ever. False when none waits.
 */
function rewriteWaiting(sql: Connection, { what, message }: Draft): boolean {
  const { kind, incident, ailment, sequence, reason } = whatRow(what);
  const waiting = sql.get<{ id: number }>(
    `SELECT id FROM letter WHERE kind = ? AND (incident = ? OR ailment = ?) AND state = 'ready'
     ORDER BY id DESC LIMIT 1`,
    [kind ?? null, incident ?? null, ailment ?? null],
  );
  if (waiting === undefined) return false;
  return (
    sql.run('UPDATE letter SET sequence = max(sequence, ?), reason = ?, message = ? WHERE id = ?', [
      sequence ?? null,
      reason ?? null,
      json(message),
      waiting.id,
    ]) === 1
  );
}

const toldColumns: readonly (keyof Told)[] = [
  'reason',
  'at',
  'cause',
  'severity',
  'alarming',
  'peers',
  'upstreams',
  'parts',
  'acknowledged',
  'escalated',
  'silenced',
  'resolved',
];
const upsertTold = `INSERT INTO told (incident, ${toldColumns.join(', ')})
  VALUES (@incident, ${toldColumns.map((column) => `@${column}`).join(', ')})
  ON CONFLICT DO UPDATE SET ${toldColumns.map((column) => `${column} = excluded.${column}`).join(', ')}`;

/** The clock may step back, and two things may be said within one millisecond; sequences rise all the same. */
const nextSequence = `max(@sequence, 1 + ifnull((SELECT max(sequence) FROM letter WHERE incident = @incident AND kind = @kind), 0))`;
const insert = `INSERT INTO letter (kind, incident, sequence, reason, broadcast, day, ailment, message, state, not_before, written_at)
  VALUES (@kind, @incident, ${nextSequence}, @reason, @broadcast, @day, @ailment, @message, 'ready', @now, @now)`;

const dropOldThreadLetters = `UPDATE letter SET state = 'superseded', why = 'newer lines wait for the same thread'
  WHERE id IN (SELECT id FROM letter WHERE incident = ? AND kind = 'thread' AND state = 'ready'
    ORDER BY id DESC LIMIT -1 OFFSET ${threadLettersMax})`;
