import type { Span } from '../base/span.js';
import type { Turn } from '../health/hysteresis.js';
import type { Ailment } from '../health/issue.js';
import type { Message } from '../render/message.js';
import type { Connection } from './connection.js';
import { writeLetter } from './outbox-write.js';
import { json, parsed } from './values.js';

/** Ailments that one answer may have. */
const ailmentsMax = 200;

/** Those that lasted at some time of the span, newest first. */
export const ailmentsIn = (sql: Connection, { from, to }: Span): readonly Ailment[] =>
  sql
    .all<{ id: number; what: string; since: number; endedAt: number | null }>(
      `SELECT id, what, since, ended_at AS endedAt FROM ailment
       WHERE since < ? AND (ended_at IS NULL OR ended_at >= ?) ORDER BY id DESC LIMIT ${ailmentsMax}`,
      [to, from],
    )
    .map((row) => ({ ...row, what: parsed(row.what) }));

/** Stores what has become of an ailment and the letter that tells it: both, or neither. */
export function storeTurnOfHealth(sql: Connection, turn: Turn, message: Message, now: number): void {
  sql.transaction(() => {
    const ailment = turn.name === 'began' ? begin(sql, turn.ailment) : goOn(sql, turn.ailment);
    writeLetter(sql, { what: { name: 'health', ailment }, message }, now);
  });
}

function begin(sql: Connection, { what, since }: Omit<Ailment, 'id'>): number {
  const insert = 'INSERT INTO ailment (what, since) VALUES (?, ?) RETURNING id';
  return sql.get<{ id: number }>(insert, [json(what), since])?.id ?? 0;
}

function goOn(sql: Connection, { id, what, since, endedAt }: Ailment): number {
  sql.run('UPDATE ailment SET what = ?, since = ?, ended_at = ? WHERE id = ?', [
    json(what),
    since,
    endedAt,
    id,
  ]);
  return id;
}
