import { findCause } from '../causes/index.js';
import { isSubrequest } from './pending-request.js';
import { isCutBeforeServer } from './retry-order.js';
/**
 * Returns null for records without a failure. The last attempt set the status of the client, but an empty group is only
 * the aftermath of the attempts before it; and a bad status from the upstream itself outranks earlier attempts.
 */
export function findDecidingRecord(pending) {
  const request = isSubrequest(pending) ? null : pending.request;
  const attempts = sortByUpstreamAttempts(pending.attempts, request);
  const finding = request?.emptiedBy ?? request?.finding ?? null;
  const isPassthrough = finding?.symptom.startsWith('answered-') === true;
  if (request !== null && finding !== null && (isPassthrough || attempts.length === 0)) {
    const upstreamAttempt = findFailedUpstreamAttempt(request);
    // The line has the name of the group instead of an address if no server was left to try.
    const peer =
      upstreamAttempt === undefined || upstreamAttempt.peer === request.upstreamName
        ? request.peer
        : upstreamAttempt.peer;
    return { event: request, finding, peer, upstreamAttempt };
  }
  const root = attempts.findLast(({ finding }) => findCause(finding).isAftermath !== true) ?? attempts.at(-1);
  if (root === undefined) return null;
  const failed = request?.upstreamAttempts.filter(({ status }) => isBadStatus(status)) ?? [];
  if (isCutBeforeServer(root)) {
    // Both logs are in order; where records are missing, the status tells the server.
    const tried =
      failed.length === attempts.length
        ? failed[attempts.indexOf(root)]
        : (failed.findLast(({ status }) => status === root.status) ?? request?.upstreamAttempts.at(-1));
    const peer = root.finding.symptom === 'no-peer' ? null : (tried?.peer ?? null);
    return { event: root, finding: root.finding, peer, upstreamAttempt: tried };
  }
  const tried = failed.findLast(({ peer }) => peer === root.peer);
  return { event: root, finding: root.finding, peer: root.peer, upstreamAttempt: tried };
}
/**
 * Sorts the attempts in the order in which the access line lists their servers. Only their servers distinguish streams of
 * one HTTP/2 connection with the same request, so a record may have been matched out of order.
 */
function sortByUpstreamAttempts(attempts, request) {
  if (request === null || attempts.length < 2) return attempts;
  const getIndex = ({ peer }) => request.upstreamAttempts.findLastIndex((entry) => entry.peer === peer);
  return attempts.every((attempt) => getIndex(attempt) >= 0)
    ? attempts.toSorted((a, b) => getIndex(a) - getIndex(b))
    : attempts;
}
/** The attempt whose failure the client saw, or that a retry or fallback made good. */
function findFailedUpstreamAttempt({ upstreamAttempts, outcome, upstreamName }) {
  const failed = upstreamAttempts.filter(({ status }) => isBadStatus(status));
  const isSaved = outcome === 'saved-by-retry' || outcome === 'saved-by-fallback';
  const last = isSaved ? failed.at(-1) : upstreamAttempts.at(-1);
  return last?.peer === upstreamName ? (failed.findLast(({ peer }) => peer !== upstreamName) ?? last) : last;
}
const isBadStatus = (status) => (status ?? 500) >= 500;
