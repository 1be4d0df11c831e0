import type { FileCheckpoint } from '../pipeline/checkpoint.js';
import { detectCompression } from './archive.js';
import { type FileGeneration, matchesInode } from './file-generation.js';
import {
  assignGeneration,
  type FileMatch,
  findLongestMatch,
  hasBeenRead,
  identityBytesMin,
  isNewerThanGeneration,
  listCandidates,
  mayHaveUnreadLines,
} from './file-match.js';
import { headBytesMax, tailBytesMax } from './line-splitter.js';
import { getChangedAt, getFileKey, getWrittenAt, type LogFile, readBytes } from './log-file.js';
import type { LogStream } from './log-stream.js';
import { matchArchives, matchNewArchives } from './match-archives.js';
import { matchesCheckpoint } from './read-forward.js';

/** A file that was rotated while it was empty may get its first lines from a writer that has not noticed yet. */
const lateWriteMs = 60_000;

/** Positions of finished files are kept a little longer than this. */
const historyAgeMs = 29 * 86_400_000;

/**
 * Judges all files of a stream together, oldest first and the live one last. The inode proposes, content decides; and
 * all names that no longer hold true are given up before content may propose.
 */
export async function matchFiles(
  stream: LogStream,
  rotatedFiles: readonly LogFile[],
  live: LogFile | null,
  now: number,
): Promise<FileMatch[]> {
  const files = live === null ? rotatedFiles : [...rotatedFiles, live];
  const matches = files.map((file): FileMatch => {
    return {
      file,
      isCompressed: detectCompression(file) !== 'plain',
      generation: null,
      status: 'new',
      hasMore: false,
    };
  });
  for (const match of matches) dropStaleFileKey(stream, match.file, now);
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

function dropStaleFileKey({ generations }: LogStream, file: LogFile, now: number): void {
  for (const generation of generations) {
    if (generation.fileKey !== getFileKey(file.identity) || generation.openFile !== null) continue;
    if (generation.fullyReadStamp === file.stamp) continue;
    if (detectCompression(file) !== 'plain' || matchesCheckpoint(file, generation.position)) continue;
    generation.fileKey = null;
    generation.lostAt = mayHaveUnreadLines(generation) ? now : null;
  }
}

/** Of several generations that one inode has held, only the youngest can still be in it. */
function matchByFileKey({ generations }: LogStream, match: FileMatch): void {
  const { file, isCompressed } = match;
  const key = getFileKey(file.identity);
  const current = generations.find((generation) => generation.fileKey === key);
  if (current !== undefined) {
    assignGeneration(match, current);
    return;
  }
  const youngest = generations
    .filter(({ position: fileCheckpoint }) => matchesInode(fileCheckpoint, file.identity))
    .reduce<FileGeneration | null>(
      (a, b) => (a && BigInt(a.position.birthTimeNs) > BigInt(b.position.birthTimeNs) ? a : b),
      null,
    );
  if (youngest === null || youngest.fileKey !== null) return;
  const isTrusted = isCompressed
    ? getFileKey(youngest.position) === key &&
      (!mayHaveUnreadLines(youngest) || youngest.position.offset < identityBytesMin)
    : matchesCheckpoint(file, youngest.position);
  if (isTrusted) assignGeneration(match, youngest);
}

/** Somebody copies the live file. Until it is truncated, what it holds is read from there, be it known or not. */
function markLiveCopy(live: LogFile, match: FileMatch): void {
  if (match.generation === null && !match.isCompressed && match.file.size > 0 && isPrefix(match.file, live))
    match.status = 'copy';
}

/**
 * Two files go on from the beginning that was read, the live one and one that was made since: then this one holds what
 * stood in the live one before it was truncated.
 */
function matchOlderTwin(matches: readonly FileMatch[], live: LogFile | null): void {
  const liveMatch = matches.find(({ file }) => file === live);
  const generation = liveMatch?.generation;
  if (!liveMatch || !generation || generation.openFile !== null || !mayHaveUnreadLines(generation)) return;
  const twin = matches.find(
    (match) =>
      match.generation === null &&
      match.status === 'new' &&
      !match.isCompressed &&
      isNewerThanGeneration(match, generation) &&
      generation.position.offset >= identityBytesMin &&
      matchesCheckpoint(match.file, generation.position),
  );
  if (twin === undefined) return;
  Object.assign(liveMatch, { generation: null, status: 'new' });
  assignGeneration(twin, generation);
}

function matchByContent(
  stream: LogStream,
  matches: readonly FileMatch[],
  match: FileMatch,
  isLive: boolean,
): void {
  if (match.generation !== null || match.status === 'copy') return;
  const longest = findLongestMatch(
    stream,
    matches,
    match,
    (generation) => !isLive || mayHaveUnreadLines(generation),
  );
  if (longest !== null) assignGeneration(match, longest);
}

function markCopy(stream: LogStream, matches: readonly FileMatch[], match: FileMatch, now: number): void {
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
    listCandidates(stream, matches).some(({ position: fileCheckpoint }) =>
      isCheckpointPrefix(file, fileCheckpoint),
    );
  if (isCopy) match.status = 'copy';
}

/**
 * What is unknown, older than anything known and was not written to for weeks is long forgotten. What is younger may have
 * been passed by as a copy before we were stopped: it has never been read.
 */
function markHistory(matches: readonly FileMatch[], now: number): void {
  const oldest = matches.findIndex(hasBeenRead);
  for (const match of matches.slice(0, Math.max(0, oldest)))
    if (match.status === 'new' && now - getWrittenAt(match.file) > historyAgeMs) match.status = 'history';
}

/** Whether one file is a beginning of another, as far as its first and last bytes tell. */
export function isPrefix(file: LogFile, longerFile: LogFile): boolean {
  if (file.size > longerFile.size) return false;
  const hasSameBytes = (offset: number, length: number) =>
    readBytes(file, offset, length).equals(readBytes(longerFile, offset, length));
  const tailBytes = Math.min(file.size, tailBytesMax);
  return hasSameBytes(0, Math.min(file.size, headBytesMax)) && hasSameBytes(file.size - tailBytes, tailBytes);
}

/** Whether a file is a beginning of what was committed of a generation, as far as that is known. */
export function isCheckpointPrefix(file: LogFile, fileCheckpoint: FileCheckpoint): boolean {
  if (file.size >= fileCheckpoint.offset) return false;
  const head = Buffer.from(fileCheckpoint.head, 'base64').subarray(0, file.size);
  return readBytes(file, 0, head.length).equals(head);
}
