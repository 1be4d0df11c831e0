import { type Letters, type Postmarks, postponedMaxMs } from '../notify/deliver.js';
import type { Told } from '../notify/reason.js';
import type { Connection } from './connection.js';
import { type LetterRow, letterFrom } from './outbox-row.js';

/** What the survey asks about what was said before. */
export type Memory = {
  /** What the channel has heard of the incident with this id; undefined when nothing. */
  told(incident: number): Told | undefined;
  /** True when the report of this day was written, whether or not it has been sent. */
  reportTold(day: string): boolean;
};

/** The survey's memory, over one connection. */
export const memory = (sql: Connection): Memory => ({
  told: (incident) => {
    const row = sql.get<ToldRow>('SELECT * FROM told WHERE incident = ?', [incident]);
    return row === undefined ? undefined : toldFrom(row);
  },
  reportTold: (day) => sql.get('SELECT 1 FROM letter WHERE day = ?', [day]) !== undefined,
});

/** The letters that wait, over one connection. */
export const letters = (sql: Connection): Letters => ({
  nextLetter: (now) => {
    const row = sql.get<LetterRow>(nextLetter, { now });
    return row === undefined ? undefined : letterFrom(row);
  },
  tsOf: (incident) => sql.get<{ ts: string }>('SELECT ts FROM post WHERE incident = ?', [incident])?.ts,
  tsOfAilment: (ailment) =>
    sql.get<{ ts: string | null }>('SELECT ts FROM ailment WHERE id = ?', [ailment])?.ts ?? undefined,
});

/** What became of letters, over one connection that may write. */
export const postmarks = (sql: Connection): Postmarks => ({
  markSending: (id) =>
    void sql.run(`UPDATE letter SET state = 'sending', attempts = attempts + 1 WHERE id = ?`, [id]),
  markSent: (id, ts) =>
    sql.transaction(() => {
      sql.run(`UPDATE letter SET state = 'sent', ts = ?, why = NULL WHERE id = ?`, [ts, id]);
      sql.run(
        `INSERT INTO post (incident, ts) SELECT incident, ts FROM letter WHERE id = ? AND kind = 'incident'
         ON CONFLICT DO UPDATE SET ts = excluded.ts`,
        [id],
      );
      sql.run(
        `UPDATE ailment SET ts = ? WHERE id = (SELECT ailment FROM letter WHERE id = ? AND kind = 'health')`,
        [ts, id],
      );
    }),
  postpone: (id, notBefore, state, why) =>
    void sql.run('UPDATE letter SET state = ?, not_before = ?, why = ? WHERE id = ?', [
      state,
      notBefore,
      why,
      id,
    ]),
  fail: (id, why) => void sql.run(`UPDATE letter SET state = 'failed', why = ? WHERE id = ?`, [why, id]),
  forgetTs: (incident) => void sql.run('DELETE FROM post WHERE incident = ?', [incident]),
  forgetTsOfAilment: (ailment) => void sql.run('UPDATE ailment SET ts = NULL WHERE id = ?', [ailment]),
});

/** True of a letter that has not got where it is to go, and may still. */
export const waits = `state IN ('ready', 'sending', 'unknown')`;
/** True of a letter that can go: a thread begins under a message that is there. */
export const hasPlace = `(kind <> 'thread' OR EXISTS (SELECT 1 FROM post WHERE post.incident = letter.incident))`;

/** Slack's history may lag behind a write; before that a search for a letter would find nothing. */
const lookAfterMs = 3_000;

/** After a restart nobody knows what became of the letters that were on their way. */
export function doubtLettersOnTheirWay(sql: Connection, now: number): void {
  sql.run(
    `UPDATE letter SET state = 'unknown', not_before = ?, why = 'the program stopped while sending'
     WHERE state = 'sending'`,
    [now + lookAfterMs],
  );
}

type ToldRow = Omit<Told, Flag> & Readonly<Record<Flag, number>>;
type Flag = 'acknowledged' | 'escalated' | 'silenced' | 'resolved';

const toldFrom = (row: ToldRow): Told => ({
  reason: row.reason,
  at: row.at,
  cause: row.cause,
  severity: row.severity,
  alarming: row.alarming,
  peers: row.peers,
  upstreams: row.upstreams,
  parts: row.parts,
  acknowledged: row.acknowledged === 1,
  escalated: row.escalated === 1,
  silenced: row.silenced === 1,
  resolved: row.resolved === 1,
});

/**
 * Letters of one kind about one incident go in order, and a thread begins under a message that is there. They go one at
 * a time: what is still on its way when the next is asked for is one whose end could not be stored. What was never tried
 * waits for nothing, and what seems to be due later than anything may be was postponed before the clock stepped back.
 */
const nextLetter = `SELECT * FROM letter WHERE ${waits}
  AND (attempts = 0 OR not_before <= @now OR not_before > @now + ${postponedMaxMs})
  AND ${hasPlace}
  AND NOT EXISTS (SELECT 1 FROM letter AS earlier
    WHERE (earlier.incident = letter.incident OR earlier.ailment = letter.ailment) AND earlier.kind = letter.kind AND earlier.id < letter.id
    AND earlier.state IN ('ready', 'sending', 'unknown'))
  ORDER BY id LIMIT 1`;
