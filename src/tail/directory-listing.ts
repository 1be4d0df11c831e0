import { type Dirent, lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FileIdentity } from './log-file.js';
import { groupRotatedNames, type RotatedNames } from './rotated-names.js';

/** Names in one directory, read once for all logs that share it. */
export type DirectoryListing = {
  /** Names of the rotated files of a live log, oldest first. */
  rotatedNames(live: string, pattern?: RegExp | null): RotatedNames;
  /** Directories in it, unless there are more than any archive needs. */
  readonly directories: readonly string[];
  has(name: string): boolean;
  /** All names of this inode. */
  findNames(inode: Pick<FileIdentity, 'dev' | 'ino'>): readonly string[];
};

/** Listings of one poll by directory and stamp: a directory that changes during the poll is read again. */
export type DirectoryListings = Map<string, DirectoryListing>;

/** A value that changes whenever an entry of the directory is added or removed. */
export function getDirectoryStamp(directory: string): string {
  const stats = statSync(directory, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? 'none' : `${stats.dev}:${stats.ino}:${stats.mtimeNs}`;
}

export function getDirectoryListing(directory: string, listings: DirectoryListings): DirectoryListing {
  const listingKey = `${directory}\n${getDirectoryStamp(directory)}`;
  const cached = listings.get(listingKey);
  if (cached !== undefined) return cached;
  const listing = readListing(directory);
  listings.set(listingKey, listing);
  return listing;
}

const directoriesMax = 64;
const noNames: RotatedNames = { names: [], areOrdered: true };

function readListing(directory: string): DirectoryListing {
  const entries = readEntries(directory);
  const names = entries.map(({ name }) => name);
  const nameSet = new Set(names);
  const directories = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  const rotatedNamesByLive = groupRotatedNames(names);
  let namesOfInodes: ReadonlyMap<string, readonly string[]> | null = null;
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

function groupNamesByInode(directory: string, names: readonly string[]): Map<string, string[]> {
  const namesOfInodes = new Map<string, string[]>();
  for (const name of names) {
    const stats = lstatSync(join(directory, name), { bigint: true, throwIfNoEntry: false });
    if (stats === undefined || !stats.isFile()) continue;
    const inode = `${stats.dev}:${stats.ino}`;
    namesOfInodes.set(inode, [...(namesOfInodes.get(inode) ?? []), name]);
  }
  return namesOfInodes;
}

function readEntries(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}
