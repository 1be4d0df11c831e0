import type { Attempt, Finding, Outcome, Request } from '../../parse/event.js';
import { isSubrequest, type PendingRequest } from './pending-request.js';

/** What became of the client, by all records of its request. */
export function determineOutcome(pending: PendingRequest): Outcome {
  const { attempts, request, failedWithSubrequest } = pending;
  if (isSubrequest(pending) && failedWithSubrequest) return 'client-visible';
  if (request === null)
    return (
      attempts.map(({ finding: failedCheck }) => determineAttemptOutcome(failedCheck)).at(-1) ?? 'undecided'
    );
  if (isSubrequest(pending)) return 'background';
  if (request.outcome !== null) return request.outcome;
  if (
    attempts.some(({ finding: failedCheck }) => failedCheck.symptom === 'other-protocol') &&
    request.status === null
  )
    return 'client-visible';
  if (request.status === null || request.status === clientClosedStatus) return 'undecided';
  if (request.status >= 500) return 'client-visible';
  return attempts.some(({ finding: failedCheck }) => isAfterHeader(failedCheck))
    ? 'truncated'
    : classifySaved(request, attempts);
}

/** What an attempt alone says: only where nothing could follow does the error log know what the client got. */
export function determineAttemptOutcome(failedCheck: Finding): Outcome {
  if (failedCheck.phase === 'starting') return 'startup';
  return isAfterHeader(failedCheck) ? 'truncated' : 'undecided';
}

/** The status line had been sent; nothing could be retried any more. */
export const isAfterHeader = ({ phase }: Finding): boolean =>
  phase === 'reading-body' || phase === 'tunnelling';

/** A name without address, or a socket that cannot be had, is not tried again: something else answered. */
const classifySaved = ({ listsUpstreamAttempts }: Request, attempts: readonly Attempt[]): Outcome =>
  listsUpstreamAttempts === true && attempts.every(({ peer, status }) => peer === null || status === 500)
    ? 'saved-by-fallback'
    : 'saved-by-retry';

/** nginx's code for a client that left before it was answered. */
const clientClosedStatus = 499;
