import {
  hasUpstreamAttemptList,
  isAfterEnd,
  isOfClient,
  isPartOfRequest,
  otherStatusScore,
  scoreMatch,
  scoreNextAttempt,
} from './match.js';
import { isSubrequest } from './pending-request.js';
import { attemptGapMsMax } from './retry-order.js';
/** Selects the attempts of a request from those that wait for their access line, in order of arrival. */
export function selectCandidates(request, pending) {
  const mainRequests = pending.filter((candidate) => !isSubrequest(candidate));
  return hasUpstreamAttemptList(request)
    ? selectByUpstreamAttempts(request, mainRequests)
    : selectByStatus(request, mainRequests);
}
/** For each attempt that the line lists, its earliest record: both logs are in order. */
function selectByUpstreamAttempts(request, pendingRequests) {
  const candidates = [];
  const foundAttempts = [];
  for (const pending of pendingRequests) {
    const attempts = [];
    for (const attempt of pending.attempts) {
      const score = scoreMatch(attempt, request, [...foundAttempts, ...attempts]);
      if (score > 0 && !isPremature(pending, score)) attempts.push(attempt);
    }
    // Two failures that were reported separately stay separate.
    const isSecondReported = hasReportedFailure({ pending, attempts }) && candidates.some(hasReportedFailure);
    if (attempts.length === 0 || isSecondReported) continue;
    candidates.push({ pending, attempts });
    foundAttempts.push(...attempts);
  }
  return candidates;
}
/**
 * Without a list of servers: the pending request whose last attempt had the same status, else the earliest match. Before
 * its line was read, the next request of a kept connection may have been taken for it: then its attempts end with the line.
 */
function selectByStatus(request, pendingRequests) {
  const best =
    pickBestMatch(request, pendingRequests.map(takeAllAttempts)) ??
    pickBestMatch(
      request,
      pendingRequests.map((pending) => takeAttemptsUntil(pending, request)),
    );
  return best === undefined ? [] : [best];
}
function pickBestMatch(request, candidates) {
  let best;
  let bestScore = 0;
  for (const candidate of candidates) {
    const score = scoreAllAttempts(candidate, request);
    if (score > bestScore && !isPremature(candidate.pending, score)) [best, bestScore] = [candidate, score];
  }
  return best;
}
const takeAllAttempts = (pending) => ({ pending, attempts: pending.attempts });
/** The attempts of before the request ended. */
const takeAttemptsUntil = (pending, request) => ({
  pending,
  attempts: pending.attempts.filter((attempt) => !isAfterEnd(attempt, request)),
});
/** The request that may be that of the attempts, which have no access line with their own status. */
export const findRequestWithoutAttempts = (pending, requests) =>
  requests.find(
    ({ attempts, request }) =>
      attempts.length === 0 && request !== null && scoreAllAttempts(pending, request) > 0,
  );
/** Another part of the same request: the tries of one connection that led to a line with a status of its own. */
export const findRequestWithOtherAttempts = (pending, requests) =>
  requests.findLast(
    (other) =>
      other !== pending &&
      other.request !== null &&
      !isSubrequest(other) &&
      !hasUpstreamAttemptList(other.request) &&
      canTakeAttempts(other.request, pending.attempts) &&
      areTriesOfOneRequest(mergeAttempts(other, pending)),
  );
/** The last one shows when the request ended; those before it took their time. */
const canTakeAttempts = (request, attempts) =>
  attempts.every((attempt) => isOfClient(attempt, request)) &&
  attempts.some((attempt) => isPartOfRequest(attempt, request));
/** The attempts of both in order of time. */
export const mergeAttempts = (a, b) =>
  [...a.attempts, ...b.attempts].toSorted((one, other) => (one.at ?? 0) - (other.at ?? 0));
const areTriesOfOneRequest = (attempts) =>
  attempts.every(
    (attempt, index) =>
      index === 0 ||
      scoreNextAttempt(attempt, { attempts: attempts.slice(0, index) }, unansweredGapMsMax) > 0,
  );
/** A weak match must wait: a line that matches the attempt better may still be read. */
const isPremature = ({ lastFailure }, score) => lastFailure === null && score === otherStatusScore;
/** The score of the last attempt, which set the status, if all of them match; otherwise 0. */
function scoreAllAttempts({ attempts }, request) {
  const last = attempts.at(-1);
  if (last === undefined) return 0;
  const isLongAgo = request.durationMs === null && !hasUpstreamAttemptList(request);
  const areEarlierMatching = attempts
    .slice(0, -1)
    // One try after another took its time, and only the last one shows when the request ended.
    .every((attempt) => (isLongAgo ? isOfClient(attempt, request) : scoreMatch(attempt, request, []) > 0));
  return areEarlierMatching ? scoreMatch(last, request, []) : 0;
}
/** True when the reported failure goes with these attempts: it is identified by its first attempt. */
export const hasReportedFailure = ({ pending: { lastFailure, attempts }, attempts: taken }) =>
  lastFailure !== null && attempts[0] !== undefined && taken.includes(attempts[0]);
/** The pending request that the attempt matches best: the first of those with an access line, the latest of those without. */
export function findPendingRequest(attempt, candidates, hasAccessLog) {
  let best;
  let bestScore = 0;
  for (const candidate of candidates) {
    const isWithoutRequest = candidate.request === null || isSubrequest(candidate);
    const score = isWithoutRequest
      ? scoreNextAttempt(attempt, candidate, hasAccessLog ? unansweredGapMsMax : attemptGapMsMax)
      : scoreKnownRequest(attempt, candidate);
    if (score > bestScore || (isWithoutRequest && score > 0 && score === bestScore))
      [best, bestScore] = [candidate, score];
  }
  return best;
}
/** A connection with an unanswered request carries no other: the access log would have a line of it. */
const unansweredGapMsMax = 600_000;
/** The attempts before this one of a request whose line lists no tries, among those that wait for their access line. */
export const findEarlierAttempts = (attempt, request, candidates) =>
  hasUpstreamAttemptList(request)
    ? undefined
    : candidates.findLast(
        (candidate) =>
          candidate.request === null &&
          !isSubrequest(candidate) &&
          candidate.attempts.every((earlier) => isOfClient(earlier, request)) &&
          scoreNextAttempt(attempt, candidate, unansweredGapMsMax) > 0,
      );
/** The parent request of a subrequest's attempt, if it has been read. */
export const findParentRequest = (attempt, candidates) =>
  attempt.subrequest === null
    ? null
    : (candidates.find(
        (candidate) =>
          candidate.request !== null &&
          !isSubrequest(candidate) &&
          isPartOfRequest(attempt, candidate.request),
      )?.request ?? null);
function scoreKnownRequest(attempt, { attempts, request }) {
  if (request === null || attempt.subrequest !== null) return 0;
  const score = scoreMatch(attempt, request, attempts);
  return isPremature({ lastFailure: null }, score) ? 0 : score;
}
