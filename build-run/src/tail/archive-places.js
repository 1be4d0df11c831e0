import { basename, dirname, join } from 'node:path';
import { createPlace, listOwnPlaces, resolveRealPath } from './archive-place.js';
import { getDirectoryListing } from './directory-listing.js';
import { mayHaveUnreadLines } from './file-match.js';
/**
 * Lists where rotated files of a log may stand: beside it, beside its link target, beside what a vanished link led to, where
 * logrotate moves them, and in a directory below its own that holds rotated files of this name but no log of this name.
 */
export function listPlaces({ path, generations }, { listings, findArchives, owners }) {
  const former = [...listFormerPlaces(path, generations), ...listEarlierContainers(path, listings, owners)];
  const places = [...listOwnPlaces(path), ...former].flatMap((location) => {
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
function listFormerPlaces(path, generations) {
  const current = resolveRealPath(path);
  const former = generations
    .filter(mayHaveUnreadLines)
    .flatMap(({ checkpoint: { realPath } }) =>
      realPath === undefined || realPath === current ? [] : realPath,
    );
  return [...new Set(former)].map((location) => createPlace(location, true));
}
/**
 * The kubelet names logs by the restarts of a container, `0.log`, `1.log`, and keeps a link to the last one only. The link
 * of a container that came and went unseen never led here.
 */
function listEarlierContainers(path, listings, owners) {
  const target = resolveRealPath(path);
  const restarts = /^(\d{1,9})\.log$/.exec(basename(target))?.[1];
  if (target === path || restarts === undefined) return [];
  const listing = getDirectoryListing(dirname(target), listings);
  const earlier = [];
  for (let restart = Number(restarts) - 1; listing.has(`${restart}.log`); restart--) {
    const location = join(dirname(target), `${restart}.log`);
    if (owners.hasFollowed(location)) break;
    earlier.push(createPlace(location, true));
  }
  return earlier;
}
function isArchiveOf(directory, name, listings) {
  const listing = getDirectoryListing(directory, listings);
  return !listing.has(name) && listing.rotatedNames(name).names.length > 0;
}
