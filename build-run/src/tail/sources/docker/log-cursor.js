import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Instant } from './instant.js';
/**
 * Finds the place in a container's log from which to go on. Docker repeats a log from an instant on, in the order in which
 * it was written. Times may go back a little, as the two streams are stamped before they are merged, and several entries may
 * have one time: so it is asked for a little more, and what follows the last entry that was read is new.
 */
export class LogCursor {
  #sought;
  #after;
  #latest;
  /** The time of the last entry, and the entries that had it one after another. */
  #at = '';
  #instant = [];
  #mark = null;
  #isLost = false;
  #since;
  constructor(position) {
    const isEntry = 'at' in position;
    this.#sought = isEntry ? position : null;
    this.#after = isEntry ? '' : (position.after ?? '');
    this.#latest = isEntry ? position.latest : this.#after;
    const from = Instant.parse(isEntry ? position.at : this.#after);
    this.#since = from !== null && isEntry ? Instant.fromEpochMs(from.epochMs - disorderMs) : from;
  }
  /** A cursor at a stored position. */
  static restore(position) {
    return new LogCursor(positionSchema.parse(JSON.parse(position)));
  }
  /** A cursor behind everything up to an instant, or before everything. */
  static after(instant) {
    return new LogCursor({ after: instant?.text ?? null });
  }
  /** From where the log has to be read. */
  get since() {
    return this.#since;
  }
  /** True until the last entry that was read has been found again. */
  get isSearching() {
    return this.#sought !== null;
  }
  /** True when entries have come by that are too new for the one that is sought. */
  get isLost() {
    return this.#isLost;
  }
  /** Time of the latest entry that was read. */
  get latest() {
    return Instant.parse(this.#latest);
  }
  /** Takes the next entry of the log. Returns true if it was not read before. */
  take(at, payload) {
    if (at.text !== this.#at) [this.#at, this.#instant] = [at.text, []];
    this.#instant.push(payload);
    const sought = this.#sought;
    if (sought !== null) {
      if (at.text === sought.at && hashEntry(payload) === sought.hash && this.#countAlike() === sought.nth)
        this.#sought = null;
      else if (at.epochMs > Date.parse(sought.latest) + disorderMs) this.#isLost = true;
      return false;
    }
    if (at.text <= this.#after) return false;
    this.#after = '';
    if (at.text > this.#latest) this.#latest = at.text;
    return true;
  }
  /** Notes that everything up to the entry taken last has been handed over. */
  mark() {
    const [at, latest, instant, count] = [this.#at, this.#latest, this.#instant, this.#instant.length];
    this.#mark = () => {
      const payload = instant[count - 1] ?? Buffer.alloc(0);
      const nth = instant.slice(0, count).filter((other) => other.equals(payload)).length;
      return { at, hash: hashEntry(payload), nth, latest };
    };
  }
  /** The position at the mark, to be stored; the one that was given where there is none. */
  getPosition() {
    return JSON.stringify(
      this.#mark?.() ?? this.#sought ?? { after: this.#after === '' ? null : this.#after },
    );
  }
  #countAlike() {
    const last = this.#instant.at(-1);
    return this.#instant.filter((other) => last !== undefined && other.equals(last)).length;
  }
}
/** Entries of two streams, and a clock that is being set, are out of order by less than this. */
const disorderMs = 5_000;
const positionSchema = z.union([
  z.object({ after: z.string().nullable() }),
  z.object({ at: z.string(), hash: z.string(), nth: z.int().positive(), latest: z.string() }),
]);
/** Short, so that nobody can tell from the database what a line said. */
const hashEntry = (payload) => createHash('sha256').update(payload).digest('base64url').slice(0, 6);
