import { lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FileIdentity } from './log-file.js';
import { groupRotatedNames } from './rotated-names.js';

/** Names in one directory, read once for all logs that share it. */
export type DirectoryListing = {
  /** Names of the rotated files of a live log, oldest first. */
  rotatedNames(live: string): readonly string[];
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

function readListing(directory: string): DirectoryListing {
  const names = readNames(directory);
  const rotatedNamesByLive = groupRotatedNames(names);
  let namesOfInodes: ReadonlyMap<string, readonly string[]> | null = null;
  return {
    rotatedNames: (live) => rotatedNamesByLive.get(live) ?? [],
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

function readNames(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
