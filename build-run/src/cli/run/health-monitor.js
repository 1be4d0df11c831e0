import { dayMs } from '../../base/duration.js';
import { runHealthChecks } from '../../health/checks.js';
import { findHealthTransitions, noPendingChanges } from '../../health/hysteresis.js';
import { describeHealthIssue, renderHealthMessage } from '../../health/message.js';
import { toPlainText } from '../../render/rich-text.js';
/** Checks the bot itself and reports each health issue once when it begins and once when it ends. */
export class HealthMonitor {
  #store;
  #options;
  #pending = noPendingChanges;
  #caughtUpAt = null;
  constructor(store, options) {
    this.#store = store;
    this.#options = options;
  }
  /** Records the outcome of a poll: when the bot last caught up with its logs. */
  recordPoll({ hasMore }, now) {
    if (!hasMore) this.#caughtUpAt = now;
  }
  /** `followedPaths`: the paths that `LOGS` matches now. */
  check(followedPaths, now) {
    const { startedAt } = this.#options;
    // No upper limit: a clock that was set back must not hide reported issues.
    const knownIssues = this.#store.healthIssues({ from: now - lookbackMs, to: Number.MAX_SAFE_INTEGER });
    const healthInputs = {
      ...this.#store.healthInputs(now),
      followedPaths,
      startedAt,
      caughtUpAt: this.#caughtUpAt,
    };
    const openIssues = knownIssues.filter(({ endedAt }) => endedAt === null);
    const { transitions, pending } = findHealthTransitions(
      runHealthChecks(healthInputs, openIssues, now),
      knownIssues,
      this.#pending,
      now,
    );
    for (const transition of transitions) this.#report(transition, now);
    this.#pending = pending;
  }
  #report(transition, now) {
    const { timezone, log } = this.#options;
    const clock = { now, timezone };
    this.#store.saveHealthTransition(transition, renderHealthMessage(transition.issue, clock), now);
    const line = toPlainText(describeHealthIssue(transition.issue, clock));
    if (transition.type === 'ended') log.info(line);
    else log.warn(line);
  }
}
/** Longer than the time in which a recurring issue counts as the same one. */
const lookbackMs = dayMs;
