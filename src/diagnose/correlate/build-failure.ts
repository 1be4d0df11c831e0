import { redact } from '../../base/redact.js';
import { type CustomerKey, identifyCustomer } from '../../parse/customer.js';
import type { Attempt, Event, Finding, Maker, Request } from '../../parse/event.js';
import { identifyGatewayInstance } from '../../parse/gateway-instance.js';
import type { Evidence } from '../../parse/line.js';
import { normalizeRoute } from '../../parse/route-template.js';
import { findCause } from '../causes/index.js';
import type { Failure } from '../failure.js';
import type { FailureTiming } from '../upstream-stats.js';
import { type DecidingRecord, findDecidingRecord } from './deciding-record.js';
import { computeFingerprint } from './keys.js';
import { determineOutcome } from './outcome.js';
import { isSubrequest, type PendingRequest } from './pending-request.js';
import type { UpstreamNames } from './upstream-names.js';

/** Records that one failure keeps: the first ones tell the root. */
const evidenceMax = 8;

/** The failure that a case's records tell, or null when they tell none. */
export function buildFailure(
  pending: PendingRequest,
  upstreamNames: UpstreamNames,
  customerKey: CustomerKey | null,
): Failure | null {
  const { attempts, request, lastFailure } = pending;
  const decidingRecord = findDecidingRecord(pending);
  if (decidingRecord === null || isUnconfirmed(attempts, request)) return null;
  const { finding: failedCheck, event, peer } = decidingRecord;
  const first = attempts[0] ?? event;
  const records: readonly (Attempt | Request)[] = request === null ? attempts : [...attempts, request];
  const requestLine = request?.request ?? first.request;
  const pickFirst = <T>(read: (record: Attempt | Request) => T | null): T | null =>
    records.map(read).find((value) => value !== null) ?? null;

  return {
    key: lastFailure?.key ?? buildFailureKey(first),
    at: first.at ?? request?.at ?? 0,
    gateway: event.gateway,
    gatewayHost: request === null ? null : identifyGatewayInstance(request),
    cause: findCause(failedCheck).id,
    outcome: determineOutcome(pending),
    madeBy: determineMaker(attempts, request, failedCheck),
    status: determineStatus(pending, decidingRecord),
    upstream: upstreamNames.resolve({ upstreamName: determineGroup(pending, decidingRecord), peer }),
    peer,
    client: pickFirst(({ client }) => client),
    server: pickFirst(({ server }) => server),
    host: redactNullable(pickFirst(({ host }) => host)),
    customer: pickFirst((record) => identifyCustomer(customerKey, record)),
    request: requestLine && { ...requestLine, target: redact(requestLine.target) },
    route: requestLine && normalizeRoute(requestLine.target),
    attempts: Math.max(attempts.length, countFailedUpstreamAttempts(pending), 1),
    timing: determineTiming(decidingRecord, request),
    symptom: failedCheck.symptom,
    phase: failedCheck.phase,
    certainty: failedCheck.certainty,
    hints: [],
    message: redact(failedCheck.message),
    missingFields: failedCheck.missingFields,
    evidence: records.slice(0, evidenceMax).map(toEvidence),
  };
}

/** Nobody waited for a subrequest, unless the whole request failed with it: with a 500. */
function determineStatus(pending: PendingRequest, { event }: DecidingRecord): number | null {
  if (isSubrequest(pending)) return pending.failedWithSubrequest ? 500 : null;
  if (pending.request !== null) return pending.request.status;
  return event.type === 'attempt' ? event.status : null;
}

/** The configured name, where a record gives that of the server that failed and not of one that answered afterwards. */
function determineGroup(pending: PendingRequest, { upstreamAttempt }: DecidingRecord): string | null {
  const loggedGroup =
    pending.attempts.find(({ upstreamName }) => upstreamName !== null)?.upstreamName ?? null;
  if (loggedGroup !== null || pending.request === null || isSubrequest(pending)) return loggedGroup;
  const { upstreamAttempts, upstreamName: group } = pending.request;
  const laterAttempts =
    upstreamAttempt === undefined
      ? []
      : upstreamAttempts.slice(upstreamAttempts.indexOf(upstreamAttempt) + 1);
  return laterAttempts.some(({ redirected }) => redirected) ? null : group;
}

/** Nothing but records that somebody may have forged: no failure until the other log confirms one. */
const isUnconfirmed = (attempts: readonly Attempt[], request: Request | null) =>
  attempts.every(({ isSuspect }) => isSuspect) &&
  (request === null || request.isSuspect || request.finding === null);

const determineMaker = (
  attempts: readonly Attempt[],
  request: Request | null,
  failedCheck: Finding,
): Maker =>
  failedCheck.symptom.startsWith('answered-')
    ? 'upstream'
    : attempts.length > 0
      ? 'gateway'
      : (request?.madeBy ?? 'undecided');

/** The access line lists tries also where no error record tells of them. */
const countFailedUpstreamAttempts = (pending: PendingRequest): number =>
  isSubrequest(pending)
    ? 0
    : (pending.request?.upstreamAttempts.filter(({ status }) => (status ?? 500) >= 500).length ?? 0);

/** nginx tells of each try, Envoy of the whole request only. */
function determineTiming({ upstreamAttempt }: DecidingRecord, request: Request | null): FailureTiming | null {
  if (request === null) return null;
  const { upstreamAttempts, durationMs } = request;
  const single = upstreamAttempt ?? (upstreamAttempts.length === 1 ? upstreamAttempts[0] : undefined);
  const tookMs = single?.responseMs ?? (upstreamAttempts.length <= 1 ? durationMs : null);
  return tookMs === null ? null : { durationMs: tookMs, connectMs: single?.connectMs ?? null };
}

const redactNullable = (text: string | null): string | null => text && redact(text);

const toEvidence = ({ location, text }: Event): Evidence => ({ ...location, text: redact(text) });

/** A record's place and text name it for good, also when the log is read again from another path. */
const buildFailureKey = ({ location, at, text }: Event): string =>
  `${location.byte}.${at ?? 0}.${computeFingerprint(`${location.file}\n${text}`)}`;
