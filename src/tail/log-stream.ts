import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { getDirectoryListing, getDirectoryStamp } from './directory-listing.js';
import { type FileGeneration, matchesInode, type PollContext } from './file-generation.js';
import { closeLogFile, getErrorReason, getFileKey, type LogFile, openLogFile } from './log-file.js';
import { matchesCheckpoint } from './read-forward.js';

/** One live path, and all that is known of the generations that stood there. */
export type LogStream = {
  readonly path: string;
  generations: FileGeneration[];
  /** The generation that the path led to when it was last there. */
  live: FileGeneration | null;
  /**
   * What to do with what a log holds when it is met for the first time: pass it `over`, read the live file alone
   * (it appeared while we watched), or read `all`. Null once it was met, now or in an earlier life.
   */
  firstRead: 'skip' | 'live' | 'everything' | null;
  /** What was made later than this, epoch ms, is no history: it is read even where the rest is passed over. */
  readonly since: number;
  /** When the siblings were last looked through, and their directories' stamp then. */
  scannedAt: number;
  scannedStamp: string | null;
  /** What was found out by unpacking archives. */
  readonly archives: Map<string, ArchiveState>;
  /** While its disk does not read: until when to leave it alone, how long that is, and why. */
  pause: { readonly until: number; readonly durationMs: number; readonly why: string } | null;
};

/** Which generations an archive does not hold; whether it ended too early to tell, and whether it is a copy. */
export type ArchiveState = {
  readonly excludedKeys: Set<string>;
  isUnfinished: boolean;
  isCopy: boolean | null;
};

/** So many siblings of one log are looked at, the newest. */
const rotatedFilesMax = 400;
const generationsMax = 1_000;
/** Time stamps of directories are coarse: one so young may have changed again unseen. */
const freshStampMs = 2_000;
const scanMs = 60_000;
const nsPerMs = 1e6;

/**
 * Whether a file was made since the stream was last followed: nothing of it can have been read before. In whole
 * milliseconds, as `since` is: new kernels stamp finer, and one made just before would look younger.
 */
export const isNewFile = ({ identity }: LogFile, { since }: LogStream): boolean =>
  Math.floor(Number(identity.birthTimeNs) / nsPerMs) > since;

/** Whether siblings may have come, gone or changed their names since they were last looked through. */
export function isScanDue(stream: LogStream, now: number): boolean {
  return stream.scannedStamp !== getDirectoriesStamp(stream.path) || now - stream.scannedAt >= scanMs;
}

/** Notes that the siblings are known now; `restless` when some must be judged again at the next look. */
export function recordScan(stream: LogStream, stamp: string, rescanSoon: boolean, now: number): void {
  stream.scannedStamp = rescanSoon || getLatestChangeMs(stream.path) > now - freshStampMs ? null : stamp;
  stream.scannedAt = now;
}

/** Finished generations whose file is gone are remembered up to a number, in case a copy comes back. */
export function forgetOldGenerations(
  stream: LogStream,
  presentGenerations: ReadonlySet<FileGeneration | null>,
): void {
  let surplus = stream.generations.length - generationsMax;
  if (surplus <= 0) return;
  stream.generations = stream.generations.filter((generation) => {
    const isForgotten =
      surplus > 0 && generation.position.state === 'done' && !presentGenerations.has(generation);
    if (isForgotten) surplus--;
    return !isForgotten;
  });
}

/** Changes when an entry comes or goes beside the live path, or beside what it links to. */
export function getDirectoriesStamp(path: string): string {
  return listLocations(path)
    .map(({ directory }) => getDirectoryStamp(directory))
    .join();
}

/**
 * Opens the siblings of a live path, oldest first. A generation that was lost is also found under a foreign name; the
 * file there must hold it, because inodes are used again and anybody's file may have this one now.
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
    const foreignNames = lost.flatMap(({ position: fileCheckpoint }) => listing.findNames(fileCheckpoint));
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
  ({ position: fileCheckpoint }: FileGeneration) =>
    matchesInode(fileCheckpoint, file.identity) && matchesCheckpoint(file, fileCheckpoint);

/** Strangers first: when nothing is known of their age, nothing may be taken for older. */
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
