import { type ArchiveMatch, findArchivedGeneration, isArchiveOfCopy } from './archive-fingerprint.js';
import type { FileGeneration } from './file-generation.js';
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
import { getFileKey, type LogFile } from './log-file.js';
import { type ArchiveState, isNewFile, type LogStream } from './log-stream.js';

/**
 * A generation of which little was read, such as a banner that stands at the head of every file, is held by an archive
 * and by a younger plain file alike. Then it is the archive's, if that was made since: the older of two comes first.
 */
export async function matchNewArchives(stream: LogStream, matches: readonly FileMatch[]): Promise<void> {
  for (const orphan of listCandidates(stream, matches).filter(mayHaveUnreadLines)) {
    const rivalIndex = matches.findIndex(
      (match) =>
        !match.isCompressed &&
        match.generation === null &&
        findLongestMatch(stream, matches, match) === orphan,
    );
    const olderArchives = matches
      .slice(0, Math.max(0, rivalIndex))
      .filter(({ isCompressed, generation }) => isCompressed && !generation);
    for (const match of olderArchives.filter((archive) => isNewerThanGeneration(archive, orphan))) {
      const archiveMatch = await matchArchiveOnce(stream, match.file, listCandidates(stream, matches));
      if (typeof archiveMatch !== 'object') continue;
      assignGeneration(match, archiveMatch.generation);
      match.hasMore = archiveMatch.hasMore;
      if (archiveMatch.generation === orphan) break;
    }
  }
}

/**
 * Unpacking costs time, so an archive that was there before the last stop is asked only while something is missing or
 * nothing newer is known. One that was made since may hold what nobody saw.
 */
export async function matchArchives(stream: LogStream, matches: readonly FileMatch[]): Promise<void> {
  const presentKeys = new Set(matches.map(({ file }) => getArchiveKey(file)));
  for (const id of stream.archives.keys()) if (!presentKeys.has(id)) stream.archives.delete(id);
  for (const [index, match] of [...matches.entries()].reverse()) {
    if (!match.isCompressed || match.generation !== null) continue;
    const orphans = listCandidates(stream, matches);
    if (
      !orphans.some(mayHaveUnreadLines) &&
      matches.slice(index).some(hasBeenRead) &&
      !isNewFile(match.file, stream)
    ) {
      match.status = 'history';
      continue;
    }
    const archiveMatch = await matchArchiveOnce(stream, match.file, orphans);
    if (typeof archiveMatch === 'object') {
      assignGeneration(match, archiveMatch.generation);
      match.hasMore = archiveMatch.hasMore;
    } else if (archiveMatch === 'unfinished') match.status = 'copy';
    else if (await isCompressedCopy(stream, match.file, matches, orphans)) match.status = 'history';
  }
}

/** An archive that did not change is not unpacked twice for the same generation. */
async function matchArchiveOnce(
  stream: LogStream,
  file: LogFile,
  orphans: readonly FileGeneration[],
): Promise<ArchiveMatch> {
  const archiveState = getArchiveState(stream, file);
  const remaining = orphans.filter(
    ({ position: fileCheckpoint }) => !archiveState.excludedKeys.has(getFileKey(fileCheckpoint)),
  );
  if (remaining.length > 0) {
    const archiveMatch = await findArchivedGeneration(file, remaining);
    if (typeof archiveMatch === 'object') return archiveMatch;
    for (const { position: fileCheckpoint } of remaining)
      archiveState.excludedKeys.add(getFileKey(fileCheckpoint));
    archiveState.isUnfinished ||= archiveMatch === 'unfinished';
    return archiveMatch;
  }
  return archiveState.isUnfinished ? 'unfinished' : 'other';
}

/** Whether an archive was made of a copy of what is there, or of what another archive holds. */
async function isCompressedCopy(
  stream: LogStream,
  file: LogFile,
  matches: readonly FileMatch[],
  orphans: readonly FileGeneration[],
): Promise<boolean> {
  const archiveState = getArchiveState(stream, file);
  if (archiveState.isCopy !== null) return archiveState.isCopy;
  const presentGenerations = stream.generations.filter(
    (generation) => !orphans.includes(generation) && generation.position.offset >= identityBytesMin,
  );
  const archiveMatch = await findArchivedGeneration(file, presentGenerations);
  const isWhole = typeof archiveMatch === 'object' && !archiveMatch.hasMore;
  const plainFiles = matches.filter(({ isCompressed }) => !isCompressed).map((match) => match.file);
  archiveState.isCopy = isWhole || archiveMatch === 'unfinished' || (await isArchiveOfCopy(file, plainFiles));
  return archiveState.isCopy;
}

function getArchiveState({ archives }: LogStream, file: LogFile): ArchiveState {
  const archiveState = archives.get(getArchiveKey(file)) ?? {
    excludedKeys: new Set(),
    isUnfinished: false,
    isCopy: null,
  };
  archives.set(getArchiveKey(file), archiveState);
  return archiveState;
}

/** Stays the same when the archive is renamed. */
const getArchiveKey = ({ identity, stamp }: LogFile) =>
  `${getFileKey(identity)}:${stamp.slice(0, stamp.lastIndexOf(':'))}`;
