import type { Span } from '../base/span.js';
import type { Failure } from '../diagnose/failure.js';
import type { ChangeNote } from '../parse/event.js';
import type { Ledger } from '../report/repository.js';
import type { Connection } from './connection.js';
import { coverage, gapsIn } from './coverage.js';
import { reach } from './failure-counts.js';
import { type FailureRow, failureColumns, failureFrom } from './failure-row.js';
import { singles } from './failures.js';
import { groups } from './groups.js';
import { ailmentsIn } from './health-issues.js';
import {
  earlierIncidents,
  evidenceOf,
  failuresOf,
  incidentByNumber,
  incidentsIn,
  kinOf,
  openIncidents,
} from './incidents.js';
import { names } from './known-names.js';
import { lettersIn, tallyIn } from './outbox-stats.js';
import { lastGood, served, servedBy } from './request-counts.js';
import { trial } from './threshold-trial.js';
import { timelineOf } from './timeline.js';
import { top } from './top.js';
import { perHour, perMinute, totals } from './totals.js';
import { conduct } from './upstream-stats.js';
import { nameOf } from './values.js';

/** Changes that one answer may have. */
const changesMax = 1_000;
/** Failures that are in memory at once while all are walked through. */
const pageRows = 500;

/** The questions, asked over one connection. */
export const ledger = (sql: Connection): Ledger => ({
  totals: (span, of) => totals(sql, span, of),
  top: (by, span, limit, of) => top(sql, by, span, limit, of),
  groups: (span, limit, of) => groups(sql, span, limit, of),
  reach: (span, of, by) => reach(sql, span, of, by),
  singles: (span, of, end, limit) => singles(sql, span, of, end, limit),
  served: (span, of) => served(sql, span, of),
  servedBy: (span, by, names, of) => servedBy(sql, span, by, names, of),
  lastGood: (span, of) => lastGood(sql, span, of ?? {}),
  trial: (span, rule, limit) => trial(sql, span, rule, limit),
  names: () => names(sql),
  perMinute: (span, of) => perMinute(sql, span, of),
  perHour: (span, of) => perHour(sql, span, of),
  incidents: (span) => incidentsIn(sql, span),
  openIncidents: () => openIncidents(sql),
  incident: (number) => incidentByNumber(sql, number),
  failures: (incident, limit) => failuresOf(sql, incident, limit),
  evidence: (incident, limit) => evidenceOf(sql, incident, limit),
  kin: (incident) => kinOf(sql, incident),
  earlier: (incident, limit) => earlierIncidents(sql, incident, limit),
  timeline: (incident) => timelineOf(sql, incident),
  conduct: (span, of) => conduct(sql, span, of),
  changes: (span) => changes(sql, span),
  coverage: () => coverage(sql),
  gaps: (span) => gapsIn(sql, span),
  ailments: (span) => ailmentsIn(sql, span),
  tally: (span, limit) => tallyIn(sql, span, limit),
  letters: (span) => lettersIn(sql, span),
});

/** Every failure of the span by time. Page by page: an open cursor would keep the database from tidying up. */
export function* failuresIn(sql: Connection, { from, to }: Span): Generator<Failure> {
  let last = { at: from, id: -1 };
  for (;;) {
    const page = sql.all<FailureRow & { id: number }>(
      `SELECT id, ${failureColumns.join(', ')} FROM failure
       WHERE (at, id) > (?, ?) AND at < ? ORDER BY at, id LIMIT ${pageRows}`,
      [last.at, last.id, to],
    );
    for (const { id, ...row } of page) {
      yield failureFrom(row);
      last = { at: row.at, id };
    }
    if (page.length < pageRows) return;
  }
}

const changes = (sql: Connection, { from, to }: Span): readonly ChangeNote[] =>
  sql
    .all<ChangeNote & { by: string }>(
      `SELECT at, kind, words, by FROM change WHERE at >= ? AND at < ? ORDER BY at, id LIMIT ${changesMax}`,
      [from, to],
    )
    .map((note) => ({ ...note, by: nameOf(note.by) }));
