import { hourMs, minuteMs } from '../base/duration.js';
import { buildIssueKey } from './issue.js';
export const noPendingChanges = { firstSeenAt: new Map(), firstMissedAt: new Map() };
/** A problem must last this long before it is reported; a change of the system clock is then over. */
const confirmMs = minuteMs;
/** A problem must be gone this long before it is reported as ended. */
const clearMs = 2 * minuteMs;
/** A problem that returns within this time is the same issue: its message is edited, and nobody is notified again. */
const recurrenceMs = 6 * hourMs;
/**
 * The changes to report, given the problems that exist now and the issues that are open or ended lately. Each is
 * reported once.
 */
export function findHealthTransitions(failedChecks, recentIssues, pending, now) {
  const openIssues = recentIssues.filter(({ endedAt }) => endedAt === null);
  const failedByKey = new Map(
    failedChecks.map((failedCheck) => [buildIssueKey(failedCheck.kind), failedCheck]),
  );
  const candidates = failedChecks.filter(({ kind }) => !openIssues.some(isSameIssue(kind)));
  const firstSeenAt = updateFirstTimes(candidates, pending.firstSeenAt, now);
  const missing = openIssues.filter(({ kind }) => !failedByKey.has(buildIssueKey(kind)));
  const firstMissedAt = updateFirstTimes(missing, pending.firstMissedAt, now);
  const begun = candidates
    .filter(({ kind }) => now - (firstSeenAt.get(buildIssueKey(kind)) ?? now) >= confirmMs)
    .map((failedCheck) => startTransition(failedCheck, recentIssues, now));
  const ended = missing.flatMap((issue) => {
    const endedAt = firstMissedAt.get(buildIssueKey(issue.kind)) ?? now;
    return now - endedAt >= clearMs ? [{ type: 'ended', issue: { ...issue, endedAt } }] : [];
  });
  return { transitions: [...begun, ...ended], pending: { firstSeenAt, firstMissedAt } };
}
const isSameIssue = (kind) => (candidate) => buildIssueKey(candidate.kind) === buildIssueKey(kind);
/** Keeps the first time of each candidate. A clock that steps back must not make the wait longer. */
const updateFirstTimes = (candidates, previous, now) =>
  new Map(
    candidates.map(({ kind }) => [
      buildIssueKey(kind),
      Math.min(previous.get(buildIssueKey(kind)) ?? now, now),
    ]),
  );
function startTransition({ kind, startedAt }, recentIssues, now) {
  const previous = recentIssues.find(
    (issue) => isSameIssue(kind)(issue) && now - (issue.endedAt ?? now) < recurrenceMs,
  );
  return previous === undefined
    ? { type: 'began', issue: { kind, startedAt, endedAt: null } }
    : { type: 'recurred', issue: { ...previous, kind, startedAt, endedAt: null } };
}
