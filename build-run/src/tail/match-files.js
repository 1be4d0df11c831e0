import { dayMs, minuteMs } from '../base/duration.js';
import { countFingerprintBytes, fitsFingerprint, isGzipFingerprint } from '../pipeline/fingerprint.js';
import { detectCompression } from './archive.js';
import { matchesInode } from './file-generation.js';
import {
  assignGeneration,
  findLongestMatch,
  fingerprintBytesMin,
  hasBeenRead,
  isNewerThanGeneration,
  listCandidates,
  mayHaveUnreadLines,
} from './file-match.js';
import { beginsWithSmallMember } from './gzip-splitter.js';
import { headBytesMax, tailBytesMax } from './line-splitter.js';
import { getChangedAt, getFileKey, getWrittenAt, readBytes } from './log-file.js';
import { matchArchives, matchNewArchives } from './match-archives.js';
import { matchesCheckpoint } from './read-forward.js';
import { isArchiveName } from './rotated-names.js';

/** A file rotated while empty may still get its first lines from a writer that has not reopened the log yet. */
const lateWriteMs = minuteMs;
/** The store keeps checkpoints of finished generations a little longer than this. */
const historyAgeMs = 29 * dayMs;
/**
 * Decides for all files of a stream together which generation each one holds, oldest first and the live file last. The
 * inode suggests, the content decides; every stale file key is dropped before files are matched by content.
 */
export async function matchFiles(stream, rotatedFiles, live, now) {
  const files = live === null ? rotatedFiles : [...rotatedFiles, live];
  const matches = files.map((file) => {
    return {
      file,
      isCompressed: isArchive(stream, file, live),
      generation: null,
      status: 'new',
      hasMore: false,
    };
  });
  for (const match of matches) dropStaleFileKey(stream, match, now);
  for (const match of matches) matchByFileKey(stream, match);
  for (const match of matches) if (live !== null && match.file !== live) markLiveCopy(live, match);
  await matchNewArchives(stream, matches);
  for (const match of matches)
    if (!match.isCompressed) matchByContent(stream, matches, match, match.file === live);
  matchOlderTwin(matches, live);
  await matchArchives(stream, matches);
  for (const match of matches) if (match.file !== live) markCopy(stream, matches, match, now);
  markHistory(matches, now);
  return matches;
}
/** Returns false for a compressed file too, where the writer of the log compresses it and nobody did afterwards. */
function isArchive({ generations }, file, live) {
  const compression = detectCompression(file);
  if (compression !== 'gzip') return compression !== 'plain';
  if (file === live) return !beginsWithSmallMember(file);
  const isKnown = generations.some(
    ({ checkpoint }) =>
      isGzipFingerprint(checkpoint.head) &&
      checkpoint.offset >= fingerprintBytesMin &&
      matchesCheckpoint(file, checkpoint),
  );
  const isLogCompressed = live !== null && detectCompression(live) === 'gzip' && beginsWithSmallMember(live);
  return (
    !isKnown && !((isLogCompressed || generations.some(isGzipWrittenGeneration)) && !isArchiveName(file.path))
  );
}
const isGzipWrittenGeneration = ({ checkpoint }) => isGzipFingerprint(checkpoint.head);
function dropStaleFileKey({ generations }, { file, isCompressed }, now) {
  for (const generation of generations) {
    if (generation.fileKey !== getFileKey(file.identity) || generation.openFile !== null) continue;
    if (generation.fullyReadStamp === file.stamp) continue;
    if (isCompressed || matchesCheckpoint(file, generation.checkpoint)) continue;
    generation.fileKey = null;
    generation.lostAt = mayHaveUnreadLines(generation) ? now : null;
  }
}
/** Of several generations that one inode has held, only the newest can still be in it. */
function matchByFileKey({ generations }, match) {
  const { file, isCompressed } = match;
  const key = getFileKey(file.identity);
  const current = generations.find((generation) => generation.fileKey === key);
  if (current !== undefined) {
    assignGeneration(match, current);
    return;
  }
  const youngest = generations
    .filter(({ checkpoint }) => matchesInode(checkpoint, file.identity))
    .reduce(
      (a, b) => (a && BigInt(a.checkpoint.birthTimeNs) > BigInt(b.checkpoint.birthTimeNs) ? a : b),
      null,
    );
  if (youngest === null || youngest.fileKey !== null) return;
  const isTrusted = isCompressed
    ? getFileKey(youngest.checkpoint) === key &&
      (!mayHaveUnreadLines(youngest) || youngest.checkpoint.offset < fingerprintBytesMin)
    : matchesCheckpoint(file, youngest.checkpoint);
  if (isTrusted) assignGeneration(match, youngest);
}
/** Marks a copy of the live file. Until the live file is truncated, its content is read from there. */
function markLiveCopy(live, match) {
  if (match.generation === null && !match.isCompressed && match.file.size > 0 && isPrefix(match.file, live))
    match.status = 'copy';
}
/**
 * Reassigns the live generation to a newer file that matches its checkpoint as well: that file is the copy taken before
 * the live file was truncated, and holds the unread lines.
 */
function matchOlderTwin(matches, live) {
  const liveMatch = matches.find(({ file }) => file === live);
  const generation = liveMatch?.generation;
  if (!liveMatch || !generation || generation.openFile !== null || !mayHaveUnreadLines(generation)) return;
  const twin = matches.find(
    (match) =>
      match.generation === null &&
      match.status === 'new' &&
      !match.isCompressed &&
      isNewerThanGeneration(match, generation) &&
      generation.checkpoint.offset >= fingerprintBytesMin &&
      matchesCheckpoint(match.file, generation.checkpoint),
  );
  if (twin === undefined) return;
  Object.assign(liveMatch, { generation: null, status: 'new' });
  assignGeneration(twin, generation);
}
function matchByContent(stream, matches, match, isLive) {
  if (match.generation !== null || match.status === 'copy') return;
  const longest = findLongestMatch(
    stream,
    matches,
    match,
    (generation) => !isLive || mayHaveUnreadLines(generation),
  );
  if (longest !== null) assignGeneration(match, longest);
}
function markCopy(stream, matches, match, now) {
  const { file, isCompressed } = match;
  if (match.generation !== null || isCompressed) return;
  if (file.size === 0) {
    match.status = now - getChangedAt(file) < lateWriteMs ? 'copy' : 'history';
    return;
  }
  const otherMatches = matches.filter(
    (otherMatch) => otherMatch !== match && !otherMatch.isCompressed && otherMatch.status !== 'copy',
  );
  const isCopy =
    otherMatches.some((otherMatch) => isPrefix(file, otherMatch.file)) ||
    listCandidates(stream, matches).some(({ checkpoint }) => isCheckpointPrefix(file, checkpoint));
  if (isCopy) match.status = 'copy';
}
/**
 * Marks unknown files that are older than anything known and were not written to for weeks: their checkpoints may have
 * been deleted since. A more recent one may have been left unread as a copy before the last stop.
 */
function markHistory(matches, now) {
  const oldest = matches.findIndex(hasBeenRead);
  for (const match of matches.slice(0, Math.max(0, oldest)))
    if (match.status === 'new' && now - getWrittenAt(match.file) > historyAgeMs) match.status = 'history';
}
/** Returns true when one file is a beginning of another, judged by its first and last bytes. */
export function isPrefix(file, longerFile) {
  if (file.size > longerFile.size) return false;
  const hasSameBytes = (offset, length) =>
    readBytes(file, offset, length).equals(readBytes(longerFile, offset, length));
  const tailBytes = Math.min(file.size, tailBytesMax);
  return hasSameBytes(0, Math.min(file.size, headBytesMax)) && hasSameBytes(file.size - tailBytes, tailBytes);
}
/** Returns true when a file is a beginning of what was committed of a generation, judged by the stored head. */
export function isCheckpointPrefix(file, checkpoint) {
  if (file.size >= checkpoint.offset) return false;
  const length = Math.min(countFingerprintBytes(checkpoint.head), file.size);
  return fitsFingerprint(checkpoint.head, readBytes(file, 0, length));
}
