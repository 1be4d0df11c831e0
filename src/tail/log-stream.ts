import { statSync } from 'node:fs';
import { minuteMs } from '../base/duration.js';
import { type ArchivePlace, listOwnPlaces } from './archive-place.js';
import { getDirectoryStamp } from './directory-listing.js';
import type { FileGeneration } from './file-generation.js';
import type { LogFile } from './log-file.js';

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
  /** Where rotated files stood at the last scan. */
  places: readonly ArchivePlace[];
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
  return stream.scannedStamp !== getDirectoriesStamp(stream) || now - stream.scannedAt >= scanMs;
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

/** A value that changes when an entry is added or removed where rotated files stand. */
export function getDirectoriesStamp({ path, places }: LogStream): string {
  const locations = [...listOwnPlaces(path), ...places];
  return [...new Set(locations.map(({ directory }) => directory))].map(getDirectoryStamp).join();
}

function getLatestChangeMs(path: string): number {
  const times = listOwnPlaces(path).map(
    ({ directory }) => statSync(directory, { throwIfNoEntry: false })?.mtimeMs ?? 0,
  );
  return Math.max(...times);
}
