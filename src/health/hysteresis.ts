import { hourMs, minuteMs } from '../base/duration.js';
import type { FailedCheck } from './checks.js';
import { buildIssueKey, type HealthIssue } from './issue.js';

/** Since when something was seen, or no longer seen. Not stored: a restart only makes the bot look once more. */
export type PendingChanges = {
  readonly firstSeenAt: ReadonlyMap<string, number>;
  readonly firstMissedAt: ReadonlyMap<string, number>;
};

export const noPendingChanges: PendingChanges = { firstSeenAt: new Map(), firstMissedAt: new Map() };

/** What is to be told: a new ailment, or what has become of one that was told. */
export type HealthTransition =
  | { readonly type: 'began'; readonly issue: Omit<HealthIssue, 'id'> }
  | { readonly type: 'recurred' | 'ended'; readonly issue: HealthIssue };

/** What came to pass must last so long, and a clock that was set be looked at again, before anybody hears of it. */
const confirmMs = minuteMs;
/** What is gone must stay away so long before it is called over. */
const clearMs = 120_000;
/** What comes back within this time is the same: its message is edited, and nobody is called again. */
const recurrenceMs = 6 * hourMs;

/** What to tell, given what is wrong now and the ailments that last or ended lately. Each is told once. */
export function findHealthTransitions(
  failedChecks: readonly FailedCheck[],
  recentIssues: readonly HealthIssue[],
  pending: PendingChanges,
  now: number,
): { readonly turns: readonly HealthTransition[]; readonly doubts: PendingChanges } {
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
  return { turns: [...begun, ...ended], doubts: { firstSeenAt, firstMissedAt } };
}

const isSameIssue = (kind: FailedCheck['kind']) => (candidate: Pick<FailedCheck, 'kind'>) =>
  buildIssueKey(candidate.kind) === buildIssueKey(kind);

/** A clock that steps back must not make a doubt last longer. */
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
