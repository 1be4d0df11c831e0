import type { Line } from '../parse/line.js';
import type { Position } from '../pipeline/checkpoint.js';

/** A line is kept up to here; what follows until its line feed is passed over. */
export const lineBytesMax = 64 * 1024;
/** How much of a generation's beginning a position remembers, and how much before its offset. */
export const headBytesMax = 1_024;
export const tailBytesMax = 256;

/** How far a generation has been cut into lines; head and tail as a position holds them. */
export type Mark = Pick<Position, 'offset' | 'line' | 'head' | 'tail'>;
export const start: Mark = { offset: 0, line: 0, head: '', tail: '' };

/** One byte more tells a line that is too long from one that just fits. */
const keptBytesMax = lineBytesMax + 1;
const lineFeed = 10;
const carriageReturn = 13;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
/** So many NUL bytes in a row are a hole that a crash or a truncation left, not text. */
const hole = Buffer.alloc(4);

/**
 * Cuts the bytes of one generation into lines as they arrive. Lines are cut at the byte 0x0A and decoded whole, so it
 * does not matter where one piece of bytes ends and the next begins. Memory is one line at most, and that cut.
 */
export class LineCutter {
  readonly #file: string;
  #offset: number;
  #line: number;
  #readTo: number;
  #head: Buffer;
  #tail: Buffer;
  #before: Buffer;
  #kept: Buffer[] = [];
  #keptBytes = 0;
  #keptFrom: number;

  constructor(file: string, mark: Mark = start) {
    this.#file = file;
    this.#offset = this.#readTo = this.#keptFrom = mark.offset;
    this.#line = mark.line;
    this.#head = Buffer.from(mark.head, 'base64');
    this.#tail = this.#before = Buffer.from(mark.tail, 'base64');
  }

  /** Where the next bytes must come from. */
  get readTo(): number {
    return this.#readTo;
  }

  /** The last bytes before `readTo`: whoever reads on compares them with the file. */
  get before(): Buffer {
    return this.#before;
  }

  /** Whether the line at hand is longer than what is kept of it. */
  get skipping(): boolean {
    return this.#keptBytes === keptBytesMax;
  }

  /** Just behind the last line feed. */
  get mark(): Mark {
    return {
      offset: this.#offset,
      line: this.#line,
      head: this.#head.subarray(0, Math.min(this.#offset, headBytesMax)).toString('base64'),
      tail: this.#tail.toString('base64'),
    };
  }

  /** The lines that these bytes complete. The bytes may be overwritten afterwards. */
  cut(bytes: Buffer): Line[] {
    const lines: Line[] = [];
    const mayHoldHoles = bytes.includes(0) || this.#kept.length > 0;
    this.#eachLine(bytes, (from, to) => {
      if (this.#kept.length > 0) {
        this.#keep(bytes.subarray(from, to), this.#readTo + from);
        this.#decode(Buffer.concat(this.#kept), this.#keptFrom, mayHoldHoles, lines);
      } else if (mayHoldHoles || to - from > lineBytesMax || this.#offset === 0) {
        this.#decode(bytes.subarray(from, to), this.#readTo + from, mayHoldHoles, lines);
      } else {
        const end = to > from && bytes[to - 1] === carriageReturn ? to - 1 : to;
        lines.push(this.#lineOf(bytes.toString('utf8', from, end), this.#readTo + from));
      }
    });
    return lines;
  }

  /** Counts the lines that these bytes complete, and decodes none. */
  pass(bytes: Buffer): void {
    this.#eachLine(bytes, () => {});
  }

  /** What stands behind the last line feed of a generation that nobody writes to any more. */
  end(): Line[] {
    const lines: Line[] = [];
    if (this.#readTo === this.#offset) return lines;
    if (this.#kept.length > 0) {
      this.#decode(Buffer.concat(this.#kept), this.#keptFrom, true, lines);
      this.#line++;
    }
    this.#offset = this.#readTo;
    this.#tail = this.#before;
    this.#forget();
    return lines;
  }

  #eachLine(bytes: Buffer, line: (from: number, to: number) => void): void {
    if (this.#head.length < headBytesMax && this.#head.length === this.#readTo)
      this.#head = Buffer.concat([this.#head, bytes.subarray(0, headBytesMax - this.#head.length)]);
    let from = 0;
    for (let to = bytes.indexOf(lineFeed); to >= 0; to = bytes.indexOf(lineFeed, from)) {
      line(from, to);
      this.#line++;
      from = to + 1;
      this.#offset = this.#readTo + from;
      if (this.#kept.length > 0) this.#forget();
    }
    if (from > 0) this.#tail = lastBytes(this.#before, bytes.subarray(0, from));
    if (from < bytes.length) this.#keep(bytes.subarray(from), this.#readTo + from);
    this.#before = lastBytes(this.#before, bytes);
    this.#readTo += bytes.length;
  }

  /** A hole in front of a line is not kept: it may be larger than memory. */
  #keep(bytes: Buffer, at: number): void {
    const skip = this.#keptBytes === 0 ? leadingNuls(bytes, 0) : 0;
    const piece = bytes.subarray(skip, skip + keptBytesMax - this.#keptBytes);
    if (this.#keptBytes === 0) this.#keptFrom = at + skip;
    if (piece.length === 0) return;
    this.#kept.push(Buffer.from(piece));
    this.#keptBytes += piece.length;
  }

  #forget(): void {
    this.#kept = [];
    this.#keptBytes = 0;
  }

  /** A hole inside a line tells that what stands before it was never finished: each side is a line. */
  #decode(whole: Buffer, at: number, mayHoldHoles: boolean, lines: Line[]): void {
    let from = at === 0 && whole.subarray(0, 3).equals(byteOrderMark) ? 3 : leadingNuls(whole, 0);
    for (;;) {
      const gap = mayHoldHoles ? whole.indexOf(hole, from) : -1;
      lines.push(this.#lineOf(textOf(whole.subarray(from, gap < 0 ? whole.length : gap)), at + from));
      if (gap < 0) return;
      from = gap + leadingNuls(whole, gap);
      if (from === whole.length) return;
    }
  }

  #lineOf(text: string, byte: number): Line {
    return { text, place: { file: this.#file, byte, line: this.#line + 1 } };
  }
}

function textOf(bytes: Buffer): string {
  const end = bytes.at(-1) === carriageReturn ? bytes.length - 1 : bytes.length;
  return bytes.toString('utf8', 0, end > lineBytesMax ? characterBefore(bytes, lineBytesMax) : end);
}

/** Where the character that stands at `end` begins, so that cutting there leaves no half of it. */
function characterBefore(bytes: Buffer, end: number): number {
  for (let at = end; at > end - 4; at--) if (((bytes[at] ?? 0) & 0xc0) !== 0x80) return at;
  return end;
}

function leadingNuls(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] === 0) at++;
  return at - from;
}

function lastBytes(before: Buffer, bytes: Buffer): Buffer {
  if (bytes.length >= tailBytesMax) return Buffer.from(bytes.subarray(-tailBytesMax));
  return Buffer.from(Buffer.concat([before, bytes]).subarray(-tailBytesMax));
}
