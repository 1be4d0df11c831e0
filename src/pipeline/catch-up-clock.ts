import { minuteMs } from '../base/duration.js';

/** A stretch of a log that is still to be read: until when it has been, and when we last got on with it. */
type LogProgress = { readonly reachedAt: number; readonly readAt: number };

/** A log that nobody gets on with is broken or gone, and holds up nobody's time. */
const stalledMs = minuteMs;

/**
 * What time it is for the incidents. While a log is behind, its own time: by the clock on the wall all that is read of
 * this morning would be over at once, and again after each piece.
 */
export class CatchUpClock {
  readonly #laggingLogs = new Map<string, LogProgress>();

  /** Notes how far a log has been read, and whether that is all there is. */
  recordProgress(generationKey: string, atEnd: boolean, reachedAt: number | null, now: number): void {
    if (atEnd || reachedAt === null) this.#laggingLogs.delete(generationKey);
    else this.#laggingLogs.set(generationKey, { reachedAt, readAt: now });
  }

  /** The time of the log that is furthest behind; `now` when none is. */
  now(now: number): number {
    let earliestAt = now;
    for (const [generationKey, { reachedAt, readAt }] of this.#laggingLogs) {
      if (now - readAt > stalledMs) this.#laggingLogs.delete(generationKey);
      else earliestAt = Math.min(earliestAt, reachedAt);
    }
    return earliestAt;
  }
}
