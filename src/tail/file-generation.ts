import type { Line } from '../parse/line.js';
import type { Chunk, DataLoss, FileCheckpoint } from '../pipeline/checkpoint.js';
import type { DirectoryListings } from './directory-listing.js';
import type { FileProblem } from './discover.js';
import { type LineSplitter, type ReadPosition, startPosition } from './line-splitter.js';
import { type FileIdentity, getFileKey, type LogFile } from './log-file.js';

/** A generation of one log as this process follows it. Only `commit` moves its position. */
export type FileGeneration = {
  position: FileCheckpoint;
  /** The file that holds it now, by `keyOf`; null while none is known. */
  fileKey: string | null;
  /** That file, while it is kept open. */
  openFile: LogFile | null;
  /** The file's stamp when it was last read to its end, and when that was. */
  fullyReadStamp: string | null;
  fullyReadAt: number;
  /** Kept only inside a line that is too long, so that it is not read from its beginning at each look. */
  splitter: LineSplitter | null;
  grownAt: number;
  /** Since when no file is known to hold the rest; null while one is, or when there is no rest. */
  lostAt: number | null;
};

/** One pass over the files, and what came of it. */
export type PollContext = {
  readonly onChunk: (chunk: Chunk) => void;
  readonly now: number;
  chunks: number;
  bytes: number;
  readonly problems: FileProblem[];
  readonly listings: DirectoryListings;
  /** Which live path has which file, by `keyOf`: a file that two paths lead to is read once. */
  readonly ownerPaths: Map<string, string>;
  readonly dataLosses: DataLoss[];
};

/** The caller would not take a chunk. Unlike an error of the file system, that ends the whole look. */
export class ChunkRejectedError extends Error {
  override readonly name = 'ChunkRejectedError';
}

/** A generation that continues at a stored position, or begins at offset 0. */
export function createGeneration(fileCheckpoint: FileCheckpoint, now: number): FileGeneration {
  return {
    position: fileCheckpoint,
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
 * A new generation in a file. Its name must differ from those that the same inode held before a truncation, so it is
 * then born when the file last changed.
 */
export function startGeneration(
  file: LogFile,
  path: string,
  generations: readonly FileGeneration[],
  now: number,
): FileGeneration {
  const { dev, ino } = file.identity;
  const birthTimes = generations
    .filter(({ position: fileCheckpoint }) => matchesInode(fileCheckpoint, file.identity))
    .map(getNextBirthTime);
  const birthTimeNs =
    birthTimes.length === 0
      ? file.identity.birthTimeNs
      : String(getLatestTime([...birthTimes, getChangeTime(file)]));
  const generation = createGeneration({ path, dev, ino, birthTimeNs, ...startPosition, state: 'live' }, now);
  generation.fileKey = getFileKey(file.identity);
  return generation;
}

/** Whether a position is of this very inode: born in it, and not in another that had its number before. */
export function matchesInode(
  fileCheckpoint: FileCheckpoint,
  { dev, ino, birthTimeNs }: FileIdentity,
): boolean {
  return (
    fileCheckpoint.dev === dev &&
    fileCheckpoint.ino === ino &&
    BigInt(fileCheckpoint.birthTimeNs) >= BigInt(birthTimeNs)
  );
}

/** Hands a chunk over. The position, and what is lost behind it, count only once the caller has taken it. */
export function commitChunk(
  generation: FileGeneration,
  readPosition: ReadPosition,
  state: FileCheckpoint['state'],
  lines: readonly Line[],
  atEnd: boolean,
  context: PollContext,
  dataLoss?: DataLoss,
): void {
  const fileCheckpoint = { ...generation.position, ...readPosition, state };
  try {
    context.onChunk({ fileCheckpoint, lines, atEnd, ...(dataLoss && { dataLoss }) });
  } catch (error) {
    throw new ChunkRejectedError('The chunk was not taken', { cause: error });
  }
  context.chunks++;
  if (dataLoss !== undefined) context.dataLosses.push(dataLoss);
  generation.position = fileCheckpoint;
}

const getNextBirthTime = ({ position: fileCheckpoint }: FileGeneration) =>
  BigInt(fileCheckpoint.birthTimeNs) + 1n;
const getChangeTime = ({ stamp }: LogFile) => BigInt(stamp.slice(stamp.lastIndexOf(':') + 1));

function getLatestTime(times: readonly bigint[]): bigint {
  let latestTime = 0n;
  for (const time of times) if (time > latestTime) latestTime = time;
  return latestTime;
}
