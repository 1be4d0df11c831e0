import { countFingerprintBytes, fitsFingerprint, isHashed } from '../pipeline/fingerprint.js';
import { commitChunk } from './file-generation.js';
import { createSplitter } from './gzip-splitter.js';
import { startPosition } from './line-splitter.js';
import { readBytes, refreshStats } from './log-file.js';

const chunkBytes = 256 * 1024;
/** Enough to tell how a log is written. */
const firstBytesMax = 8;
/** Shared by all reads: each block is split into lines before anything else runs. */
const readBuffer = Buffer.allocUnsafe(chunkBytes + 1_024);
/** A file with an unchanged stamp is trusted for this long, then the bytes before the offset are compared again. */
const recheckMs = 10_000;
/**
 * Reads a generation from its checkpoint to the end of its file, a chunk at a time. Every read overlaps what was read
 * before: bytes that differ there mean the file was truncated or rewritten, whatever its size.
 */
export async function* readForward(generation, file, state, context) {
  refreshStats(file);
  const stampBefore = file.stamp;
  if (generation.fullyReadStamp !== stampBefore) generation.grownAt = context.now;
  else if (context.now - generation.fullyReadAt < recheckMs) return 'read';
  if (!matchesHead(file, generation.checkpoint)) return 'rewritten';
  const splitter = takeSplitter(generation, file);
  if (splitter === null) return 'rewritten';
  for (;;) {
    const bytes = readNextBytes(file, splitter);
    if (bytes === null) return 'rewritten';
    if (bytes.length === 0) break;
    const lines = splitter.split(bytes);
    refreshStats(file);
    const { readPosition } = splitter;
    if (readPosition.offset > generation.checkpoint.offset)
      commitChunk(generation, readPosition, state, lines, splitter.readOffset >= file.size, context, {
        ...describeDamage(generation, splitter, context),
      });
    context.bytes += bytes.length;
    generation.splitter = splitter.isFarAhead ? splitter : null;
    yield;
  }
  generation.splitter = splitter.isFarAhead ? splitter : null;
  generation.fullyReadStamp = stampBefore;
  generation.fullyReadAt = context.now;
  return 'read';
}
/** Finishes a generation that nobody writes to any more, including a last line without a line feed. */
export function finishGeneration(generation, file, context, dataLoss) {
  const splitter = file && takeSplitter(generation, file);
  if (splitter === null) {
    commitChunk(generation, generation.checkpoint, 'done', [], true, context, dataLoss && { dataLoss });
    return;
  }
  const lines = [];
  for (let bytes = readNext(splitter); bytes?.length; bytes = readNext(splitter))
    for (const line of splitter.split(bytes)) lines.push(line);
  for (const line of splitter.flush()) lines.push(line);
  const loss = dataLoss ? { dataLoss } : describeDamage(generation, splitter, context);
  commitChunk(generation, splitter.readPosition, 'done', lines, true, context, loss);
  function readNext(position) {
    return file && readNextBytes(file, position);
  }
}
/**
 * A refused chunk is split again from the checkpoint, so the splitter is kept only once its lines are committed. Null when
 * the file does not hold what was committed.
 */
function takeSplitter(generation, file) {
  const { splitter } = generation;
  generation.splitter = null;
  if (splitter !== null) return splitter;
  const checkpoint = revealFingerprints(file, generation.checkpoint);
  if (checkpoint === null) return null;
  generation.checkpoint = checkpoint;
  return createSplitter(checkpoint.path, checkpoint, readBytes(file, 0, firstBytesMax));
}
/** The checkpoint with the bytes of its fingerprints, of which only hashes are stored; null if the file has others. */
function revealFingerprints(file, checkpoint) {
  const { offset, head, tail } = checkpoint;
  if (!isHashed(head) && !isHashed(tail)) return checkpoint;
  const tailBytes = countFingerprintBytes(tail);
  const heldHead = readBytes(file, 0, countFingerprintBytes(head));
  const heldTail = readBytes(file, offset - tailBytes, tailBytes);
  if (!isWholeFingerprint(head, heldHead) || !isWholeFingerprint(tail, heldTail)) return null;
  return { ...checkpoint, head: heldHead.toString('base64'), tail: heldTail.toString('base64') };
}
const isWholeFingerprint = (fingerprint, bytes) =>
  bytes.length === countFingerprintBytes(fingerprint) && fitsFingerprint(fingerprint, bytes);
/** The loss of what a writer compressed and nobody can decompress, such as what a crash cut off. */
export function describeDamage({ checkpoint: { path } }, splitter, { now }) {
  const bytes = splitter.takeDamagedBytes();
  return bytes === 0 ? {} : { dataLoss: { path, at: now, bytes, why: 'damaged compressed lines' } };
}
/** Moves a new generation past the last line that its file holds before an offset, without decoding the lines. */
export async function* skipLines(generation, file, state, end, context) {
  const splitter = createSplitter(
    generation.checkpoint.path,
    startPosition,
    readBytes(file, 0, firstBytesMax),
  );
  while (splitter.readOffset < end) {
    const bytes = readBytes(
      file,
      splitter.readOffset,
      Math.min(chunkBytes, end - splitter.readOffset),
      readBuffer,
    );
    if (bytes.length === 0) break;
    splitter.skip(bytes);
    yield;
  }
  commitChunk(generation, splitter.readPosition, state, [], end === file.size, context);
}
/** Returns true when a file matches the fingerprint of a checkpoint: its first bytes, and those before the offset. */
export function matchesCheckpoint(file, checkpoint) {
  if (file.size < checkpoint.offset || !matchesHead(file, checkpoint)) return false;
  const length = countFingerprintBytes(checkpoint.tail);
  return isWholeFingerprint(checkpoint.tail, readBytes(file, checkpoint.offset - length, length));
}
const matchesHead = (file, { head }) =>
  isWholeFingerprint(head, readBytes(file, 0, countFingerprintBytes(head)));
/** The next bytes for the splitter; null when the bytes before them are not the ones it has seen. */
function readNextBytes(file, { previousBytes, readOffset }) {
  const bytes = readBytes(
    file,
    readOffset - previousBytes.length,
    previousBytes.length + chunkBytes,
    readBuffer,
  );
  return bytes.subarray(0, previousBytes.length).equals(previousBytes)
    ? bytes.subarray(previousBytes.length)
    : null;
}
