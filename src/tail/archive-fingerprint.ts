import { Unfinished, unpacked } from './archive.js';
import type { Generation } from './file-generation.js';
import { headBytesMax, tailBytesMax } from './line-splitter.js';
import { type LogFile, readAt } from './log-file.js';

/** A generation, and whether more follows than is committed; `unfinished` when the archive ends too early to tell. */
export type Answer = { readonly generation: Generation; readonly goesOn: boolean } | 'unfinished' | 'other';

/**
 * Which of these generations an archive holds, the longest if several: told by unpacking it up to the farthest offset
 * whose beginning is the right one.
 */
export async function archiveHolds(file: LogFile, generations: readonly Generation[]): Promise<Answer> {
  let head = Buffer.alloc(0);
  let before = Buffer.alloc(0);
  let at = 0;
  let asked = [...generations].sort((a, b) => a.position.offset - b.position.offset);
  let found: Generation | null = null;
  try {
    for await (const bytes of unpacked(file)) {
      const window = Buffer.concat([before, bytes]);
      const from = at - before.length;
      at += bytes.length;
      if (head.length < headBytesMax) head = Buffer.concat([head, bytes]).subarray(0, headBytesMax);
      asked = asked.filter(({ position }) => begins(head, position.head));
      for (const generation of asked) {
        const { offset, tail } = generation.position;
        if (offset > at - bytes.length && offset <= at && endsWith(window, offset - from, tail))
          found = generation;
      }
      asked = asked.filter(({ position }) => position.offset > at);
      if (asked.length === 0 && !(found?.position.offset === at)) break;
      before = Buffer.from(window.subarray(-tailBytesMax));
    }
  } catch (error) {
    // What cannot be unpacked is none of them; that it is lost is told when it would be read.
    if (!(error instanceof Unfinished)) return 'other';
    if (found === null) return asked.length > 0 ? 'unfinished' : 'other';
  }
  if (found === null) return asked.length > 0 && at > 0 ? 'unfinished' : 'other';
  return { generation: found, goesOn: at > found.position.offset };
}

/** Whether an archive holds a beginning of one of these files, as far as its first and last bytes tell. */
export async function archiveCopies(file: LogFile, others: readonly LogFile[]): Promise<boolean> {
  let head = Buffer.alloc(0);
  let last = Buffer.alloc(0);
  let at = 0;
  let asked = others;
  try {
    for await (const bytes of unpacked(file)) {
      at += bytes.length;
      last = Buffer.from(Buffer.concat([last, bytes]).subarray(-tailBytesMax));
      if (head.length === headBytesMax) continue;
      head = Buffer.concat([head, bytes]).subarray(0, headBytesMax);
      asked = asked.filter((other) => readAt(other, 0, head.length).equals(head));
      if (asked.length === 0) break;
    }
  } catch (error) {
    if (!(error instanceof Unfinished)) return false;
  }
  return asked.some((other) => readAt(other, at - last.length, last.length).equals(last));
}

/** As far as both are known. */
function begins(bytes: Buffer, head: string): boolean {
  const known = Buffer.from(head, 'base64');
  const length = Math.min(bytes.length, known.length);
  return bytes.subarray(0, length).equals(known.subarray(0, length));
}

function endsWith(window: Buffer, end: number, tail: string): boolean {
  const known = Buffer.from(tail, 'base64');
  return window.subarray(end - known.length, end).equals(known);
}
