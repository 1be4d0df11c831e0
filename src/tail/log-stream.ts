import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { minuteMs } from '../base/duration.js';
import { getDirectoryListing, getDirectoryStamp } from './directory-listing.js';
import { type FileGeneration, matchesInode, type PollContext } from './file-generation.js';
import { closeLogFile, getErrorReason, getFileKey, type LogFile, openLogFile } from './log-file.js';
import { matchesCheckpoint } from './read-forward.js';

/** One live path with all known generations that have been there. */
export type LogStream = {
  readonly path: string;
  generations: FileGeneration[];
  /** The generation the path led to when it last existed. */
  live: FileGeneration | null;
  /**
   * How to treat the existing content of a log seen for the first time: skip it, read the live file only (it appeared
   * while following), or read everything. Null once the log has been seen, in this run or an earlier one.
   */
  firstRead: 'skip' | 'live' | 'everything' | null;
  /** Files created later than this, epoch ms, are read even where existing content is skipped. */
  readonly since: number;
  /** When the rotated files were last scanned, and the stamp of their directories then. */
  scannedAt: number;
  scannedStamp: string | null;
  /** What decompressing archives has shown, by archive key. */
  readonly archives: Map<string, ArchiveState>;
  /** Set after a disk error: until when the log is not read, for how long in total, and why. */
  pause: { readonly until: number; readonly durationMs: number; readonly why: string } | null;
};

/** Generations that an archive does not hold, whether it ended too early to decide, and whether it is a copy. */
export type ArchiveState = {
  readonly excludedKeys: Set<string>;
  isUnfinished: boolean;
  isCopy: boolean | null;
};

/** Maximum number of rotated files considered for one log, the newest. */
const rotatedFilesMax = 400;
const generationsMax = 1_000;
/** Directory timestamps are coarse: within this time a directory may have changed again unnoticed. */
const freshStampMs = 2_000;
const scanMs = minuteMs;
const nsPerMs = 1e6;

/**
 * Returns true when a file was created since the stream was last followed, so nothing of it can have been read.
 * Compares whole milliseconds, as `since` has: newer kernels use finer timestamps, and a file created just before
 * would look newer.
 */
export const isNewFile = ({ identity }: LogFile, { since }: LogStream): boolean =>
  Math.floor(Number(identity.birthTimeNs) / nsPerMs) > since;

/** Returns true when rotated files may have been added, removed or renamed since the last scan. */
export function isScanDue(stream: LogStream, now: number): boolean {
  return stream.scannedStamp !== getDirectoriesStamp(stream.path) || now - stream.scannedAt >= scanMs;
}

/** Records a scan of the rotated files; `rescanSoon` when some must be matched again at the next poll. */
export function recordScan(stream: LogStream, stamp: string, rescanSoon: boolean, now: number): void {
  stream.scannedStamp = rescanSoon || getLatestChangeMs(stream.path) > now - freshStampMs ? null : stamp;
  stream.scannedAt = now;
}

/** Limits the number of finished generations without a file. They are kept in case a copy of one reappears. */
export function forgetOldGenerations(
  stream: LogStream,
  presentGenerations: ReadonlySet<FileGeneration | null>,
): void {
  let surplus = stream.generations.length - generationsMax;
  if (surplus <= 0) return;
  stream.generations = stream.generations.filter((generation) => {
    const isForgotten =
      surplus > 0 && generation.checkpoint.state === 'done' && !presentGenerations.has(generation);
    if (isForgotten) surplus--;
    return !isForgotten;
  });
}

/** A value that changes when an entry is added or removed beside the live path, or beside its link target. */
export function getDirectoriesStamp(path: string): string {
  return listLocations(path)
    .map(({ directory }) => getDirectoryStamp(directory))
    .join();
}

/**
 * Opens the rotated files of a live path, oldest first. A lost generation is also searched by inode under any name;
 * that file must match its checkpoint, because inodes are reused and it may be an unrelated file.
 */
export function openRotatedFiles(
  path: string,
  lost: readonly FileGeneration[],
  { listings, problems }: Pick<PollContext, 'listings' | 'problems'>,
): LogFile[] {
  const openFiles: LogFile[] = [];
  const openKeys = new Set<string>();
  for (const { directory, name } of listLocations(path)) {
    const listing = getDirectoryListing(directory, listings);
    const rotatedNames = listing.rotatedNames(name);
    const orderByName = new Map(rotatedNames.map((rotatedName, index) => [rotatedName, index]));
    const foreignNames = lost.flatMap(({ checkpoint }) => listing.findNames(checkpoint));
    for (const rotatedName of sortByRotation(
      new Set([...foreignNames, ...rotatedNames.slice(-rotatedFilesMax)]),
      orderByName,
    )) {
      if (rotatedName === name) continue;
      try {
        const file = openLogFile(join(directory, rotatedName), 'refuse');
        const isForeign = !orderByName.has(rotatedName) && !lost.some(createMatcher(file));
        if (isForeign || openKeys.has(getFileKey(file.identity))) {
          closeLogFile(file);
          continue;
        }
        openFiles.push(file);
        openKeys.add(getFileKey(file.identity));
      } catch (error) {
        problems.push({ path: join(directory, rotatedName), why: getErrorReason(error) });
      }
    }
  }
  return openFiles;
}

const createMatcher =
  (file: LogFile) =>
  ({ checkpoint }: FileGeneration) =>
    matchesInode(checkpoint, file.identity) && matchesCheckpoint(file, checkpoint);

/** Files with foreign names come first: their age is unknown, so none of the others may count as older. */
const sortByRotation = (names: ReadonlySet<string>, orderByName: ReadonlyMap<string, number>) =>
  [...names].sort((a, b) => (orderByName.get(a) ?? -1) - (orderByName.get(b) ?? -1));

function listLocations(path: string): { directory: string; name: string }[] {
  const real = resolveRealPath(path);
  return [...new Set([path, real])].map((location) => ({
    directory: dirname(location),
    name: basename(location),
  }));
}

function resolveRealPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function getLatestChangeMs(path: string): number {
  const times = listLocations(path).map(
    ({ directory }) => statSync(directory, { throwIfNoEntry: false })?.mtimeMs ?? 0,
  );
  return Math.max(...times);
}
