import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { getDirectoryListing } from './directory-listing.js';
import { matchesInode } from './file-generation.js';
import { closeLogFile, getErrorReason, getFileKey, openLogFile } from './log-file.js';
import { matchesCheckpoint } from './read-forward.js';

/** Maximum number of rotated files considered for one log, the newest. */
const rotatedFilesMax = 400;
/**
 * Opens the rotated files of a log, oldest first. A lost generation is also searched by inode under any name; that file
 * must match its checkpoint, because inodes are reused and it may be an unrelated file. What is read by another path is
 * left out.
 */
export function openRotatedFiles({ path: livePath, places }, lost, { listings, problems, owners }) {
  const openFiles = [];
  const openKeys = new Set();
  for (const { path, isForeign } of listRotatedPaths(places, lost, listings)) {
    try {
      const file = openLogFile(path, 'refuse');
      if (
        (isForeign && !lost.some(createMatcher(file))) ||
        openKeys.has(getFileKey(file.identity)) ||
        owners.findOther(file, livePath) !== null
      ) {
        closeLogFile(file);
        continue;
      }
      openFiles.push(file);
      openKeys.add(getFileKey(file.identity));
    } catch (error) {
      problems.push({ path, why: getErrorReason(error) });
    }
  }
  return openFiles;
}
const createMatcher =
  (file) =>
  ({ checkpoint }) =>
    matchesInode(checkpoint, file.identity) && matchesCheckpoint(file, checkpoint);
/** Files with foreign names come first: their age is unknown, so none of the others may count as older. */
function listRotatedPaths(places, lost, listings) {
  const found = places.map(({ directory, name, pattern, isFormer }) => {
    const listing = getDirectoryListing(directory, listings);
    const { names, areOrdered } = listing.rotatedNames(name, pattern);
    const present =
      isFormer && listing.has(name) ? [...names, name] : names.filter((rotatedName) => rotatedName !== name);
    const known = new Set([...names, name]);
    const foreignNames = lost.flatMap(({ checkpoint }) => listing.findNames(checkpoint));
    return {
      paths: present.map((rotatedName) => join(directory, rotatedName)),
      areOrdered,
      foreignPaths: foreignNames
        .filter((foreignName) => !known.has(foreignName))
        .map((foreignName) => join(directory, foreignName)),
    };
  });
  const filled = found.filter(({ paths }) => paths.length > 0);
  const paths = filled.flatMap((place) => place.paths);
  const areOrdered = filled.length <= 1 && filled.every((place) => place.areOrdered);
  return [
    ...[...new Set(found.flatMap(({ foreignPaths }) => foreignPaths))].map((path) => ({
      path,
      isForeign: true,
    })),
    ...(areOrdered ? paths : sortByLastWrite(paths))
      .slice(-rotatedFilesMax)
      .map((path) => ({ path, isForeign: false })),
  ];
}
/** Compressing and moving a file keep the time of its last write. */
function sortByLastWrite(paths) {
  return paths
    .map((path) => ({
      path,
      writtenNs: lstatSync(path, { bigint: true, throwIfNoEntry: false })?.mtimeNs ?? 0n,
    }))
    .sort((a, b) => (a.writtenNs < b.writtenNs ? -1 : a.writtenNs > b.writtenNs ? 1 : 0))
    .map(({ path }) => path);
}
