import { startPosition } from './line-splitter.js';
import { getFileKey } from './log-file.js';
/** The caller refused a chunk. Unlike a file system error, this ends the whole poll. */
export class ChunkRejectedError extends Error {
  name = 'ChunkRejectedError';
}
/** A generation that continues at a stored checkpoint, or begins at offset 0. */
export function createGeneration(checkpoint, now) {
  return {
    checkpoint,
    fileKey: null,
    openFile: null,
    fullyReadStamp: null,
    fullyReadAt: now,
    splitter: null,
    grownAt: now,
    lostAt: null,
  };
}
/**
 * Starts a new generation in a file. Its key must differ from those of generations the same inode held before a
 * truncation; in that case its birth time is the file's last change.
 */
export function startGeneration(file, path, generations, now) {
  const { dev, ino } = file.identity;
  const birthTimes = generations
    .filter(({ checkpoint }) => matchesInode(checkpoint, file.identity))
    .map(getNextBirthTime);
  const birthTimeNs =
    birthTimes.length === 0
      ? file.identity.birthTimeNs
      : String(getLatestTime([...birthTimes, getChangeTime(file)]));
  const generation = createGeneration({ path, dev, ino, birthTimeNs, ...startPosition, state: 'live' }, now);
  generation.fileKey = getFileKey(file.identity);
  return generation;
}
/** Returns true when a checkpoint belongs to this very inode, and not to an earlier one with the same number. */
export function matchesInode(checkpoint, { dev, ino, birthTimeNs }) {
  return (
    checkpoint.dev === dev && checkpoint.ino === ino && BigInt(checkpoint.birthTimeNs) >= BigInt(birthTimeNs)
  );
}
/** Hands a chunk to the caller. The checkpoint and a data loss count only once the caller has accepted it. */
export function commitChunk(generation, readPosition, state, lines, atEnd, context, extra = {}) {
  const checkpoint = { ...generation.checkpoint, ...readPosition, state };
  try {
    context.onChunk({ fileCheckpoint: checkpoint, lines, atEnd, ...extra });
  } catch (error) {
    throw new ChunkRejectedError('Chunk rejected', { cause: error });
  }
  context.chunks++;
  if (extra.dataLoss !== undefined) context.dataLosses.push(extra.dataLoss);
  generation.checkpoint = checkpoint;
}
const getNextBirthTime = ({ checkpoint }) => BigInt(checkpoint.birthTimeNs) + 1n;
const getChangeTime = ({ stamp }) => BigInt(stamp.slice(stamp.lastIndexOf(':') + 1));
function getLatestTime(times) {
  let latestTime = 0n;
  for (const time of times) if (time > latestTime) latestTime = time;
  return latestTime;
}
