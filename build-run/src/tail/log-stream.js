import { statSync } from 'node:fs';
import { minuteMs } from '../base/duration.js';
import { listOwnPlaces } from './archive-place.js';
import { getDirectoryStamp } from './directory-listing.js';

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
export const isNewFile = ({ identity }, { since }) =>
  Math.floor(Number(identity.birthTimeNs) / nsPerMs) > since;
/** Returns true when rotated files may have been added, removed or renamed since the last scan. */
export function isScanDue(stream, now) {
  return stream.scannedStamp !== getDirectoriesStamp(stream) || now - stream.scannedAt >= scanMs;
}
/** Records a scan of the rotated files; `rescanSoon` when some must be matched again at the next poll. */
export function recordScan(stream, stamp, rescanSoon, now) {
  stream.scannedStamp = rescanSoon || getLatestChangeMs(stream.path) > now - freshStampMs ? null : stamp;
  stream.scannedAt = now;
}
/** Limits the number of finished generations without a file. They are kept in case a copy of one reappears. */
export function forgetOldGenerations(stream, presentGenerations) {
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
export function getDirectoriesStamp({ path, places }) {
  const locations = [...listOwnPlaces(path), ...places];
  return [...new Set(locations.map(({ directory }) => directory))].map(getDirectoryStamp).join();
}
function getLatestChangeMs(path) {
  const times = listOwnPlaces(path).map(
    ({ directory }) => statSync(directory, { throwIfNoEntry: false })?.mtimeMs ?? 0,
  );
  return Math.max(...times);
}
