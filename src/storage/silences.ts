import type { Silence } from '../notify/silence.js';
import type { Connection } from './connection.js';
import { json, parsed } from './values.js';

/** How long an ended silence is still told of: whatever still fails then has been told long before. */
const endedMs = 86_400_000;
/** Silences that last at once; more than people could keep in mind. */
const silencesMax = 200;

type SilenceRow = {
  readonly id: number;
  readonly of: string;
  readonly starts_at: number;
  readonly ends_at: number | null;
  readonly by: string;
  readonly reason: string;
  readonly created_at: number;
};

/** Those that last or are to come, and those that ended within a day; the latest first. */
export const silences = (sql: Connection, now: number): readonly Silence[] =>
  sql
    .all<SilenceRow>(
      `SELECT * FROM silence WHERE ends_at IS NULL OR ends_at > ? ORDER BY id DESC LIMIT ${silencesMax}`,
      [now - endedMs],
    )
    .map(silenceFrom);

/** Writes down what somebody does not want to hear, and returns it with its number. */
export function addSilence(sql: Connection, silence: Omit<Silence, 'id'>): Silence {
  const { of, from, until, by, reason, createdAt } = silence;
  const row = sql.get<SilenceRow>(
    'INSERT INTO silence (of, starts_at, ends_at, by, reason, created_at) VALUES (?, ?, ?, ?, ?, ?) RETURNING *',
    [json(of), from, until, by, reason, createdAt],
  );
  return row === undefined ? { ...silence, id: 0 } : silenceFrom(row);
}

/** Ends a silence early. Undefined when there is none that lasts. */
export function endSilence(sql: Connection, id: number, at: number): Silence | undefined {
  const row = sql.get<SilenceRow>(
    'UPDATE silence SET ends_at = ? WHERE id = ? AND (ends_at IS NULL OR ends_at > ?) RETURNING *',
    [at, id, at],
  );
  return row === undefined ? undefined : silenceFrom(row);
}

const silenceFrom = (row: SilenceRow): Silence => ({
  id: row.id,
  of: parsed(row.of),
  from: row.starts_at,
  until: row.ends_at,
  by: row.by,
  reason: row.reason,
  createdAt: row.created_at,
});
