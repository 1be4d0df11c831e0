import { realpathSync } from 'node:fs';
import { basename, dirname } from 'node:path';

/** A directory where rotated files of a log may stand, the name that theirs are made from, and a pattern of others. */
export type ArchivePlace = {
  readonly directory: string;
  readonly name: string;
  readonly pattern: RegExp | null;
  /** The log led there once and does no longer: the file of this name is one of those that it left. */
  readonly isFormer: boolean;
};

/** Where the rotated files of a log are moved, and a pattern of their names where these are unusual. */
export type ArchiveHint = { readonly directories: readonly string[]; readonly pattern: RegExp | null };

/** Returns what the configuration says about the rotated files of a path. */
export type FindArchives = (path: string) => ArchiveHint;

/** Lists the directories of a path and of its link target. */
export function listOwnPlaces(path: string): readonly ArchivePlace[] {
  return [...new Set([path, resolveRealPath(path)])].map((location) => createPlace(location, false));
}

/** The place of the files that were rotated from a location. */
export const createPlace = (location: string, isFormer: boolean): ArchivePlace => ({
  directory: dirname(location),
  name: basename(location),
  pattern: null,
  isFormer,
});

/** Returns where a path leads; the path itself when it leads nowhere. */
export function resolveRealPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}
