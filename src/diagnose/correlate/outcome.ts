import type { Attempt, Finding, Outcome, Request } from '../../parse/event.js';
import { type Case, isInside } from './pending-request.js';

/** What became of the client, by all records of its request. */
export function outcomeOf(each: Case): Outcome {
  const { attempts, request, inherited } = each;
  if (isInside(each) && inherited) return 'client-visible';
  if (request === null) return attempts.map(({ finding }) => outcomeAlone(finding)).at(-1) ?? 'undecided';
  if (isInside(each)) return 'background';
  if (request.outcome !== null) return request.outcome;
  if (attempts.some(({ finding }) => finding.symptom === 'other-protocol') && request.status === null)
    return 'client-visible';
  if (request.status === null || request.status === clientClosed) return 'undecided';
  if (request.status >= 500) return 'client-visible';
  return attempts.some(({ finding }) => isAfterHeader(finding)) ? 'truncated' : savedBy(request, attempts);
}

/** What an attempt alone says: only where nothing could follow does the error log know what the client got. */
export function outcomeAlone(finding: Finding): Outcome {
  if (finding.phase === 'starting') return 'startup';
  return isAfterHeader(finding) ? 'truncated' : 'undecided';
}

/** The status line had been sent; nothing could be retried any more. */
export const isAfterHeader = ({ phase }: Finding): boolean =>
  phase === 'reading-body' || phase === 'tunnelling';

/** A name without address, or a socket that cannot be had, is not tried again: something else answered. */
const savedBy = ({ listsTries }: Request, attempts: readonly Attempt[]): Outcome =>
  listsTries === true && attempts.every(({ peer, status }) => peer === null || status === 500)
    ? 'saved-by-fallback'
    : 'saved-by-retry';

/** nginx's code for a client that left before it was answered. */
const clientClosed = 499;
