import { join } from 'node:path';
import { type ArchivePlace, createPlace, listOwnPlaces, resolveRealPath } from './archive-place.js';
import { type DirectoryListings, getDirectoryListing } from './directory-listing.js';
import type { FileGeneration, PollContext } from './file-generation.js';
import { mayHaveUnreadLines } from './file-match.js';
import type { LogStream } from './log-stream.js';

/**
 * Lists where rotated files of a log may stand: beside it, beside its link target, beside what a vanished link led to, where
 * logrotate moves them, and in a directory below its own that holds rotated files of this name but no log of this name.
 */
export function listPlaces(
  { path, generations }: Pick<LogStream, 'path' | 'generations'>,
  { listings, findArchives }: Pick<PollContext, 'listings' | 'findArchives'>,
): readonly ArchivePlace[] {
  const places = [...listOwnPlaces(path), ...listFormerPlaces(path, generations)].flatMap((location) => {
    const { directory, name } = location;
    const { directories, pattern } = findArchives(join(directory, name));
    const below = getDirectoryListing(directory, listings)
      .directories.map((child) => join(directory, child))
      .filter((child) => !directories.includes(child));
    const others = [...below.filter((child) => isArchiveOf(child, name, listings)), ...directories];
    return [
      { ...location, pattern },
      ...others.map((place) => ({ directory: place, name, pattern, isFormer: false })),
    ];
  });
  return [...new Map(places.map((place) => [`${place.directory}\n${place.name}`, place])).values()];
}

function listFormerPlaces(path: string, generations: readonly FileGeneration[]): readonly ArchivePlace[] {
  const current = resolveRealPath(path);
  const former = generations
    .filter(mayHaveUnreadLines)
    .flatMap(({ checkpoint: { realPath } }) =>
      realPath === undefined || realPath === current ? [] : realPath,
    );
  return [...new Set(former)].map((location) => createPlace(location, true));
}

function isArchiveOf(directory: string, name: string, listings: DirectoryListings): boolean {
  const listing = getDirectoryListing(directory, listings);
  return !listing.has(name) && listing.rotatedNames(name).names.length > 0;
}
