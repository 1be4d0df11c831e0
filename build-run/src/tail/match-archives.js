import { findArchivedGeneration, isArchiveOfCopy } from './archive-fingerprint.js';
import {
  assignGeneration,
  findLongestMatch,
  fingerprintBytesMin,
  hasBeenRead,
  isNewerThanGeneration,
  listCandidates,
  mayHaveUnreadLines,
} from './file-match.js';
import { getFileKey } from './log-file.js';
import { isNewFile } from './log-stream.js';
/**
 * Assigns missing generations to archives where a plain file matches as well. When little of a generation was read,
 * such as a banner that begins every file, both an archive and a newer plain file match it. An archive created after
 * the generation then wins, because it is the older of the two.
 */
export async function matchNewArchives(stream, matches) {
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
 * Matches the remaining archives by content. Decompressing costs time, so an archive that existed before the last stop
 * is examined only while a generation is missing or nothing newer is known. One created since may hold unseen lines.
 */
export async function matchArchives(stream, matches) {
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
/** Compares an archive with generations. An unchanged archive is not decompressed twice for the same generation. */
async function matchArchiveOnce(stream, file, orphans) {
  const archiveState = getArchiveState(stream, file);
  const remaining = orphans.filter(
    ({ checkpoint }) => !archiveState.excludedKeys.has(getFileKey(checkpoint)),
  );
  if (remaining.length > 0) {
    const archiveMatch = await findArchivedGeneration(file, remaining);
    if (typeof archiveMatch === 'object') return archiveMatch;
    for (const { checkpoint } of remaining) archiveState.excludedKeys.add(getFileKey(checkpoint));
    archiveState.isUnfinished ||= archiveMatch === 'unfinished';
    return archiveMatch;
  }
  return archiveState.isUnfinished ? 'unfinished' : 'other';
}
/** Returns true when an archive was made from a copy of a present file, or of what another archive holds. */
async function isCompressedCopy(stream, file, matches, orphans) {
  const archiveState = getArchiveState(stream, file);
  if (archiveState.isCopy !== null) return archiveState.isCopy;
  const presentGenerations = stream.generations.filter(
    (generation) => !orphans.includes(generation) && generation.checkpoint.offset >= fingerprintBytesMin,
  );
  const archiveMatch = await findArchivedGeneration(file, presentGenerations);
  const isWhole = typeof archiveMatch === 'object' && !archiveMatch.hasMore;
  const plainFiles = matches.filter(({ isCompressed }) => !isCompressed).map((match) => match.file);
  archiveState.isCopy = isWhole || archiveMatch === 'unfinished' || (await isArchiveOfCopy(file, plainFiles));
  return archiveState.isCopy;
}
function getArchiveState({ archives }, file) {
  const archiveState = archives.get(getArchiveKey(file)) ?? {
    excludedKeys: new Set(),
    isUnfinished: false,
    isCopy: null,
  };
  archives.set(getArchiveKey(file), archiveState);
  return archiveState;
}
/** A key that stays the same when the archive is renamed: the stamp without its change time. */
const getArchiveKey = ({ identity, stamp }) =>
  `${getFileKey(identity)}:${stamp.slice(0, stamp.lastIndexOf(':'))}`;
