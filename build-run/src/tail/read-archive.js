import { readDecompressed, UnfinishedArchiveError } from './archive.js';
import { ChunkRejectedError, commitChunk } from './file-generation.js';
import { createSplitter } from './gzip-splitter.js';
import { headBytesMax, keepLastBytes } from './line-splitter.js';
import { getErrorReason } from './log-file.js';
import { describeDamage } from './read-forward.js';

/** An archive that ends too early is given this long to be finished. */
const unfinishedWaitMs = 600_000;
/** Limits against decompression bombs: no log compresses better than this. */
const decompressedBytesMax = 8 * 2 ** 30;
const compressionRatioMax = 200;
const compressionRatioCheckedBytes = 64 * 2 ** 20;
/**
 * Decompresses an archive, skips what was committed and reads the rest. A last line without a line feed is read only
 * from a complete archive. What cannot be read is a data loss and finishes the generation, because newer files wait.
 */
export async function* readArchive(generation, file, context) {
  if (generation.fullyReadStamp === file.stamp && context.now - generation.grownAt < unfinishedWaitMs)
    return 'unfinished';
  const { path, offset } = generation.checkpoint;
  let splitter = null;
  const commitLost = (why) => {
    commitChunk(generation, generation.checkpoint, 'done', [], true, context, {
      dataLoss: { path, at: context.now, bytes: null, why },
    });
  };
  let decompressedBytes = 0;
  const skipped = new SkippedBytes();
  try {
    for await (const bytes of readDecompressed(file)) {
      const newBytes = bytes.subarray(Math.max(0, offset - decompressedBytes));
      if (splitter === null) skipped.add(bytes.subarray(0, bytes.length - newBytes.length));
      decompressedBytes += bytes.length;
      if (isDecompressionBomb(decompressedBytes, file.size)) {
        commitLost(`${file.path} decompresses to more than a log would`);
        return 'read';
      }
      if (newBytes.length === 0) continue;
      const start = { ...generation.checkpoint, ...skipped.fingerprints };
      splitter ??= createSplitter(path, start, offset === 0 ? bytes : skipped.head);
      const lines = splitter.split(newBytes);
      if (splitter.readPosition.offset > generation.checkpoint.offset) {
        commitChunk(generation, splitter.readPosition, 'draining', lines, false, context);
        generation.grownAt = context.now;
      }
      context.bytes += newBytes.length;
      yield;
    }
  } catch (error) {
    if (error instanceof ChunkRejectedError) throw error;
    generation.fullyReadStamp = file.stamp;
    if (error instanceof UnfinishedArchiveError && context.now - generation.grownAt < unfinishedWaitMs)
      return 'unfinished';
    commitLost(getErrorReason(error));
    return 'read';
  }
  const lines = splitter?.flush() ?? [];
  const { readPosition } = splitter ?? { readPosition: generation.checkpoint };
  const damage = splitter === null ? {} : describeDamage(generation, splitter, context);
  commitChunk(generation, readPosition, 'done', lines, true, context, damage);
  generation.fullyReadStamp = file.stamp;
  return 'read';
}
const isDecompressionBomb = (decompressedBytes, compressedBytes) =>
  decompressedBytes > decompressedBytesMax ||
  (decompressedBytes > compressionRatioCheckedBytes &&
    decompressedBytes > compressionRatioMax * compressedBytes);
/** Keeps of the bytes before the offset what the next checkpoint needs: of those only hashes may be known. */
class SkippedBytes {
  head = Buffer.alloc(0);
  #tail = Buffer.alloc(0);
  add(bytes) {
    if (this.head.length < headBytesMax)
      this.head = Buffer.concat([this.head, bytes.subarray(0, headBytesMax - this.head.length)]);
    this.#tail = keepLastBytes(this.#tail, bytes);
  }
  get fingerprints() {
    return { head: this.head.toString('base64'), tail: this.#tail.toString('base64') };
  }
}
