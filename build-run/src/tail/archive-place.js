import { realpathSync } from 'node:fs';
import { basename, dirname } from 'node:path';
/** Lists the directories of a path and of its link target. */
export function listOwnPlaces(path) {
  return [...new Set([path, resolveRealPath(path)])].map((location) => createPlace(location, false));
}
/** The place of the files that were rotated from a location. */
export const createPlace = (location, isFormer) => ({
  directory: dirname(location),
  name: basename(location),
  pattern: null,
  isFormer,
});
/** Returns where a path leads; the path itself when it leads nowhere. */
export function resolveRealPath(path) {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}
