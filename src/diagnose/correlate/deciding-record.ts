import type { Attempt, Finding, Request, UpstreamAttempt } from '../../parse/event.js';
import { findCause } from '../causes/index.js';
import { isSubrequest, type PendingRequest } from './pending-request.js';

/** The record that names the cause, what it found, and whom it blames. */
export type DecidingRecord = {
  readonly event: Attempt | Request;
  readonly finding: Finding;
  /** The address of the server that failed; null where there was none. */
  readonly peer: string | null;
  /** The access line's entry for it. */
  readonly upstreamAttempt: UpstreamAttempt | undefined;
};

/**
 * Null for records that tell of no failure. The last attempt made the client's status, but a group that had nobody left
 * is only the aftermath of the attempts before; and what the upstream itself answered at last outranks earlier attempts.
 */
export function findDecidingRecord(pending: PendingRequest): DecidingRecord | null {
  const request = isSubrequest(pending) ? null : pending.request;
  const attempts = sortByUpstreamAttempts(pending.attempts, request);
  const failedCheck = request?.emptiedBy ?? request?.finding ?? null;
  const isPassthrough = failedCheck?.symptom.startsWith('answered-') === true;
  if (request !== null && failedCheck !== null && (isPassthrough || attempts.length === 0)) {
    const upstreamAttempt = findFailedUpstreamAttempt(request);
    // In place of an address, the line has the group's name where nobody was left to try.
    const peer =
      upstreamAttempt === undefined || upstreamAttempt.peer === request.upstreamName
        ? request.peer
        : upstreamAttempt.peer;
    return { event: request, finding: failedCheck, peer, upstreamAttempt };
  }
  const root = attempts.findLast((each) => findCause(each.finding).isAftermath !== true) ?? attempts.at(-1);
  if (root === undefined) return null;
  const tried = request?.upstreamAttempts.findLast(
    ({ peer, status }) => peer === root.peer && isBadStatus(status),
  );
  return { event: root, finding: root.finding, peer: root.peer, upstreamAttempt: tried };
}

/**
 * The attempts as the access line lists their servers. Streams of one HTTP/2 connection that ask for the same can only
 * be told apart by servers, so a record may have come to this case out of turn.
 */
function sortByUpstreamAttempts(attempts: readonly Attempt[], request: Request | null): readonly Attempt[] {
  if (request === null || attempts.length < 2) return attempts;
  const getIndex = ({ peer }: Attempt) =>
    request.upstreamAttempts.findLastIndex((entry) => entry.peer === peer);
  return attempts.every((attempt) => getIndex(attempt) >= 0)
    ? attempts.toSorted((a, b) => getIndex(a) - getIndex(b))
    : attempts;
}

/** The try that a client saw fail, or that something else made good. */
function findFailedUpstreamAttempt({
  upstreamAttempts,
  outcome,
  upstreamName,
}: Request): UpstreamAttempt | undefined {
  const failed = upstreamAttempts.filter(({ status }) => isBadStatus(status));
  const isSaved = outcome === 'saved-by-retry' || outcome === 'saved-by-fallback';
  const last = isSaved ? failed.at(-1) : upstreamAttempts.at(-1);
  return last?.peer === upstreamName ? (failed.findLast(({ peer }) => peer !== upstreamName) ?? last) : last;
}

const isBadStatus = (status: number | null): boolean => (status ?? 500) >= 500;
