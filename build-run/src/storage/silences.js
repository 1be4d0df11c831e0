import { dayMs } from '../base/duration.js';
import { parseSilenceMatcher, parseSilenceRecurrence } from './stored-json.js';
import { encodeJson } from './values.js';
/**
 * Ends the silences that last until the deploy is done, when a mark says that it is. Silences that have not begun are for
 * a later deploy.
 */
export function endDeploySilences(db, { at, kind, message }) {
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
export const createSilenceReader = (db) => ({
  silences: (now) =>
    db
      .all(
        `SELECT * FROM silence WHERE ends_at IS NULL OR ends_at > ? ORDER BY id DESC LIMIT ${silencesMax}`,
        [now - endedSilenceMs],
      )
      .map(parseSilenceRow),
});
export const createSilenceWriter = (db) => ({
  addSilence: (silence) => {
    const { matcher, startsAt, endsAt, recurrence, endsWithDeploy, by, reason, createdAt } = silence;
    const row = db.get(
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
    const row = db.get(
      'UPDATE silence SET ends_at = ? WHERE id = ? AND (ends_at IS NULL OR ends_at > ?) RETURNING *',
      [at, id, at],
    );
    return row === undefined ? undefined : parseSilenceRow(row);
  },
});
const parseSilenceRow = (row) => ({
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
