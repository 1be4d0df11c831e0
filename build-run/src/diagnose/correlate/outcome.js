import { isSubrequest } from './pending-request.js';
import { isRetryKnown } from './retry-order.js';
/** Determines what the client got, from all records of its request. */
export function determineOutcome(pending) {
  const { attempts, request, failedWithSubrequest } = pending;
  if (isSubrequest(pending) && failedWithSubrequest) return 'client-visible';
  if (request === null) return attempts.map(determineAttemptOutcome).at(-1) ?? 'undecided';
  if (isSubrequest(pending)) return 'background';
  if (request.outcome !== null) return request.outcome;
  if (attempts.some(({ finding }) => finding.symptom === 'other-protocol') && request.status === null)
    return 'client-visible';
  if (request.status === null || request.status === clientClosedStatus) return 'undecided';
  if (request.status >= 500) return 'client-visible';
  return attempts.some(isAfterHeader) ? 'truncated' : judgeAnswer(request.status, request, attempts);
}
/** The outcome by an error record alone: it only shows what the client got if no retry could follow. */
export function determineAttemptOutcome(attempt) {
  if (attempt.finding.phase === 'starting') return 'startup';
  if (isLookUp(attempt)) return 'background';
  return isAfterHeader(attempt) ? 'truncated' : 'undecided';
}
/** nginx asks its resolvers for all requests at once; the requests that need the name have records of their own. */
const isLookUp = ({ finding: { phase }, connection, client, request }) =>
  phase === 'resolving' && connection === null && client === null && request === null;
/** True when the status line had been sent, so that no retry was possible. */
export const isAfterHeader = ({ finding: { phase }, status, peer }) =>
  phase === 'reading-body' ||
  phase === 'tunnelling' ||
  // The body of an answer that could not be stored; that of a request has no server yet.
  (phase === 'storing' && status === null && peer !== null);
/** Judges an answer with a status below 500, which alone proves no retry: an error page may have any status. */
function judgeAnswer(status, request, attempts) {
  const isListed = request.listsUpstreamAttempts === true || request.upstreamAttempts.length > 0;
  const isFallback =
    request.listsUpstreamAttempts === true &&
    attempts.every((attempt) => attempt.peer === null || attempt.status === 500);
  if (isListed && !isFallback) return 'saved-by-retry';
  if (status >= 400) return 'client-visible';
  if (isRetryKnown(attempts)) return 'saved-by-retry';
  if (status >= 300) return 'undecided';
  // nginx does not retry a name without an address or a socket it cannot open.
  return isFallback ? 'saved-by-fallback' : 'answered-otherwise';
}
/** nginx's status for a client that closed the connection before the response. */
const clientClosedStatus = 499;
