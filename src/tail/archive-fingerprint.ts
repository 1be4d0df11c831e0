import { readDecompressed, UnfinishedArchiveError } from './archive.js';
import type { FileGeneration } from './file-generation.js';
import { headBytesMax, tailBytesMax } from './line-splitter.js';
import { type LogFile, readBytes } from './log-file.js';

/** A generation, and whether more follows than is committed; `unfinished` when the archive ends too early to tell. */
export type ArchiveMatch =
  | { readonly generation: FileGeneration; readonly hasMore: boolean }
  | 'unfinished'
  | 'other';

/**
 * Which of these generations an archive holds, the longest if several: told by unpacking it up to the farthest offset
 * whose beginning is the right one.
 */
export async function findArchivedGeneration(
  file: LogFile,
  generations: readonly FileGeneration[],
): Promise<ArchiveMatch> {
  let head = Buffer.alloc(0);
  let previousBytes = Buffer.alloc(0);
  let decompressedBytes = 0;
  let remaining = [...generations].sort((a, b) => a.position.offset - b.position.offset);
  let longest: FileGeneration | null = null;
  try {
    for await (const bytes of readDecompressed(file)) {
      const window = Buffer.concat([previousBytes, bytes]);
      const windowOffset = decompressedBytes - previousBytes.length;
      decompressedBytes += bytes.length;
      if (head.length < headBytesMax) head = Buffer.concat([head, bytes]).subarray(0, headBytesMax);
      remaining = remaining.filter(({ position: fileCheckpoint }) =>
        startsWithHead(head, fileCheckpoint.head),
      );
      for (const generation of remaining) {
        const { offset, tail } = generation.position;
        if (
          offset > decompressedBytes - bytes.length &&
          offset <= decompressedBytes &&
          endsWithTail(window, offset - windowOffset, tail)
        )
          longest = generation;
      }
      remaining = remaining.filter(
        ({ position: fileCheckpoint }) => fileCheckpoint.offset > decompressedBytes,
      );
      if (remaining.length === 0 && !(longest?.position.offset === decompressedBytes)) break;
      previousBytes = Buffer.from(window.subarray(-tailBytesMax));
    }
  } catch (error) {
    // What cannot be unpacked is none of them; that it is lost is told when it would be read.
    if (!(error instanceof UnfinishedArchiveError)) return 'other';
    if (longest === null) return remaining.length > 0 ? 'unfinished' : 'other';
  }
  if (longest === null) return remaining.length > 0 && decompressedBytes > 0 ? 'unfinished' : 'other';
  return { generation: longest, hasMore: decompressedBytes > longest.position.offset };
}

/** Whether an archive holds a beginning of one of these files, as far as its first and last bytes tell. */
export async function isArchiveOfCopy(file: LogFile, plainFiles: readonly LogFile[]): Promise<boolean> {
  let head = Buffer.alloc(0);
  let tail = Buffer.alloc(0);
  let decompressedBytes = 0;
  let remaining = plainFiles;
  try {
    for await (const bytes of readDecompressed(file)) {
      decompressedBytes += bytes.length;
      tail = Buffer.from(Buffer.concat([tail, bytes]).subarray(-tailBytesMax));
      if (head.length === headBytesMax) continue;
      head = Buffer.concat([head, bytes]).subarray(0, headBytesMax);
      remaining = remaining.filter((plainFile) => readBytes(plainFile, 0, head.length).equals(head));
      if (remaining.length === 0) break;
    }
  } catch (error) {
    if (!(error instanceof UnfinishedArchiveError)) return false;
  }
  return remaining.some((plainFile) =>
    readBytes(plainFile, decompressedBytes - tail.length, tail.length).equals(tail),
  );
}

/** As far as both are known. */
function startsWithHead(bytes: Buffer, head: string): boolean {
  const expected = Buffer.from(head, 'base64');
  const length = Math.min(bytes.length, expected.length);
  return bytes.subarray(0, length).equals(expected.subarray(0, length));
}

function endsWithTail(window: Buffer, end: number, tail: string): boolean {
  const expected = Buffer.from(tail, 'base64');
  return window.subarray(end - expected.length, end).equals(expected);
}
