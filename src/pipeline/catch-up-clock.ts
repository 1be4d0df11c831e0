/** A stretch of a log that is still to be read: until when it has been, and when we last got on with it. */
type Behind = { readonly reachedAt: number; readonly readAt: number };

/** A log that nobody gets on with is broken or gone, and holds up nobody's time. */
const stuckMs = 60_000;

/**
 * What time it is for the incidents. While a log is behind, its own time: by the clock on the wall all that is read of
 * this morning would be over at once, and again after each piece.
 */
export class Backlog {
  readonly #behind = new Map<string, Behind>();

  /** Notes how far a log has been read, and whether that is all there is. */
  note(generation: string, atEnd: boolean, reachedAt: number | null, now: number): void {
    if (atEnd || reachedAt === null) this.#behind.delete(generation);
    else this.#behind.set(generation, { reachedAt, readAt: now });
  }

  /** The time of the log that is furthest behind; `now` when none is. */
  clock(now: number): number {
    let clock = now;
    for (const [generation, { reachedAt, readAt }] of this.#behind) {
      if (now - readAt > stuckMs) this.#behind.delete(generation);
      else clock = Math.min(clock, reachedAt);
    }
    return clock;
  }
}
