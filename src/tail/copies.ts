import type { Position } from '../position.js';
import { headBytesMax, tailBytesMax } from './cutter.js';
import { type LogFile, readAt } from './log-file.js';

/** Whether one file is a beginning of another, as far as its first and last bytes tell. */
export function beginsLike(file: LogFile, other: LogFile): boolean {
  if (file.size > other.size) return false;
  const same = (at: number, length: number) => readAt(file, at, length).equals(readAt(other, at, length));
  const tail = Math.min(file.size, tailBytesMax);
  return same(0, Math.min(file.size, headBytesMax)) && same(file.size - tail, tail);
}

/** Whether a file is a beginning of what was committed of a generation, as far as that is known. */
export function isBeginningOf(file: LogFile, position: Position): boolean {
  if (file.size >= position.offset) return false;
  const head = Buffer.from(position.head, 'base64').subarray(0, file.size);
  return readAt(file, 0, head.length).equals(head);
}
