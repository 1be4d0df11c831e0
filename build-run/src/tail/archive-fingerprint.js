import { countFingerprintBytes, fitsFingerprint } from '../pipeline/fingerprint.js';
import { readDecompressed, UnfinishedArchiveError } from './archive.js';
import { headBytesMax, tailBytesMax } from './line-splitter.js';
import { readBytes } from './log-file.js';
/**
 * Finds which of these generations an archive holds, the longest if several, by decompressing it up to the farthest
 * offset among those that begin alike.
 */
export async function findArchivedGeneration(file, generations) {
  let head = Buffer.alloc(0);
  let previousBytes = Buffer.alloc(0);
  let decompressedBytes = 0;
  let remaining = [...generations].sort((a, b) => a.checkpoint.offset - b.checkpoint.offset);
  let longest = null;
  try {
    for await (const bytes of readDecompressed(file)) {
      const window = Buffer.concat([previousBytes, bytes]);
      const windowOffset = decompressedBytes - previousBytes.length;
      decompressedBytes += bytes.length;
      if (head.length < headBytesMax) head = Buffer.concat([head, bytes]).subarray(0, headBytesMax);
      remaining = remaining.filter(({ checkpoint }) => fitsFingerprint(checkpoint.head, head));
      for (const generation of remaining) {
        const { offset, tail } = generation.checkpoint;
        if (
          offset > decompressedBytes - bytes.length &&
          offset <= decompressedBytes &&
          endsWithTail(window, offset - windowOffset, tail)
        )
          longest = generation;
      }
      remaining = remaining.filter(({ checkpoint }) => checkpoint.offset > decompressedBytes);
      if (remaining.length === 0 && !(longest?.checkpoint.offset === decompressedBytes)) break;
      previousBytes = Buffer.from(window.subarray(-tailBytesMax));
    }
  } catch (error) {
    // A damaged archive matches nothing here; the data loss is reported when it would be read.
    if (!(error instanceof UnfinishedArchiveError)) return 'other';
    if (longest === null) return remaining.length > 0 ? 'unfinished' : 'other';
  }
  if (longest === null) return remaining.length > 0 && decompressedBytes > 0 ? 'unfinished' : 'other';
  return { generation: longest, hasMore: decompressedBytes > longest.checkpoint.offset };
}
/** Returns true when the first and last bytes of an archive match the beginning of one of these files. */
export async function isArchiveOfCopy(file, plainFiles) {
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
function endsWithTail(window, end, tail) {
  const length = countFingerprintBytes(tail);
  return end >= length && fitsFingerprint(tail, window.subarray(end - length, end));
}
