import { minuteMs } from '../base/duration.js';

/** A log without progress for this long is broken or gone, and no longer holds back the clock. */
const stalledMs = minuteMs;
/**
 * The current time for incidents: while a log is behind, the time reached in it. By the system clock every incident
 * of a backlog would resolve at once, and again after each chunk.
 */
export class CatchUpClock {
  #laggingLogs = new Map();
  /** Records how far a log has been read, and whether that is its end. */
  recordProgress(generationKey, atEnd, reachedAt, now) {
    if (atEnd || reachedAt === null) this.#laggingLogs.delete(generationKey);
    else this.#laggingLogs.set(generationKey, { reachedAt, readAt: now });
  }
  /** The time reached in the log that is furthest behind; `now` if none is. */
  now(now) {
    let earliestAt = now;
    for (const [generationKey, { reachedAt, readAt }] of this.#laggingLogs) {
      if (now - readAt > stalledMs) this.#laggingLogs.delete(generationKey);
      else earliestAt = Math.min(earliestAt, reachedAt);
    }
    return earliestAt;
  }
}
