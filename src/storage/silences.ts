import { dayMs } from '../base/duration.js';
import type { Silence } from '../notify/silence.js';
import type { Connection } from './connection.js';
import { decodeJson, encodeJson } from './values.js';

/** How long an ended silence is still told of: whatever still fails then has been told long before. */
const endedSilenceMs = dayMs;
/** Silences that last at once; more than people could keep in mind. */
const silencesMax = 200;

type SilenceRow = {
  readonly id: number;
  readonly matcher: string;
  readonly starts_at: number;
  readonly ends_at: number | null;
  readonly by: string;
  readonly reason: string;
  readonly created_at: number;
};

/** Those that last or are to come, and those that ended within a day; the latest first. */
export const listSilences = (db: Connection, now: number): readonly Silence[] =>
  db
    .all<SilenceRow>(
      `SELECT * FROM silence WHERE ends_at IS NULL OR ends_at > ? ORDER BY id DESC LIMIT ${silencesMax}`,
      [now - endedSilenceMs],
    )
    .map(parseSilenceRow);

/** Writes down what somebody does not want to hear, and returns it with its number. */
export function addSilence(db: Connection, silence: Omit<Silence, 'id'>): Silence {
  const { matcher, startsAt, endsAt, by, reason, createdAt } = silence;
  const row = db.get<SilenceRow>(
    'INSERT INTO silence (matcher, starts_at, ends_at, by, reason, created_at) VALUES (?, ?, ?, ?, ?, ?) RETURNING *',
    [encodeJson(matcher), startsAt, endsAt, by, reason, createdAt],
  );
  return row === undefined ? { ...silence, id: 0 } : parseSilenceRow(row);
}

/** Ends a silence early. Undefined when there is none that lasts. */
export function endSilence(db: Connection, id: number, at: number): Silence | undefined {
  const row = db.get<SilenceRow>(
    'UPDATE silence SET ends_at = ? WHERE id = ? AND (ends_at IS NULL OR ends_at > ?) RETURNING *',
    [at, id, at],
  );
  return row === undefined ? undefined : parseSilenceRow(row);
}

const parseSilenceRow = (row: SilenceRow): Silence => ({
  id: row.id,
  matcher: decodeJson(row.matcher),
  startsAt: row.starts_at,
  endsAt: row.ends_at,
  by: row.by,
  reason: row.reason,
  createdAt: row.created_at,
});
