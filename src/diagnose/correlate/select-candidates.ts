import type { Attempt, Request } from '../../parse/event.js';
import {
  hasUpstreamAttemptList,
  isPartOfRequest,
  otherStatusScore,
  scoreMatch,
  scoreNextAttempt,
} from './match.js';
import { isSubrequest, type PendingRequest } from './pending-request.js';

/** The attempts of a waiting case that are the request's: all of them, or some where two requests were taken for one. */
export type Candidate = { readonly pending: PendingRequest; readonly attempts: readonly Attempt[] };

/** What the request finds among cases that wait for their access line, in order of arrival. */
export function selectCandidates(request: Request, pending: readonly PendingRequest[]): readonly Candidate[] {
  const mainRequests = pending.filter((each) => !isSubrequest(each));
  return hasUpstreamAttemptList(request)
    ? selectByUpstreamAttempts(request, mainRequests)
    : selectByStatus(request, mainRequests);
}

/** For each try that the line names, the earliest record of it: both logs are in order. */
function selectByUpstreamAttempts(
  request: Request,
  pendingRequests: readonly PendingRequest[],
): readonly Candidate[] {
  const candidates: Candidate[] = [];
  const foundAttempts: Attempt[] = [];
  for (const pending of pendingRequests) {
    const attempts: Attempt[] = [];
    for (const attempt of pending.attempts) {
      const score = scoreMatch(attempt, request, [...foundAttempts, ...attempts]);
      if (score > 0 && !isPremature(pending, score)) attempts.push(attempt);
    }
    // Two failures that have been told stay two.
    const isSecondReported = hasReportedFailure({ pending, attempts }) && candidates.some(hasReportedFailure);
    if (attempts.length === 0 || isSecondReported) continue;
    candidates.push({ pending, attempts });
    foundAttempts.push(...attempts);
  }
  return candidates;
}

/** Where the line names nobody, the case whose last attempt had the same status, else the earliest that may be its. */
function selectByStatus(request: Request, pendingRequests: readonly PendingRequest[]): readonly Candidate[] {
  let best: PendingRequest | undefined;
  let bestScore = 0;
  for (const pending of pendingRequests) {
    const score = scoreAllAttempts(pending, request);
    if (score > bestScore && !isPremature(pending, score)) [best, bestScore] = [pending, score];
  }
  return best === undefined ? [] : [{ pending: best, attempts: best.attempts }];
}

/** The good request that attempts without a line of their own status may have been a part of. */
export const findGoodRequest = (
  pending: PendingRequest,
  goodRequests: readonly PendingRequest[],
): PendingRequest | undefined =>
  goodRequests.find(
    ({ attempts, request }) =>
      attempts.length === 0 && request !== null && scoreAllAttempts(pending, request) > 0,
  );

/** A weak fit is taken last: a line that fits the attempt better may still be read. */
const isPremature = ({ lastFailure }: Pick<PendingRequest, 'lastFailure'>, score: number): boolean =>
  lastFailure === null && score === otherStatusScore;

/** That of the last attempt, which made the status, if all of them fit. */
function scoreAllAttempts({ attempts }: PendingRequest, request: Request): number {
  const scores = attempts.map((attempt) => scoreMatch(attempt, request, []));
  return scores.includes(0) ? 0 : (scores.at(-1) ?? 0);
}

/** A failure is known by its first attempt, so what was told goes where that goes. */
export const hasReportedFailure = ({
  pending: { lastFailure, attempts },
  attempts: taken,
}: Candidate): boolean => lastFailure !== null && attempts[0] !== undefined && taken.includes(attempts[0]);

/** The case that an attempt fits best: of those with an access line the first, of those without the latest. */
export function findPendingRequest(
  attempt: Attempt,
  candidates: readonly PendingRequest[],
): PendingRequest | undefined {
  let best: PendingRequest | undefined;
  let bestScore = 0;
  for (const candidate of candidates) {
    const isWithoutRequest = candidate.request === null || isSubrequest(candidate);
    const score = isWithoutRequest
      ? scoreNextAttempt(attempt, candidate)
      : scoreKnownRequest(attempt, candidate);
    if (score > bestScore || (isWithoutRequest && score > 0 && score === bestScore))
      [best, bestScore] = [candidate, score];
  }
  return best;
}

/** The request that a subrequest's attempt was a part of, if it has been read. */
export const findParentRequest = (attempt: Attempt, candidates: readonly PendingRequest[]): Request | null =>
  attempt.subrequest === null
    ? null
    : (candidates.find(
        (candidate) =>
          candidate.request !== null &&
          !isSubrequest(candidate) &&
          isPartOfRequest(attempt, candidate.request),
      )?.request ?? null);

function scoreKnownRequest(attempt: Attempt, { attempts, request }: PendingRequest): number {
  if (request === null || attempt.subrequest !== null) return 0;
  const score = scoreMatch(attempt, request, attempts);
  return isPremature({ lastFailure: null }, score) ? 0 : score;
}
