import { dated } from '../../base/calendar.js';
import type { Span } from '../../base/span.js';
import type { CauseId } from '../../diagnose/cause.js';
import { causeById } from '../../diagnose/causes/index.js';
import { outcomeAlone } from '../../diagnose/correlate/outcome.js';
import { diagnose, why } from '../../diagnose/diagnosis.js';
import type { Failure } from '../../diagnose/failure.js';
import { type OutcomeCounts, savedIn } from '../../incidents/failure-counts.js';
import { failuresOf, type Incident, incidentName, rootCause, upstreamsOf } from '../../incidents/incident.js';
import type { Attempt, Event, Request } from '../../parse/event.js';
import type { FileCoverage, Group, Ledger } from '../repository.js';
import { type Background, backgrounds } from '../summary/group.js';

/**
 * What `explain --json` prints of one record. Other programs rely on the names: fields are added, never renamed or
 * removed. Times are ISO 8601 in UTC.
 */
export function explanationJson(event: Event | undefined): object {
  if (event === undefined) return { ...blank, why: 'No known log format fits this record.' };
  const told = { ...blank, gateway: event.gateway, at: timeJson(event.at) };
  if (event.type === 'change') return { ...told, why: `${event.words}: a change, not a failure.` };
  const exchange = {
    upstream: event.upstream ?? event.group ?? event.peer,
    peer: event.peer,
    client: event.client,
    server: event.server,
    host: event.host,
    request: event.request,
  };
  if (event.type === 'remark')
    return { ...told, ...exchange, why: `${event.words}: not a failure of the gateway.` };
  return { ...told, ...exchange, status: event.status, ...findingJson(event) };
}

/** What `analyze --failures` prints of one failure; the same promise. */
export function failureJson(failure: Failure): object {
  const { at, gateway, cause, outcome, madeBy, status, upstream, peer, client, server, host, customer } =
    failure;
  const { request, attempts, certainty, hints, evidence } = failure;
  return {
    at: timeJson(at),
    gateway,
    cause,
    class: causeById(cause).class,
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

/** What `analyze --json` prints of all that was read, null when that was nothing; the same promise. */
export function analysisJson(ledger: Ledger, read: Span | null): object {
  const span = read ?? { from: 0, to: 0 };
  const totals = ledger.totals(span);
  const coverage = ledger.coverage();
  const backgroundOf = backgrounds(ledger);
  const sum = (read: (file: FileCoverage) => number) =>
    coverage.reduce((count, file) => count + read(file), 0);
  return {
    version: 1,
    from: timeJson(read?.from ?? null),
    to: timeJson(read?.to ?? null),
    lines: sum(({ lines }) => lines),
    records: sum(({ records }) => records),
    unparsed: sum(({ unparsed }) => unparsed),
    requests: totals.requests,
    failures: { total: totals.failures, ...outcomesJson(totals.outcomes) },
    byStatus: totals.byStatus,
    groups: ledger.groups(span, groupsMax).map((group) => groupJson(group, backgroundOf(group))),
    incidents: ledger.incidents(span).map(incidentJson),
  };
}

function groupJson(group: Group, { hints }: Background) {
  const { cause, upstream, count, outcomes, statuses, firstAt, lastAt, routes, peers, examples } = group;
  return {
    cause,
    class: causeById(cause).class,
    upstream,
    count,
    ...outcomesJson(outcomes),
    statuses,
    firstAt: timeJson(firstAt),
    lastAt: timeJson(lastAt),
    routes: routes.map((route) => ({ route: route.key, count: route.count })),
    peers: peers.map((peer) => ({ peer: peer.key, count: peer.count })),
    hints: hints.map(({ id, certainty, why }) => ({ id, certainty, why })),
    examples: examples.map(({ text }) => text),
  };
}

/** An incident as programs get it; the same promise. */
export function incidentJson(incident: Incident) {
  const { causes, state } = incident;
  const isAftermath = (cause: CauseId) =>
    causeById(cause).aftermath === true && cause !== rootCause(incident);
  return {
    id: incidentName(incident),
    causes: causes.map(({ cause }) => cause).filter((cause) => !isAftermath(cause)),
    upstreams: upstreamsOf(incident).filter((upstream) => upstream !== null),
    openedAt: state.name === 'watching' ? null : timeJson(state.openedAt),
    resolvedAt: state.name === 'resolved' ? timeJson(state.resolvedAt) : null,
    state: state.name,
    failures: failuresOf(incident),
    clientVisible: incident.counts['client-visible'],
    aftermath: causes.map(({ cause }) => cause).filter(isAftermath),
  };
}

/** Failures by what came of them, as programs get them. */
export const outcomesJson = (outcomes: OutcomeCounts) => ({
  clientVisible: outcomes['client-visible'],
  saved: savedIn(outcomes),
  truncated: outcomes.truncated,
  undecided: outcomes.undecided,
});

/** Groups that one analysis lists. */
const groupsMax = 1_000;

/** ISO 8601 in UTC, or null. */
export const timeJson = (at: number | null): string | null => (at === null ? null : dated(at).toISOString());

const blank = {
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

function findingJson(event: Attempt | Request): object {
  const { finding } = event;
  if (finding === null) return { why: 'The request was served; no gateway failure in this record.' };
  const { cause, certainty } = diagnose(finding);
  return {
    failure: true,
    cause,
    class: causeById(cause).class,
    outcome: event.type === 'request' ? event.outcome : outcomeAlone(finding),
    madeBy: event.type === 'request' ? event.madeBy : 'gateway',
    symptom: finding.symptom,
    phase: finding.phase,
    certainty,
    why: why(finding),
  };
}
