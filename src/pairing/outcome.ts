import type { Attempt, Finding, Outcome, Request } from '../event.js';

/** What became of the client, by all records of its request. */
export function outcomeOf(attempts: readonly Attempt[], request: Request | null): Outcome {
  if (request === null) return attempts.map(({ finding }) => outcomeAlone(finding)).at(-1) ?? 'undecided';
  if (request.outcome !== null) return request.outcome;
  if (request.status === null || request.status === clientClosed) return 'undecided';
  if (request.status >= 500) return 'client-visible';
  if (attempts.every(({ subrequest }) => subrequest !== null)) return 'background';
  return attempts.some(({ finding }) => isAfterHeader(finding)) ? 'truncated' : 'saved-by-retry';
}

/** What an attempt alone says: only where nothing could follow does the error log know what the client got. */
export function outcomeAlone(finding: Finding): Outcome {
  if (finding.phase === 'starting') return 'startup';
  return isAfterHeader(finding) ? 'truncated' : 'undecided';
}

/** The status line had been sent; nothing could be retried any more. */
export const isAfterHeader = ({ phase }: Finding): boolean =>
  phase === 'reading-body' || phase === 'tunnelling';

/** nginx's code for a client that left before it was answered. */
const clientClosed = 499;
