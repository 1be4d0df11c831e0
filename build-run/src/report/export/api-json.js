import { makePrintable } from '../../base/printable.js';
import { redact } from '../../base/redact.js';
import { recentMs } from '../../incidents/failing-traffic.js';
import { sumClientImpacting } from '../../incidents/failure-counts.js';
import {
  serializeAnswers,
  serializeIncident,
  serializeOutcomes,
  serializePatterns,
  serializeTime,
} from './json.js';
/** Response of `/api/v1/status`. The field names are public (docs/api.md): fields are added, never renamed. */
export const serializeStatus = (summary, open, now) => ({
  version: 1,
  at: serializeTime(now),
  open: open.map(serializeIncident),
  health: summary.healthIssues
    .filter(({ endedAt }) => endedAt === null)
    .map(({ kind, startedAt }) => ({
      kind: kind.type,
      since: serializeTime(startedAt),
      ...serializeIssueDetails(kind),
    })),
  ...serializePeriod(summary),
});
/** Maps the measurements of a health issue to their public names. */
function serializeIssueDetails(kind) {
  switch (kind.type) {
    case 'no-lines':
      return { path: kind.path, usually: kind.usualMinutes };
    case 'behind':
      return {};
    case 'unsent':
      return { letters: kind.messages, ...(kind.why !== undefined && { why: kind.why }) };
    case 'not-understood':
      return { path: kind.path, unparsed: kind.unparsed, records: kind.records };
    case 'forged':
      return { path: kind.path, records: kind.records };
    case 'wrong-zone':
      return { path: kind.path, offMs: kind.offsetMs };
  }
}
/** Response of `/api/v1/incidents`. */
export const serializeIncidentList = (incidents) => ({
  version: 1,
  incidents: incidents.map(serializeIncident),
});
/** Response of `/api/v1/incident`. Records are redacted. */
export const serializeIncidentDetail = ({ summary, clients, timeSeries, steps }) => ({
  version: 1,
  ...serializeIncident(summary.incident),
  firstFailureAt: serializeTime(summary.incident.firstFailureAt),
  lastFailureAt: serializeTime(summary.incident.lastFailureAt),
  acknowledgedBy: summary.incident.acknowledgement?.by ?? null,
  acknowledgedAt: serializeTime(summary.incident.acknowledgement?.at ?? null),
  certainty: summary.certainty,
  clients,
  requests: summary.share?.requests ?? null,
  failedRequests: summary.share?.failed ?? null,
  requestsOf: summary.share && (summary.share.routes === null ? 'upstreams' : 'routes'),
  recent: summary.recentShare && {
    requests: summary.recentShare.requests,
    failedRequests: summary.recentShare.failed,
    seconds: recentMs / 1000,
  },
  byStatus: summary.byStatus,
  routes: summary.routes.map(serializeRankedCount),
  peers: summary.peers.map(serializeRankedCount),
  hints: summary.hints.map(({ id, certainty, why }) => ({ id, certainty, why })),
  helpedBefore: {
    answers: summary.fixRecord.answers,
    steps: summary.fixRecord.steps.map(({ step, count }) => ({ step, count })),
  },
  ruledOut: summary.ruledOut.map(({ id, what, proof }) => ({ id, what, proof })),
  timeline: steps.map(({ at, milestone }) => ({ at: serializeTime(at), ...serializeMilestone(milestone) })),
  course: serializeTimeSeries(timeSeries),
  records: summary.evidence.map(({ file, byte, line, text }) => ({
    file,
    byte,
    line,
    text: redact(makePrintable(text)),
  })),
});
/** Response of `/api/v1/day` and output of `report --json`. */
export const serializeDay = (summary) => ({
  version: 1,
  day: summary.day,
  zone: summary.timezone,
  isOver: summary.isOver,
  ...serializePeriod(summary),
  dayBefore: serializeTotals(summary.dayBefore),
  weekBefore: serializeTotals(summary.weekBefore),
  byHour: summary.byHour,
  gone: summary.periodComparison.gone.map(serializeGoneGroup),
  incidents: summary.incidents.map(serializeIncident),
  messages: summary.outboxStats,
});
/** Output of `report week --json`. */
export const serializeWeek = (summary) => ({
  version: 1,
  firstDay: summary.firstDay,
  lastDay: summary.lastDay,
  zone: summary.timezone,
  ...serializePeriod(summary),
  weekBefore: serializeTotals(summary.weekBefore),
  byDay: summary.days.map(({ day, clientImpacting }) => ({ day, alarming: clientImpacting })),
  gone: summary.periodComparison.gone.map(serializeGoneGroup),
  incidents: summary.incidents.map(serializeIncident),
  messages: summary.outboxStats,
});
/** Maps the internal names of a change to the public ones. */
function serializeMilestone(milestone) {
  if (milestone.name !== 'changed') return milestone;
  const { message, ...change } = milestone.change;
  return { name: milestone.name, change: { ...change, words: message } };
}
function serializePeriod({
  span,
  totals,
  answers,
  groups,
  upstreams,
  routes,
  clients,
  changes,
  timeSeries,
  coverage,
  patterns,
}) {
  const sum = (count) => coverage.reduce((total, file) => total + count(file), 0);
  return {
    from: serializeTime(span.from),
    to: serializeTime(span.to),
    ...serializeTotals(totals),
    statuses: serializeAnswers(answers),
    clients,
    groups: groups.map(({ cause, upstream, count, outcomes, aftermath, hints }) => ({
      cause,
      upstream,
      count,
      ...serializeOutcomes(outcomes),
      aftermath: serializeOutcomes(aftermath),
      hints: hints.map(({ id, certainty, why }) => ({ id, certainty, why })),
    })),
    upstreams: upstreams.map(({ upstream, clientImpacting, saved, requests, peers }) => ({
      upstream,
      alarming: clientImpacting,
      saved,
      requests,
      peers: peers.map(serializeRankedCount),
    })),
    routes: routes.map(serializeRankedCount),
    changes: changes.map(({ at, kind, message, by }) => ({
      at: serializeTime(at),
      kind,
      words: redact(makePrintable(message)),
      by,
    })),
    course: serializeTimeSeries(timeSeries),
    records: sum(({ records }) => records),
    unparsed: sum(({ unparsed }) => unparsed),
    patterns: serializePatterns(patterns),
  };
}
const serializeTotals = ({ requests, failures, outcomes, byStatus }) => ({
  requests,
  failures: { total: failures, alarming: sumClientImpacting(outcomes), ...serializeOutcomes(outcomes) },
  byStatus,
});
const serializeGoneGroup = ({ cause, upstream, clientImpacting }) => ({
  cause,
  upstream,
  alarming: clientImpacting,
});
const serializeRankedCount = ({ key, count, clientImpacting }) => ({
  name: key,
  count,
  alarming: clientImpacting,
});
const serializeTimeSeries = ({ from, widthMs, causes }) => ({
  from: serializeTime(from),
  widthSeconds: widthMs / 1000,
  causes,
});
