import type { Attempt, Finding, Outcome, Request } from '../../parse/event.js';
import { isSubrequest, type PendingRequest } from './pending-request.js';

/** Determines what the client got, from all records of its request. */
export function determineOutcome(pending: PendingRequest): Outcome {
  const { attempts, request, failedWithSubrequest } = pending;
  if (isSubrequest(pending) && failedWithSubrequest) return 'client-visible';
  if (request === null)
    return attempts.map(({ finding }) => determineAttemptOutcome(finding)).at(-1) ?? 'undecided';
  if (isSubrequest(pending)) return 'background';
  if (request.outcome !== null) return request.outcome;
  if (attempts.some(({ finding }) => finding.symptom === 'other-protocol') && request.status === null)
    return 'client-visible';
  if (request.status === null || request.status === clientClosedStatus) return 'undecided';
  if (request.status >= 500) return 'client-visible';
  return attempts.some(({ finding }) => isAfterHeader(finding))
    ? 'truncated'
    : classifySaved(request, attempts);
}

/** The outcome by an error record alone: it only shows what the client got if no retry could follow. */
export function determineAttemptOutcome(finding: Finding): Outcome {
  if (finding.phase === 'starting') return 'startup';
  return isAfterHeader(finding) ? 'truncated' : 'undecided';
}

/** True when the status line had been sent, so that no retry was possible. */
export const isAfterHeader = ({ phase }: Finding): boolean =>
  phase === 'reading-body' || phase === 'tunnelling';

/** nginx does not retry a name without an address or a socket it cannot open: a fallback answered. */
const classifySaved = ({ listsUpstreamAttempts }: Request, attempts: readonly Attempt[]): Outcome =>
  listsUpstreamAttempts === true && attempts.every(({ peer, status }) => peer === null || status === 500)
    ? 'saved-by-fallback'
    : 'saved-by-retry';

/** nginx's status for a client that closed the connection before the response. */
const clientClosedStatus = 499;
