import { lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { groupRotatedNames } from './rotated-names.js';
/** A value that changes whenever an entry of the directory is added or removed. */
export function getDirectoryStamp(directory) {
  const stats = statSync(directory, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? 'none' : `${stats.dev}:${stats.ino}:${stats.mtimeNs}`;
}
export function getDirectoryListing(directory, listings) {
  const listingKey = `${directory}\n${getDirectoryStamp(directory)}`;
  const cached = listings.get(listingKey);
  if (cached !== undefined) return cached;
  const listing = readListing(directory);
  listings.set(listingKey, listing);
  return listing;
}
const directoriesMax = 64;
const noNames = { names: [], areOrdered: true };
function readListing(directory) {
  const entries = readEntries(directory);
  const names = entries.map(({ name }) => name);
  const nameSet = new Set(names);
  const directories = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  const rotatedNamesByLive = groupRotatedNames(names);
  let namesOfInodes = null;
  return {
    directories: directories.length > directoriesMax ? [] : directories.map(({ name }) => name),
    has: (name) => nameSet.has(name),
    rotatedNames(live, pattern = null) {
      const rotatedNames = rotatedNamesByLive.get(live) ?? noNames;
      if (pattern === null) return rotatedNames;
      const known = new Set(rotatedNames.names);
      const others = names.filter((name) => pattern.test(name) && !known.has(name));
      return others.length === 0
        ? rotatedNames
        : { names: [...others, ...rotatedNames.names], areOrdered: false };
    },
    findNames({ dev, ino }) {
      namesOfInodes ??= groupNamesByInode(directory, names);
      return namesOfInodes.get(`${dev}:${ino}`) ?? [];
    },
  };
}
function groupNamesByInode(directory, names) {
  const namesOfInodes = new Map();
  for (const name of names) {
    const stats = lstatSync(join(directory, name), { bigint: true, throwIfNoEntry: false });
    if (stats === undefined || !stats.isFile()) continue;
    const inode = `${stats.dev}:${stats.ino}`;
    namesOfInodes.set(inode, [...(namesOfInodes.get(inode) ?? []), name]);
  }
  return namesOfInodes;
}
function readEntries(directory) {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}
