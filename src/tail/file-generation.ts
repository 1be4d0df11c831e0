import type { Line } from '../parse/line.js';
import type { Chunk, DataLoss, FileCheckpoint } from '../pipeline/checkpoint.js';
import type { FindArchives } from './archive-place.js';
import type { DirectoryListings } from './directory-listing.js';
import type { FileProblem } from './discover.js';
import type { LogHistory } from './history.js';
import { type ReadPosition, type Splitter, startPosition } from './line-splitter.js';
import { type FileIdentity, getFileKey, type LogFile } from './log-file.js';

/** A generation of one log as this process follows it. Only `commitChunk` moves its checkpoint. */
export type FileGeneration = {
  checkpoint: FileCheckpoint;
  /** Key (`getFileKey`) of the file that holds the generation now; null while none is known. */
  fileKey: string | null;
  /** That file, while it is kept open. */
  openFile: LogFile | null;
  /** Stamp of the file when it was last read to its end, and when that was. */
  fullyReadStamp: string | null;
  fullyReadAt: number;
  /** Kept only inside an overlong line, a hole or a gzip member, which would be read from its beginning at each poll. */
  splitter: Splitter | null;
  /** When the file was last seen to have grown, epoch ms. */
  grownAt: number;
  /** Since when no known file holds its unread lines, epoch ms; null while one does, or when nothing is unread. */
  lostAt: number | null;
};

/** Knows by which path each file was read: a file that several paths lead to, one after another too, is read once. */
export type FileOwners = {
  /** What else a file at this path was read as; null when it is its own. */
  findOther(file: LogFile, path: string): string | null;
  /** True when a path that is followed has led to this location. */
  hasFollowed(location: string): boolean;
  /** Records that the file with this key is now read by this path. */
  set(fileKey: string, path: string, generation: FileGeneration): void;
};

/** Inputs and running results of one poll. */
export type PollContext = {
  readonly onChunk: (chunk: Chunk) => void;
  readonly now: number;
  chunks: number;
  bytes: number;
  readonly problems: FileProblem[];
  readonly listings: DirectoryListings;
  readonly findArchives: FindArchives;
  readonly owners: FileOwners;
  readonly dataLosses: DataLoss[];
  /** The history that is read of logs seen for the first time; null when it has been read. */
  readonly history: LogHistory | null;
};

/** The caller refused a chunk. Unlike a file system error, this ends the whole poll. */
export class ChunkRejectedError extends Error {
  override readonly name = 'ChunkRejectedError';
}

/** A generation that continues at a stored checkpoint, or begins at offset 0. */
export function createGeneration(checkpoint: FileCheckpoint, now: number): FileGeneration {
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
export function startGeneration(
  file: LogFile,
  path: string,
  generations: readonly FileGeneration[],
  now: number,
): FileGeneration {
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
export function matchesInode(checkpoint: FileCheckpoint, { dev, ino, birthTimeNs }: FileIdentity): boolean {
  return (
    checkpoint.dev === dev && checkpoint.ino === ino && BigInt(checkpoint.birthTimeNs) >= BigInt(birthTimeNs)
  );
}

/** Hands a chunk to the caller. The checkpoint and a data loss count only once the caller has accepted it. */
export function commitChunk(
  generation: FileGeneration,
  readPosition: ReadPosition,
  state: FileCheckpoint['state'],
  lines: readonly Line[],
  atEnd: boolean,
  context: PollContext,
  extra: Pick<Chunk, 'dataLoss' | 'continuedKey'> = {},
): void {
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

const getNextBirthTime = ({ checkpoint }: FileGeneration) => BigInt(checkpoint.birthTimeNs) + 1n;
const getChangeTime = ({ stamp }: LogFile) => BigInt(stamp.slice(stamp.lastIndexOf(':') + 1));

function getLatestTime(times: readonly bigint[]): bigint {
  let latestTime = 0n;
  for (const time of times) if (time > latestTime) latestTime = time;
  return latestTime;
}
