import { causeById } from '../causes/index.js';
import { diagnose, why } from '../diagnosis.js';
import type { Attempt, Event, Request } from '../event.js';
import type { Failure } from '../failure.js';
import { outcomeAlone } from '../pairing/outcome.js';

/**
 * What `explain --json` prints of one record. Other programs rely on the names: fields are added, never renamed or
 * removed. Times are ISO 8601 in UTC.
 */
export function explanationJson(event: Event | undefined): object {
  if (event === undefined) return { ...blank, why: 'No known log format fits this record.' };
  const told = { ...blank, gateway: event.gateway, at: timeJson(event.at) };
  if (event.type === 'change') return { ...told, why: `${event.words}: a change, not a failure.` };
  const exchange = {
    upstream: event.upstream,
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
  const { at, gateway, cause, outcome, madeBy, status, upstream, peer, client, server, host, request } =
    failure;
  const { attempts, certainty, hints, evidence } = failure;
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
    request,
    attempts,
    certainty,
    hints,
    evidence: evidence.map(({ file, byte, line }) => ({ file, byte, line })),
  };
}

/** ISO 8601 in UTC, or null. */
export const timeJson = (at: number | null): string | null =>
  at === null ? null : new Date(at).toISOString();

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
