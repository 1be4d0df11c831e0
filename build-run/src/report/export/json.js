import { toClampedDate } from '../../base/calendar.js';
import { getCause } from '../../diagnose/causes/index.js';
import { determineAttemptOutcome } from '../../diagnose/correlate/outcome.js';
import { diagnoseFinding, explainFinding } from '../../diagnose/diagnosis.js';
import { sumClientImpacting, sumSaved } from '../../incidents/failure-counts.js';
import {
  countClientImpacting,
  countFailures,
  findRootCause,
  formatIncidentName,
  listUpstreamNames,
} from '../../incidents/incident.js';
import { applicationErrorFilter } from '../repository.js';
import { summarizeAnswers } from '../summary/answers.js';
import { createGroupContextLookup } from '../summary/group.js';
/**
 * Output of `explain --json` for one record. The field names are public: fields are added, never renamed or removed. Times
 * are ISO 8601 in UTC.
 */
export function serializeExplanation({ event, repairs, nearest }) {
  return {
    ...serializeEvent(event),
    ...(repairs.length > 0 && { repairs }),
    ...(nearest && { nearest: serializeNearest(nearest) }),
  };
}
/** Patterns of unread and unknown records, those with most first; a time is null where the records have none. */
export const serializePatterns = (patterns) =>
  patterns.slice(0, patternsMax).map(({ kind, pattern, count, firstAt, lastAt, file, sample }) => ({
    kind,
    pattern,
    count,
    firstAt: serializeTime(firstAt || null),
    lastAt: serializeTime(lastAt || null),
    file,
    sample,
  }));
const patternsMax = 50;
/** Columns count from 1. */
const serializeNearest = ({ gateway, format, position, expected, line }) => ({
  gateway,
  format,
  column: position + 1,
  expected,
  found: line.slice(position, position + foundCharsMax),
});
const foundCharsMax = 40;
function serializeEvent(event) {
  if (event === undefined) return { ...emptyExplanation, why: 'No known log format fits this record.' };
  const base = { ...emptyExplanation, gateway: event.gateway, at: serializeTime(event.at) };
  if (event.type === 'change') return { ...base, why: `${event.message}: a change, not a failure.` };
  const traffic = {
    upstream: event.upstream ?? event.upstreamName ?? event.peer,
    peer: event.peer,
    client: event.client,
    server: event.server,
    host: event.host,
    request: event.request,
  };
  if (event.type === 'notice')
    return { ...base, ...traffic, why: `${event.message}: not a failure of the gateway.` };
  return { ...base, ...traffic, status: event.status, ...serializeFinding(event) };
}
/** Output of `analyze --failures` for one failure. The field names are public. */
export function serializeFailure(failure) {
  const { at, gateway, cause, outcome, madeBy, status, upstream, peer, client, server, host, customer } =
    failure;
  const { request, attempts, certainty, hints, evidence } = failure;
  return {
    at: serializeTime(at),
    gateway,
    cause,
    class: getCause(cause).class,
    outcome,
    madeBy,
    status,
    upstream,
    peer,
    client,
    server,
    host,
    customer,
    request,
    attempts,
    certainty,
    hints,
    evidence: evidence.map(({ file, byte, line }) => ({ file, byte, line })),
  };
}
/** Output of `analyze --json`. `read`: span of the records, null when no record has a time. The field names are public. */
export function serializeAnalysis(repository, read) {
  const span = read ?? { from: 0, to: 0 };
  const totals = repository.totals(span);
  const coverage = repository.coverage();
  const findContext = createGroupContextLookup(repository);
  const sum = (read) => coverage.reduce((count, file) => count + read(file), 0);
  return {
    version: 1,
    from: serializeTime(read?.from ?? null),
    to: serializeTime(read?.to ?? null),
    lines: sum(({ lines }) => lines),
    records: sum(({ records }) => records),
    unparsed: sum(({ unparsed }) => unparsed),
    patterns: serializePatterns(repository.linePatterns({ from: 0, to: Number.MAX_SAFE_INTEGER })),
    requests: totals.requests,
    failures: {
      total: totals.failures,
      alarming: sumClientImpacting(totals.outcomes),
      ...serializeOutcomes(totals.outcomes),
    },
    byStatus: totals.byStatus,
    statuses: serializeAnswers(summarizeAnswers(repository, span, {})),
    groups: repository.groups(span, groupsMax).map((group) => serializeGroup(group, findContext(group))),
    applicationErrors: repository
      .groups(span, groupsMax, applicationErrorFilter)
      .map((group) => serializeGroup(group, findContext(group))),
    incidents: repository.incidents(span).map(serializeIncident),
    gateways: repository.gatewayRoles().flatMap(serializeGatewayRole),
  };
}
/** Gateways that stand behind another one, or may do so. */
const serializeGatewayRole = ({ log, role, other, shared, compared }) =>
  role === 'apart' ? [] : [{ log, role, other, shared, compared }];
function serializeGroup(group, { hints }) {
  const { cause, upstream, count, outcomes, statuses, firstAt, lastAt, routes, peers, examples } = group;
  return {
    cause,
    class: getCause(cause).class,
    upstream,
    count,
    ...serializeOutcomes(outcomes),
    statuses,
    firstAt: serializeTime(firstAt),
    lastAt: serializeTime(lastAt),
    routes: routes.map((route) => ({ route: route.key, count: route.count })),
    peers: peers.map((peer) => ({ peer: peer.key, count: peer.count })),
    hints: hints.map(({ id, certainty, why }) => ({ id, certainty, why })),
    examples: examples.map(({ text }) => text),
  };
}
/** An incident in JSON. The field names are public. */
export function serializeIncident(incident) {
  const { causes, state } = incident;
  const root = findRootCause(incident);
  const isAftermath = (cause) => getCause(cause).isAftermath === true && cause !== root;
  const others = causes.map(({ cause }) => cause).filter((cause) => cause !== root);
  return {
    id: formatIncidentName(incident),
    // The cause that names it first: it is not always the most frequent.
    causes: [root, ...others.filter((cause) => !isAftermath(cause))],
    upstreams: listUpstreamNames(incident).filter((upstream) => upstream !== null),
    openedAt: state.type === 'pending' ? null : serializeTime(state.openedAt),
    resolvedAt: state.type === 'resolved' ? serializeTime(state.resolvedAt) : null,
    state: state.type,
    failures: countFailures(incident),
    alarming: countClientImpacting(incident),
    clientVisible: incident.outcomes['client-visible'],
    aftermath: others.filter(isAftermath),
  };
}
/** Failures by outcome in JSON. */
export const serializeOutcomes = (outcomes) => ({
  clientVisible: outcomes['client-visible'],
  saved: sumSaved(outcomes),
  truncated: outcomes.truncated,
  undecided: outcomes.undecided,
});
/** Answers by status in JSON; those without a status are left out. Null where none are counted. */
export const serializeAnswers = ({ countedSince, byStatus }) =>
  countedSince === null
    ? null
    : Object.fromEntries(
        byStatus.flatMap(({ status, requests }) => (status === null ? [] : [[status, requests]])),
      );
/** Maximum number of groups in an analysis. */
const groupsMax = 1_000;
/** ISO 8601 in UTC, or null. */
export const serializeTime = (at) => (at === null ? null : toClampedDate(at).toISOString());
const emptyExplanation = {
  gateway: null,
  failure: false,
  at: null,
  status: null,
  cause: null,
  class: null,
  outcome: null,
  madeBy: null,
  upstream: null,
  peer: null,
  client: null,
  server: null,
  host: null,
  request: null,
  symptom: null,
  phase: null,
  certainty: null,
  hints: [],
  why: '',
};
function serializeFinding(event) {
  const { finding } = event;
  if (finding === null) return { why: 'The request was served; no gateway failure in this record.' };
  const { cause, certainty } = diagnoseFinding(finding);
  return {
    failure: true,
    cause,
    class: getCause(cause).class,
    outcome: event.type === 'request' ? event.outcome : determineAttemptOutcome(event),
    madeBy: event.type === 'request' ? event.madeBy : 'gateway',
    symptom: finding.symptom,
    phase: finding.phase,
    certainty,
    why: explainFinding(finding),
  };
}
