import { hourMs, minuteMs } from '../base/duration.js';
import type { FailedCheck } from './checks.js';
import { buildIssueKey, type HealthIssue } from './issue.js';

/**
 * When an unreported problem was first seen, and an open issue first missed, by key. Not stored: after a restart
 * the wait starts over.
 */
export type PendingChanges = {
  readonly firstSeenAt: ReadonlyMap<string, number>;
  readonly firstMissedAt: ReadonlyMap<string, number>;
};

export const noPendingChanges: PendingChanges = { firstSeenAt: new Map(), firstMissedAt: new Map() };

/** A change to report: a new issue, or one that recurred or ended. */
export type HealthTransition =
  | { readonly type: 'began'; readonly issue: Omit<HealthIssue, 'id'> }
  | { readonly type: 'recurred' | 'ended'; readonly issue: HealthIssue };

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
export function findHealthTransitions(
  failedChecks: readonly FailedCheck[],
  recentIssues: readonly HealthIssue[],
  pending: PendingChanges,
  now: number,
): { readonly transitions: readonly HealthTransition[]; readonly pending: PendingChanges } {
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
  const ended = missing.flatMap((issue): HealthTransition[] => {
    const endedAt = firstMissedAt.get(buildIssueKey(issue.kind)) ?? now;
    return now - endedAt >= clearMs ? [{ type: 'ended', issue: { ...issue, endedAt } }] : [];
  });
  return { transitions: [...begun, ...ended], pending: { firstSeenAt, firstMissedAt } };
}

const isSameIssue = (kind: FailedCheck['kind']) => (candidate: Pick<FailedCheck, 'kind'>) =>
  buildIssueKey(candidate.kind) === buildIssueKey(kind);

/** Keeps the first time of each candidate. A clock that steps back must not make the wait longer. */
const updateFirstTimes = (
  candidates: readonly Pick<FailedCheck, 'kind'>[],
  previous: ReadonlyMap<string, number>,
  now: number,
): ReadonlyMap<string, number> =>
  new Map(
    candidates.map(({ kind }) => [
      buildIssueKey(kind),
      Math.min(previous.get(buildIssueKey(kind)) ?? now, now),
    ]),
  );

function startTransition(
  { kind, startedAt }: FailedCheck,
  recentIssues: readonly HealthIssue[],
  now: number,
): HealthTransition {
  const previous = recentIssues.find(
    (issue) => isSameIssue(kind)(issue) && now - (issue.endedAt ?? now) < recurrenceMs,
  );
  return previous === undefined
    ? { type: 'began', issue: { kind, startedAt, endedAt: null } }
    : { type: 'recurred', issue: { ...previous, kind, startedAt, endedAt: null } };
}
