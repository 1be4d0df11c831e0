import type { Attempt, Request } from '../../parse/event.js';
import type { Failure } from '../failure.js';

/** The records of one request, or of one subrequest, that have been found so far. Changed only by `Pairing`. */
export type PendingRequest = {
  attempts: readonly Attempt[];
  /** For a subrequest: the request that it was a part of. */
  request: Request | null;
  /** When its first record was read. */
  readonly openedAt: number;
  /** What was told of it last. */
  lastFailure: Failure | null;
  /** Set when nginx says that the whole request failed with its subrequest. */
  failedWithSubrequest?: true;
};

export const createPendingRequest = (openedAt: number, request: Request | null = null): PendingRequest => ({
  attempts: [],
  request,
  openedAt,
  lastFailure: null,
});

/** True for a failure inside a subrequest: it has no access line of its own. */
export const isSubrequest = ({ attempts: [first] }: Pick<PendingRequest, 'attempts'>): boolean =>
  first !== undefined && first.subrequest !== null;

/** True when the other log can add nothing: the request is known, and so are all attempts that it counts. */
export const isComplete = (pending: PendingRequest): boolean =>
  pending.request !== null &&
  (isSubrequest(pending) || pending.attempts.length >= countExpectedAttempts(pending.request));

/** True when even a record of the same log can add nothing: the access line names every server that was tried. */
export const isFinal = (pending: PendingRequest): boolean =>
  isComplete(pending) && !isSubrequest(pending) && (pending.request?.upstreamAttempts.length ?? 0) > 0;

/** How many error records nginx writes for this request. A status that an upstream made leaves none. */
function countExpectedAttempts({ gateway, finding: failedCheck, upstreamAttempts, madeBy }: Request): number {
  if (gateway !== 'nginx-access' || failedCheck === null) return 0;
  return Math.max(upstreamAttempts.filter(isFailedAtGateway).length, madeBy === 'upstream' ? 0 : 1);
}

const isFailedAtGateway = ({ status, headerMs }: Request['upstreamAttempts'][number]): boolean =>
  (status ?? 500) >= 500 && headerMs === null;
