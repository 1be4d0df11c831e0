/** Only this much of a line is kept; the rest, up to its line feed, is skipped. */
export const lineBytesMax = 64 * 1024;
/** Fingerprint of a checkpoint: this many bytes from the start of the generation, and this many before the offset. */
export const headBytesMax = 1_024;
export const tailBytesMax = 256;
export const startPosition = { offset: 0, line: 0, head: '', tail: '' };
/** One byte more than is kept, to tell an overlong line from one that just fits. */
const partialBytesMax = lineBytesMax + 1;
const lineFeed = 10;
const carriageReturn = 13;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
/** This many NUL bytes in a row are a hole left by a crash or a truncation, not text. */
const nulHole = Buffer.alloc(4);
/**
 * Splits the bytes of one generation into lines as they arrive. Lines end at the byte 0x0A and are decoded whole, so
 * the boundaries between blocks of bytes do not matter. Holds at most one line, truncated to `lineBytesMax`.
 */
export class LineSplitter {
  #file;
  #offset;
  #line;
  #readOffset;
  #head;
  #tail;
  #previousBytes;
  #partial = [];
  #partialBytes = 0;
  #partialOffset;
  #endsInHole = false;
  #omissions = [];
  constructor(file, readPosition = startPosition) {
    this.#file = file;
    this.#offset = this.#readOffset = this.#partialOffset = readPosition.offset;
    this.#line = readPosition.line;
    this.#head = Buffer.from(readPosition.head, 'base64');
    this.#tail = this.#previousBytes = Buffer.from(readPosition.tail, 'base64');
  }
  /** Offset of the next bytes to pass in. */
  get readOffset() {
    return this.#readOffset;
  }
  /** The last bytes before `readOffset`, to be compared with the file at the next read. */
  get previousBytes() {
    return this.#previousBytes;
  }
  /** True inside an overlong line or a hole, far behind the last line feed. */
  get isFarAhead() {
    return this.#readOffset - this.#offset > lineBytesMax;
  }
  /** The position just after the last line feed. */
  get readPosition() {
    return {
      offset: this.#offset,
      line: this.#line,
      head: this.#head.subarray(0, Math.min(this.#offset, headBytesMax)).toString('base64'),
      tail: this.#tail.toString('base64'),
    };
  }
  /** Returns the lines that these bytes complete. The caller may reuse the buffer afterwards. */
  split(bytes) {
    const lines = [];
    const mayHoldHoles = bytes.includes(0) || this.#partial.length > 0;
    this.#forEachLine(bytes, (from, to) => {
      if (this.#partial.length > 0) {
        this.#appendPartial(bytes.subarray(from, to), this.#readOffset + from);
        this.#decode(Buffer.concat(this.#partial), this.#partialOffset, mayHoldHoles, lines, this.#omissions);
      } else if (mayHoldHoles || to - from > lineBytesMax || this.#offset === 0) {
        this.#decode(bytes.subarray(from, to), this.#readOffset + from, mayHoldHoles, lines);
      } else {
        const end = to > from && bytes[to - 1] === carriageReturn ? to - 1 : to;
        lines.push(this.#createLine(bytes.toString('utf8', from, end), this.#readOffset + from));
      }
    });
    return lines;
  }
  /** Counts the lines that these bytes complete without decoding them. */
  skip(bytes) {
    this.#forEachLine(bytes, () => {});
  }
  /** Returns what follows the last line feed, for a generation that nobody writes to any more. */
  flush() {
    const lines = [];
    if (this.#readOffset === this.#offset) return lines;
    if (this.#partial.length > 0) {
      this.#decode(Buffer.concat(this.#partial), this.#partialOffset, true, lines, this.#omissions);
      this.#line++;
    }
    this.#offset = this.#readOffset;
    this.#tail = this.#previousBytes;
    this.#clearPartial();
    return lines;
  }
  /** Any bytes are lines. */
  takeDamagedBytes() {
    return 0;
  }
  #forEachLine(bytes, onLine) {
    if (this.#head.length < headBytesMax && this.#head.length === this.#readOffset)
      this.#head = Buffer.concat([this.#head, bytes.subarray(0, headBytesMax - this.#head.length)]);
    let from = 0;
    for (let to = bytes.indexOf(lineFeed); to >= 0; to = bytes.indexOf(lineFeed, from)) {
      onLine(from, to);
      this.#line++;
      from = to + 1;
      this.#offset = this.#readOffset + from;
      if (this.#partial.length > 0) this.#clearPartial();
    }
    if (from > 0) this.#tail = keepLastBytes(this.#previousBytes, bytes.subarray(0, from));
    if (from < bytes.length) this.#appendPartial(bytes.subarray(from), this.#readOffset + from);
    this.#previousBytes = keepLastBytes(this.#previousBytes, bytes);
    this.#readOffset += bytes.length;
  }
  /** Of a hole only its first bytes are kept: it may be larger than memory. Before a line nothing of it is. */
  #appendPartial(bytes, byteOffset) {
    let remaining = bytes;
    if (this.#partialBytes === 0 || this.#endsInHole) remaining = skipNuls(remaining, 0);
    if (this.#partialBytes === 0) this.#partialOffset = byteOffset + bytes.length - remaining.length;
    else this.#omit(bytes.length - remaining.length);
    while (remaining.length > 0) {
      const holeIndex = remaining.indexOf(nulHole);
      const end = holeIndex < 0 ? remaining.length : holeIndex + nulHole.length;
      this.#keepPartial(remaining.subarray(0, end));
      this.#endsInHole = holeIndex >= 0;
      const next = skipNuls(remaining, end);
      this.#omit(remaining.length - end - next.length);
      remaining = next;
    }
  }
  /** Notes how many bytes of a hole are missing where the partial line ends now. */
  #omit(bytes) {
    if (bytes > 0 && this.#partialBytes < partialBytesMax)
      this.#omissions.push({ index: this.#partialBytes, bytes });
  }
  #keepPartial(bytes) {
    const part = bytes.subarray(0, partialBytesMax - this.#partialBytes);
    if (part.length === 0) return;
    this.#partial.push(Buffer.from(part));
    this.#partialBytes += part.length;
  }
  #clearPartial() {
    this.#partial = [];
    this.#partialBytes = 0;
    this.#endsInHole = false;
    this.#omissions = [];
  }
  /** A hole inside a line means the text before it was never finished: each side becomes a line. */
  #decode(lineBytes, byteOffset, mayHoldHoles, lines, omissions = []) {
    let from =
      byteOffset === 0 && lineBytes.subarray(0, 3).equals(byteOrderMark) ? 3 : countLeadingNuls(lineBytes, 0);
    let omittedBytes = 0;
    let omissionIndex = 0;
    for (;;) {
      while ((omissions[omissionIndex]?.index ?? Infinity) <= from)
        omittedBytes += omissions[omissionIndex++]?.bytes ?? 0;
      const holeIndex = mayHoldHoles ? lineBytes.indexOf(nulHole, from) : -1;
      lines.push(
        this.#createLine(
          decodeText(lineBytes.subarray(from, holeIndex < 0 ? lineBytes.length : holeIndex)),
          byteOffset + from + omittedBytes,
        ),
      );
      if (holeIndex < 0) return;
      from = holeIndex + countLeadingNuls(lineBytes, holeIndex);
      if (from === lineBytes.length) return;
    }
  }
  #createLine(text, byte) {
    return { text, location: { file: this.#file, byte, line: this.#line + 1 } };
  }
}
function decodeText(bytes) {
  const end = bytes.at(-1) === carriageReturn ? bytes.length - 1 : bytes.length;
  return bytes.toString('utf8', 0, end > lineBytesMax ? findCharacterStart(bytes, lineBytesMax) : end);
}
/** Start of the UTF-8 character at `end`, so that truncating there splits no character. */
function findCharacterStart(bytes, end) {
  for (let index = end; index > end - 4; index--) if (((bytes[index] ?? 0) & 0xc0) !== 0x80) return index;
  return end;
}
function countLeadingNuls(bytes, from) {
  let index = from;
  while (bytes[index] === 0) index++;
  return index - from;
}
const skipNuls = (bytes, from) => bytes.subarray(from + countLeadingNuls(bytes, from));
/** The last bytes of both, as many as a fingerprint holds. */
export function keepLastBytes(previous, bytes) {
  if (bytes.length >= tailBytesMax) return Buffer.from(bytes.subarray(-tailBytesMax));
  return Buffer.from(Buffer.concat([previous, bytes]).subarray(-tailBytesMax));
}
