import { lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Identity } from './log-file.js';
import { siblingsByLive } from './rotated-names.js';

/** What stands in one directory, read once for all logs that share it. */
export type Listing = {
  /** Names of the siblings of a live log, oldest first. */
  siblings(live: string): readonly string[];
  /** Names that lead to this inode, whatever they are. */
  namesOf(inode: Pick<Identity, 'dev' | 'ino'>): readonly string[];
};

/** Listings of one look, by directory and its stamp: a directory that changed meanwhile is read again. */
export type Listings = Map<string, Listing>;

/** Changes when an entry of the directory comes or goes. */
export function stampOf(directory: string): string {
  const stats = statSync(directory, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? 'none' : `${stats.dev}:${stats.ino}:${stats.mtimeNs}`;
}

export function listingOf(directory: string, listings: Listings): Listing {
  const id = `${directory}\n${stampOf(directory)}`;
  const known = listings.get(id);
  if (known !== undefined) return known;
  const listing = list(directory);
  listings.set(id, listing);
  return listing;
}

function list(directory: string): Listing {
  const names = namesIn(directory);
  const siblings = siblingsByLive(names);
  let inodes: ReadonlyMap<string, readonly string[]> | null = null;
  return {
    siblings: (live) => siblings.get(live) ?? [],
    namesOf({ dev, ino }) {
      inodes ??= namesByInode(directory, names);
      return inodes.get(`${dev}:${ino}`) ?? [];
    },
  };
}

function namesByInode(directory: string, names: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const name of names) {
    const stats = lstatSync(join(directory, name), { bigint: true, throwIfNoEntry: false });
    if (stats === undefined || !stats.isFile()) continue;
    const inode = `${stats.dev}:${stats.ino}`;
    found.set(inode, [...(found.get(inode) ?? []), name]);
  }
  return found;
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
