import { findRootCause } from '../incidents/incident.js';
import { encodeName } from './values.js';
/** Saves what ended an incident; a later answer replaces the one before. The timeline keeps both. */
export function saveFixAnswer(db, incidentId, { answer, by, at }) {
  db.run(
    `INSERT INTO fix_answer (incident_id, type, step, by, at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (incident_id) DO UPDATE SET type = excluded.type, step = excluded.step, by = excluded.by, at = excluded.at`,
    [incidentId, answer.type, answer.type === 'step' ? answer.step : null, by, at],
  );
}
export const createFixAnswers = (db) => ({
  fixAnswer: ({ id }) => {
    const row = db.get('SELECT type, step, by, at FROM fix_answer WHERE incident_id = ?', [id]);
    return row === undefined ? null : { answer: toAnswer(row), by: row.by, at: row.at };
  },
  fixRecord: (incident) => {
    const rows = db.all(
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
const toAnswer = ({ type, step }) => (type === 'step' ? { type, step: step ?? '' } : { type });
