import type { FixAnswer, GivenFixAnswer } from '../incidents/fix-answer.js';
import { findRootCause, type IncidentId } from '../incidents/incident.js';
import type { Repository } from '../report/repository.js';
import type { Connection } from './connection.js';
import { encodeName } from './values.js';

type FixAnswerRow = {
  readonly type: FixAnswer['type'];
  readonly step: string | null;
  readonly by: string;
  readonly at: number;
};

/** Saves what ended an incident; a later answer replaces the one before. The timeline keeps both. */
export function saveFixAnswer(
  db: Connection,
  incidentId: IncidentId,
  { answer, by, at }: GivenFixAnswer,
): void {
  db.run(
    `INSERT INTO fix_answer (incident_id, type, step, by, at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (incident_id) DO UPDATE SET type = excluded.type, step = excluded.step, by = excluded.by, at = excluded.at`,
    [incidentId, answer.type, answer.type === 'step' ? answer.step : null, by, at],
  );
}

export const createFixAnswers = (db: Connection): Pick<Repository, 'fixAnswer' | 'fixRecord'> => ({
  fixAnswer: ({ id }) => {
    const row = db.get<FixAnswerRow>('SELECT type, step, by, at FROM fix_answer WHERE incident_id = ?', [id]);
    return row === undefined ? null : { answer: toAnswer(row), by: row.by, at: row.at };
  },

  fixRecord: (incident) => {
    const rows = db.all<{ step: string | null; count: number }>(
      `SELECT step, count(*) AS count FROM fix_answer JOIN incident ON incident.id = incident_id
       WHERE upstream = ? AND cause = ? AND incident_id <> ? GROUP BY step ORDER BY count(*) DESC, step`,
      [encodeName(incident.upstream), findRootCause(incident), incident.id],
    );
    return {
      answers: rows.reduce((sum, { count }) => sum + count, 0),
      steps: rows.flatMap(({ step, count }) => (step === null ? [] : { step, count })),
    };
  },
});

const toAnswer = ({ type, step }: FixAnswerRow): FixAnswer =>
  type === 'step' ? { type, step: step ?? '' } : { type };
