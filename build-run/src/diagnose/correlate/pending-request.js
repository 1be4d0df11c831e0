import { getLogSide } from '../../parse/event.js';
export const createPendingRequest = (id, openedAt, request = null) => ({
  id,
  attempts: [],
  request,
  openedAt,
  lastFailure: null,
});
/** True for a failure inside a subrequest: it has no access line of its own. */
export const isSubrequest = ({ attempts: [first] }) => first !== undefined && first.subrequest !== null;
/** True when the other log can add nothing: the request is known, and so are all its failed attempts. */
export const isComplete = (pending) =>
  pending.request !== null &&
  (isSubrequest(pending) || pending.attempts.length >= countExpectedAttempts(pending.request));
/** True when no record of either log can add anything: the access line lists every server that was tried. */
export const isFinal = (pending) =>
  isComplete(pending) && !isSubrequest(pending) && (pending.request?.upstreamAttempts.length ?? 0) > 0;
/** True when a record of the other log can amend it: Envoy has one log, and a final request has all of its records. */
export const isAmendable = (pending) =>
  !isFinal(pending) && (pending.attempts.length > 0 || isOfPair(pending.request));
const isOfPair = (request) => request !== null && getLogSide(request.gateway) === 'requests';
/** Number of error records that nginx writes for the request. A status from the upstream leaves none. */
function countExpectedAttempts({ gateway, finding, upstreamAttempts, madeBy }) {
  if (getLogSide(gateway) !== 'requests' || finding === null) return 0;
  return Math.max(upstreamAttempts.filter(isFailedAtGateway).length, madeBy === 'upstream' ? 0 : 1);
}
const isFailedAtGateway = ({ status, headerMs }) => (status ?? 500) >= 500 && headerMs === null;
/** What links a request with that of another gateway. A subrequest has no access line of its own. */
export function traceRequest(pending) {
  const { request } = pending;
  if (request === null || isSubrequest(pending)) return {};
  const { requestId, forwardedRequestId, at, durationMs, location, source } = request;
  const requestIds = [requestId, forwardedRequestId ?? null].filter((id) => id !== null);
  return { trace: { requestIds, endedAt: at, durationMs, file: location.file, source } };
}
