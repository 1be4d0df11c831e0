/** Keeps the first bytes of what is appended, and the last one. */
export class CappedBuffer {
  #max;
  #parts = [];
  #length = 0;
  /** The last byte of all; -1 without any. */
  lastByte = -1;
  constructor(max) {
    this.#max = max;
  }
  /** Adds bytes; what is beyond the limit is forgotten. */
  append(bytes) {
    this.lastByte = bytes.at(-1) ?? this.lastByte;
    const kept = bytes.subarray(0, this.#max - this.#length);
    if (kept.length === 0) return;
    this.#parts.push(kept);
    this.#length += kept.length;
  }
  /** What was kept. */
  take() {
    const [only] = this.#parts;
    return only !== undefined && this.#parts.length === 1 ? only : Buffer.concat(this.#parts);
  }
}
