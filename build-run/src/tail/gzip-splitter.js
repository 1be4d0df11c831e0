import { gzipMagic, readGzipMember } from './gzip-member.js';
import { headBytesMax, keepLastBytes, LineSplitter } from './line-splitter.js';
import { readBytes } from './log-file.js';

/** No log writer compresses more at once; a stream that never ends can be read only when it is rotated. */
const pendingBytesMax = 4 * 2 ** 20;
/**
 * Splits the bytes of a log that its writer compresses, as nginx does with `access_log … gzip`: each buffer that it
 * flushes is a gzip member of whole lines. Offsets count compressed bytes and stand behind a member.
 */
export class GzipSplitter {
  #file;
  #offset;
  #line;
  #head;
  #tail;
  /** Compressed bytes behind the offset. */
  #pending = Buffer.alloc(0);
  /** Bytes of `#pending` that were decompressed: their last line goes on in the next member. */
  #decompressedBytes = 0;
  #lines;
  #heldLines = [];
  #damagedBytes = 0;
  constructor(file, readPosition) {
    this.#file = file;
    this.#offset = readPosition.offset;
    this.#line = readPosition.line;
    this.#head = Buffer.from(readPosition.head, 'base64');
    this.#tail = Buffer.from(readPosition.tail, 'base64');
    this.#lines = new LineSplitter(file);
  }
  get readOffset() {
    return this.#offset + this.#pending.length;
  }
  get previousBytes() {
    return keepLastBytes(this.#tail, this.#pending);
  }
  /** What waits is kept: decompressing it again at each poll would take longer and longer. */
  get isFarAhead() {
    return this.#pending.length > 0;
  }
  get readPosition() {
    return {
      offset: this.#offset,
      line: this.#line,
      head: this.#head.subarray(0, Math.min(this.#offset, headBytesMax)).toString('base64'),
      tail: this.#tail.toString('base64'),
    };
  }
  split(bytes) {
    if (this.#head.length < headBytesMax && this.#head.length === this.readOffset)
      this.#head = Buffer.concat([this.#head, bytes.subarray(0, headBytesMax - this.#head.length)]);
    this.#pending = Buffer.concat([this.#pending, bytes]);
    const lines = [];
    while (this.#readMember()) {
      if (this.#lines.readOffset !== this.#lines.readPosition.offset) continue;
      for (const line of this.#heldLines) lines.push(line);
      this.#heldLines = [];
      this.#advance(this.#decompressedBytes);
    }
    return lines;
  }
  skip(bytes) {
    this.split(bytes);
  }
  /** A member that was never finished cannot be read. */
  flush() {
    const lines = [...this.#heldLines, ...this.#locate(this.#lines.flush(), 0)];
    this.#damagedBytes += this.#pending.length - this.#decompressedBytes;
    this.#heldLines = [];
    this.#advance(this.#pending.length);
    return lines;
  }
  takeDamagedBytes() {
    const damagedBytes = this.#damagedBytes;
    this.#damagedBytes = 0;
    return damagedBytes;
  }
  /** Decompresses the next member into lines. Returns false where it is not complete. */
  #readMember() {
    const bytes = this.#pending.subarray(this.#decompressedBytes);
    if (bytes.length === 0) return false;
    const member = readGzipMember(bytes);
    if (member === 'incomplete' && bytes.length <= pendingBytesMax) return false;
    if (typeof member === 'string') {
      const next = bytes.indexOf(gzipMagic, 1);
      const damaged = next < 0 ? bytes.length : next;
      this.#damagedBytes += damaged;
      this.#decompressedBytes += damaged;
      return true;
    }
    const { content, length } = member;
    const start = this.#decompressedBytes;
    this.#decompressedBytes += length;
    for (const line of this.#locate(this.#lines.split(content), start)) this.#heldLines.push(line);
    return true;
  }
  /** A line has no byte of its own in a compressed file: those of a member count from its first byte. */
  #locate(lines, start) {
    const last = Math.max(start, this.#decompressedBytes - 1);
    return lines.map(({ text }, index) => {
      const byte = this.#offset + Math.min(start + index, last);
      return { text, location: { file: this.#file, byte, line: ++this.#line } };
    });
  }
  #advance(bytes) {
    this.#tail = keepLastBytes(this.#tail, this.#pending.subarray(0, bytes));
    this.#pending = this.#pending.subarray(bytes);
    this.#offset += bytes;
    this.#decompressedBytes = 0;
  }
}
/** Creates the splitter for a generation whose first bytes these are. */
export const createSplitter = (file, readPosition, firstBytes) =>
  firstBytes.subarray(0, gzipMagic.length).equals(gzipMagic)
    ? new GzipSplitter(file, readPosition)
    : new LineSplitter(file, readPosition);
/** Returns true for a file whose first gzip member is complete or small, as no archive of a large log is. */
export function beginsWithSmallMember(file) {
  const bytes = readBytes(file, 0, Math.min(file.size, pendingBytesMax));
  const member = readGzipMember(bytes);
  return typeof member === 'object' || (member === 'incomplete' && file.size < pendingBytesMax);
}
