import { dayMs } from '../base/duration.js';
import type { Silence } from '../notify/silence.js';
import type { GatewayChange } from '../parse/event.js';
import type { Connection } from './connection.js';
import { parseSilenceMatcher, parseSilenceRecurrence } from './stored-json.js';
import { encodeJson } from './values.js';

/**
 * Ends the silences that last until the deploy is done, when a mark says that it is. Silences that have not begun are for
 * a later deploy.
 */
export function endDeploySilences(db: Connection, { at, kind, message }: GatewayChange): void {
  if (kind !== 'deploy' || !/\b(?:done|over|ended|finished|completed?|rolled back)\b/i.test(message)) return;
  db.run(
    'UPDATE silence SET ends_at = ? WHERE ends_with_deploy = 1 AND starts_at <= ? AND (ends_at IS NULL OR ends_at > ?)',
    [at, at, at],
  );
}

/** Ended silences are listed for this long: failures that go on are notified long before that. */
const endedSilenceMs = dayMs;
/** Silences in one answer; more than people can keep in mind. */
const silencesMax = 200;

export type SilenceReader = {
  /** Active and future silences, and those that ended within a day, newest first. */
  silences(now: number): readonly Silence[];
};

export const createSilenceReader = (db: Connection): SilenceReader => ({
  silences: (now) =>
    db
      .all<SilenceRow>(
        `SELECT * FROM silence WHERE ends_at IS NULL OR ends_at > ? ORDER BY id DESC LIMIT ${silencesMax}`,
        [now - endedSilenceMs],
      )
      .map(parseSilenceRow),
});

export type SilenceWriter = {
  /** Stores a silence and returns it with its id. */
  addSilence(silence: Omit<Silence, 'id'>): Silence;
  /** Ends a silence early. Undefined when no active silence has this id. */
  endSilence(id: number, at: number): Silence | undefined;
};

export const createSilenceWriter = (db: Connection): SilenceWriter => ({
  addSilence: (silence) => {
    const { matcher, startsAt, endsAt, recurrence, endsWithDeploy, by, reason, createdAt } = silence;
    const row = db.get<SilenceRow>(
      `INSERT INTO silence (matcher, starts_at, ends_at, recurrence, ends_with_deploy, by, reason, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING *`,
      [
        encodeJson(matcher),
        startsAt,
        endsAt,
        recurrence && encodeJson(recurrence),
        endsWithDeploy ? 1 : 0,
        by,
        reason,
        createdAt,
      ],
    );
    return row === undefined ? { ...silence, id: 0 } : parseSilenceRow(row);
  },

  endSilence: (id, at) => {
    const row = db.get<SilenceRow>(
      'UPDATE silence SET ends_at = ? WHERE id = ? AND (ends_at IS NULL OR ends_at > ?) RETURNING *',
      [at, id, at],
    );
    return row === undefined ? undefined : parseSilenceRow(row);
  },
});

/** A row of the table `silence`. */
type SilenceRow = {
  readonly id: number;
  readonly matcher: string;
  readonly starts_at: number;
  readonly ends_at: number | null;
  readonly recurrence: string | null;
  readonly ends_with_deploy: number;
  readonly by: string;
  readonly reason: string;
  readonly created_at: number;
};

const parseSilenceRow = (row: SilenceRow): Silence => ({
  id: row.id,
  matcher: parseSilenceMatcher(row.matcher),
  startsAt: row.starts_at,
  endsAt: row.ends_at,
  recurrence: row.recurrence === null ? null : parseSilenceRecurrence(row.recurrence),
  endsWithDeploy: row.ends_with_deploy === 1,
  by: row.by,
  reason: row.reason,
  createdAt: row.created_at,
});
