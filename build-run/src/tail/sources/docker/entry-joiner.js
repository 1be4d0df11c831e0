import { lineBytesMax } from '../../line-splitter.js';
import { Instant } from './instant.js';
/**
 * Makes lines of frames, in the form in which container runtimes keep them (CRI): time, stream, `F`, text. The parts of a
 * line that Docker cut are joined; what the other stream brings in between waits, so that a position is never inside a line.
 */
export class EntryJoiner {
  #cursor;
  #open = new Map();
  #waiting = [];
  #waitingChars = 0;
  #at = null;
  constructor(cursor) {
    this.#cursor = cursor;
  }
  /** Returns the lines that frames complete, and marks the cursor behind them. */
  push(frames) {
    const lines = [];
    for (const frame of frames) {
      const { at, text } = this.#split(frame);
      if (at === null || !this.#cursor.take(at, frame.payload)) continue;
      this.#addPart(frame, at, text);
      if (this.#open.size > 0 && this.#waitingChars < waitingCharsMax) continue;
      this.#closeAll();
      this.#cursor.mark();
      for (const line of this.#waiting) lines.push(line);
      [this.#waiting, this.#waitingChars] = [[], 0];
    }
    return lines;
  }
  /** Returns what is left when the log has ended: lines whose end was never written. */
  flush() {
    if (this.#open.size === 0) return [];
    this.#closeAll();
    this.#cursor.mark();
    const lines = this.#waiting;
    [this.#waiting, this.#waitingChars] = [[], 0];
    return lines;
  }
  #addPart({ stream, isPartial }, at, text) {
    const open = this.#open.get(stream);
    const joined = open === undefined ? { at, text } : { at: open.at, text: joinParts(open.text, text) };
    this.#waitingChars += text.length;
    if (isPartial) this.#open.set(stream, joined);
    else {
      this.#open.delete(stream);
      this.#close(stream, joined);
    }
  }
  #closeAll() {
    for (const [stream, open] of this.#open) this.#close(stream, open);
    this.#open.clear();
  }
  #close(stream, { at, text }) {
    for (const line of text.split('\n')) this.#waiting.push(`${at.text} ${stream} F ${line}`);
  }
  /** Time and text of a frame. One without a time, which Docker does not write, has that of the one before. */
  #split({ payload }) {
    const end = payload.subarray(0, timeBytesMax).indexOf(space);
    const at =
      end < 0
        ? Instant.parse(payload.toString('latin1', 0, timeBytesMax))
        : Instant.parse(payload.toString('latin1', 0, end));
    if (at !== null) this.#at = at;
    const text =
      at === null ? payload.toString() : payload.toString('utf8', end < 0 ? payload.length : end + 1);
    return { at: this.#at, text };
  }
}
const joinParts = (first, second) =>
  first.length >= lineBytesMax ? first : (first + second).slice(0, lineBytesMax);
const space = 32;
/** A time with nanoseconds and an offset, and the space behind it. */
const timeBytesMax = 36;
/** A line that never ends must not hold back the other stream. */
const waitingCharsMax = 512 * 1024;
