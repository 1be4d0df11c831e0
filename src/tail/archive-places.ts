import { realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type DirectoryListings, getDirectoryListing } from './directory-listing.js';

/** A directory where rotated files of a log may stand, the name that theirs are made from, and a pattern of others. */
export type ArchivePlace = {
  readonly directory: string;
  readonly name: string;
  readonly pattern: RegExp | null;
};

/** Where the rotated files of a log are moved, and a pattern of their names where these are unusual. */
export type ArchiveHint = { readonly directories: readonly string[]; readonly pattern: RegExp | null };

/** Returns what the configuration says about the rotated files of a path. */
export type FindArchives = (path: string) => ArchiveHint;

/**
 * Lists where rotated files of a live path may stand: beside it, beside its link target, where logrotate moves them, and in
 * a directory below its own that holds rotated files of this name but no log of this name.
 */
export function listPlaces(
  path: string,
  listings: DirectoryListings,
  findArchives: FindArchives,
): readonly ArchivePlace[] {
  const places = listOwnPlaces(path).flatMap((own) => {
    const { directory, name } = own;
    const { directories, pattern } = findArchives(join(directory, name));
    const below = getDirectoryListing(directory, listings)
      .directories.map((child) => join(directory, child))
      .filter((child) => !directories.includes(child));
    const others = [...below.filter((child) => isArchiveOf(child, name, listings)), ...directories];
    return [directory, ...others].map((place) => ({ directory: place, name, pattern }));
  });
  return [...new Map(places.map((place) => [`${place.directory}\n${place.name}`, place])).values()];
}

/** Lists the directories of a path and of its link target. */
export function listOwnPlaces(path: string): readonly ArchivePlace[] {
  return [...new Set([path, resolveRealPath(path)])].map((location) => ({
    directory: dirname(location),
    name: basename(location),
    pattern: null,
  }));
}

function isArchiveOf(directory: string, name: string, listings: DirectoryListings): boolean {
  const listing = getDirectoryListing(directory, listings);
  return !listing.has(name) && listing.rotatedNames(name).names.length > 0;
}

function resolveRealPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
