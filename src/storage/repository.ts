import type { Span } from '../base/span.js';
import type { Failure } from '../diagnose/failure.js';
import type { GatewayChange } from '../parse/event.js';
import type { Repository } from '../report/repository.js';
import type { Connection } from './connection.js';
import { listDataLosses, listFileCoverage } from './coverage.js';
import { findCompleteSince } from './failure-counts.js';
import { type FailureRow, failureColumns, parseFailureRow } from './failure-row.js';
import { listFailures } from './failures.js';
import { listGroups } from './groups.js';
import { listHealthIssues } from './health-issues.js';
import {
  getIncidentByNumber,
  getRelatedIncidents,
  listEarlierIncidents,
  listIncidentEvidence,
  listIncidentFailures,
  listIncidents,
  listOpenIncidents,
} from './incidents.js';
import { listKnownNames } from './known-names.js';
import { getOutboxStats, listFailureCounts } from './outbox-stats.js';
import { countRequests, countRequestsPerName, findLastSuccess } from './request-counts.js';
import { runThresholdTrial } from './threshold-trial.js';
import { getTimeline } from './timeline.js';
import { rankFailures } from './top.js';
import { countPerHour, countPerMinute, getTotals } from './totals.js';
import { getUpstreamStats } from './upstream-stats.js';
import { decodeName } from './values.js';

/** Changes that one answer may have. */
const changesMax = 1_000;
/** Failures that are in memory at once while all are walked through. */
const pageRows = 500;

/** The questions, asked over one connection. */
export const createRepository = (db: Connection): Repository => ({
  totals: (span, filter) => getTotals(db, span, filter),
  top: (by, span, limit, filter) => rankFailures(db, by, span, limit, filter),
  groups: (span, limit, filter) => listGroups(db, span, limit, filter),
  completeSince: (span, filter, by) => findCompleteSince(db, span, filter, by),
  individualFailures: (span, filter, end, limit) => listFailures(db, span, filter, end, limit),
  requestCount: (span, filter) => countRequests(db, span, filter),
  requestCountsBy: (span, by, names, filter) => countRequestsPerName(db, span, by, names, filter),
  lastSuccess: (span, filter) => findLastSuccess(db, span, filter ?? {}),
  thresholdTrial: (span, rule, limit) => runThresholdTrial(db, span, rule, limit),
  knownNames: () => listKnownNames(db),
  failuresPerMinute: (span, filter) => countPerMinute(db, span, filter),
  failuresPerHour: (span, filter) => countPerHour(db, span, filter),
  incidents: (span) => listIncidents(db, span),
  openIncidents: () => listOpenIncidents(db),
  incidentByNumber: (number) => getIncidentByNumber(db, number),
  latestFailures: (incident, limit) => listIncidentFailures(db, incident, limit),
  evidence: (incident, limit) => listIncidentEvidence(db, incident, limit),
  relatedIncidents: (incident) => getRelatedIncidents(db, incident),
  earlierIncidents: (incident, limit) => listEarlierIncidents(db, incident, limit),
  timeline: (incident) => getTimeline(db, incident),
  upstreamStats: (span, filter) => getUpstreamStats(db, span, filter),
  changes: (span) => listChanges(db, span),
  coverage: () => listFileCoverage(db),
  dataLosses: (span) => listDataLosses(db, span),
  healthIssues: (span) => listHealthIssues(db, span),
  failuresByLabel: (span, limit) => listFailureCounts(db, span, limit),
  outboxStats: (span) => getOutboxStats(db, span),
});

/** Every failure of the span by time. Page by page: an open cursor would keep the database from tidying up. */
export function* iterateFailures(db: Connection, { from, to }: Span): Generator<Failure> {
  let cursor = { at: from, id: -1 };
  for (;;) {
    const page = db.all<FailureRow & { id: number }>(
      `SELECT id, ${failureColumns.join(', ')} FROM failure
       WHERE (at, id) > (?, ?) AND at < ? ORDER BY at, id LIMIT ${pageRows}`,
      [cursor.at, cursor.id, to],
    );
    for (const { id, ...row } of page) {
      yield parseFailureRow(row);
      cursor = { at: row.at, id };
    }
    if (page.length < pageRows) return;
  }
}

const listChanges = (db: Connection, { from, to }: Span): readonly GatewayChange[] =>
  db
    .all<GatewayChange & { by: string }>(
      `SELECT at, kind, message, by FROM gateway_change WHERE at >= ? AND at < ? ORDER BY at, id LIMIT ${changesMax}`,
      [from, to],
    )
    .map((note) => ({ ...note, by: decodeName(note.by) }));
