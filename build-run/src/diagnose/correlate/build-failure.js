import { redact } from '../../base/redact.js';
import { identifyCustomer } from '../../parse/customer.js';
import { identifyGatewayInstance } from '../../parse/gateway-instance.js';
import { normalizeRoute } from '../../parse/route-template.js';
import { findCause } from '../causes/index.js';
import { findDecidingRecord } from './deciding-record.js';
import { computeFingerprint } from './keys.js';
import { determineOutcome } from './outcome.js';
import { isSubrequest } from './pending-request.js';
import { removePort } from './upstream-names.js';

/** Maximum number of records that a failure keeps. The first ones show the root cause. */
const evidenceMax = 8;
/** Builds the failure from the records of a request; null when they show none. */
export function buildFailure(pending, upstreamNames, customerKey) {
  const { attempts, request, lastFailure } = pending;
  const decidingRecord = findDecidingRecord(pending);
  if (decidingRecord === null || isUnconfirmed(attempts, request)) return null;
  const { finding, event, peer } = decidingRecord;
  const first = attempts[0] ?? event;
  const records = request === null ? attempts : [...attempts, request];
  const requestLine = request?.request ?? first.request;
  const pickFirst = (read) => records.map(read).find((value) => value !== null) ?? null;
  return {
    key: lastFailure?.key ?? buildFailureKey(first),
    at: first.at ?? request?.at ?? 0,
    requestAt: isSubrequest(pending) ? null : (request?.at ?? null),
    gateway: event.gateway,
    gatewayHost: request === null ? null : identifyGatewayInstance(request),
    cause: findCause(finding).id,
    outcome: determineOutcome(pending),
    madeBy: determineMaker(attempts, request, finding),
    status: determineStatus(pending, decidingRecord),
    upstream: upstreamNames.resolve({ upstreamName: determineGroup(pending, decidingRecord), peer }),
    peer,
    client: pickFirst(({ client }) => client),
    server: pickFirst(({ server }) => server),
    host: redactNullable(pickFirst(({ host }) => host)),
    customer: pickFirst((record) => identifyCustomer(customerKey, record)),
    request: requestLine && { ...requestLine, target: redact(requestLine.target) },
    route: requestLine && findRoute(requestLine),
    attempts: Math.max(attempts.length, countFailedUpstreamAttempts(pending), 1),
    timing: determineTiming(decidingRecord, request),
    symptom: finding.symptom,
    phase: finding.phase,
    certainty: finding.certainty,
    hints: [],
    message: redact(finding.message),
    missingFields: finding.missingFields,
    evidence: records.slice(0, evidenceMax).map(toEvidence),
  };
}
/** Null for a path that was cut: it is not known how it ends. */
const findRoute = ({ target, isCut }) =>
  isCut === true && !target.includes('?') ? null : normalizeRoute(target);
/** No client waited for a subrequest, unless the whole request failed with it: then it got a 500. */
function determineStatus(pending, { event }) {
  if (isSubrequest(pending)) return pending.failedWithSubrequest ? 500 : null;
  if (pending.request !== null) return pending.request.status;
  // An emptied group has a status of its own.
  const last = pending.attempts.at(-1) ?? event;
  return last.type === 'attempt' ? last.status : null;
}
/** The configured name of the group that failed; null when a record only names the one that answered after a redirect. */
function determineGroup(pending, { upstreamAttempt }) {
  const loggedGroup =
    pending.attempts.find(({ upstreamName }) => upstreamName !== null)?.upstreamName ?? null;
  if (pending.request === null || isSubrequest(pending)) return loggedGroup;
  // The access line has the port of the name as well.
  if (loggedGroup !== null)
    return pending.request.upstreamName !== null && removePort(pending.request.upstreamName) === loggedGroup
      ? pending.request.upstreamName
      : loggedGroup;
  const { upstreamAttempts, upstreamName: group } = pending.request;
  const failedIndex = upstreamAttempt === undefined ? -1 : upstreamAttempts.indexOf(upstreamAttempt);
  const redirectedIndex = upstreamAttempts.findIndex(
    ({ redirected }, index) => redirected && failedIndex >= 0 && index > failedIndex,
  );
  if (redirectedIndex < 0) return group;
  // An error page of the same group is fetched from one of the servers that were tried.
  const triedBefore = upstreamAttempts.slice(0, redirectedIndex).map(({ peer }) => peer);
  const isSameGroup = upstreamAttempts.slice(redirectedIndex).some(({ peer }) => triedBefore.includes(peer));
  return isSameGroup ? group : null;
}
/** True when a client may have forged every record: not a failure until the other log confirms it. */
const isUnconfirmed = (attempts, request) =>
  attempts.every(({ isSuspect }) => isSuspect) &&
  (request === null || request.isSuspect || request.finding === null);
const determineMaker = (attempts, request, finding) =>
  finding.symptom.startsWith('answered-')
    ? 'upstream'
    : attempts.length > 0
      ? 'gateway'
      : (request?.madeBy ?? 'undecided');
/** The access line also lists attempts for which there is no error record. */
const countFailedUpstreamAttempts = (pending) =>
  isSubrequest(pending)
    ? 0
    : (pending.request?.upstreamAttempts.filter(({ status }) => (status ?? 500) >= 500).length ?? 0);
/** nginx logs the time of each attempt, Envoy only that of the whole request. */
function determineTiming({ upstreamAttempt }, request) {
  if (request === null) return null;
  const { upstreamAttempts, durationMs } = request;
  const single = upstreamAttempt ?? (upstreamAttempts.length === 1 ? upstreamAttempts[0] : undefined);
  const tookMs = single?.responseMs ?? (upstreamAttempts.length <= 1 ? durationMs : null);
  return tookMs === null ? null : { durationMs: tookMs, connectMs: single?.connectMs ?? null };
}
const redactNullable = (text) => text && redact(text);
const toEvidence = ({ location, text }) => ({ ...location, text: redact(text) });
/** Built from the position and text of a record, so it stays the same when the log is read again from another path. */
const buildFailureKey = ({ location, at, text }) =>
  `${location.byte}.${at ?? 0}.${computeFingerprint(`${location.file}\n${text}`)}`;
