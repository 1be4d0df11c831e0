import { type Dirent, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { globSegments, hasWildcard, nameMatches } from '../base/glob.js';
import { reasonOf } from './log-file.js';
import { liveNameOf } from './rotated-names.js';

/** What cannot be read, by name, and why: a short word such as `ENOENT`. */
export type Trouble = { readonly path: string; readonly why: string };

/** What the globs lead to now. */
export type Found = {
  /** Live logs: rotated siblings of another found log are left out. */
  readonly paths: readonly string[];
  readonly troubles: readonly Trouble[];
  /** Where further logs may appear: for each glob the deepest directory that is there. */
  readonly directories: readonly string[];
};

/** So many logs are followed at most. */
export const pathsMax = 2_000;
const levelsMax = 16;

/** Finds the logs that globs stand for. A glob without wildcards that leads nowhere is a trouble by name. */
export function findLogs(globs: readonly string[]): Found {
  const walk: Walk = { paths: new Set(), troubles: new Map(), directories: new Set() };
  for (const glob of globs)
    for (const segments of globSegments(resolve(glob))) descend('/', segments, 0, walk);
  const all = [...walk.paths].filter((path) => !rotatedFrom(path, walk.paths)).sort();
  const left = all.length - pathsMax;
  if (left > 0) walk.troubles.set(globs.join(','), `${left} files beyond the ${pathsMax} that are followed`);
  return {
    paths: all.slice(0, pathsMax),
    troubles: [...walk.troubles].map(([path, why]) => ({ path, why })),
    directories: [...walk.directories],
  };
}

type Walk = {
  readonly paths: Set<string>;
  readonly troubles: Map<string, string>;
  readonly directories: Set<string>;
};

function descend(directory: string, segments: readonly string[], level: number, walk: Walk): void {
  const [segment, ...rest] = segments;
  if (segment === undefined || level > levelsMax) return;
  if (segment === '**') {
    descend(directory, rest, level, walk);
    for (const entry of entriesOf(directory, walk))
      if (entry.isDirectory() && !entry.name.startsWith('.'))
        descend(join(directory, entry.name), segments, level + 1, walk);
    return;
  }
  const last = rest.length === 0;
  if (last) walk.directories.add(directory);
  if (!hasWildcard(segment)) step(join(directory, segment), rest, level, walk, !rest.some(hasWildcard));
  else
    for (const { name } of entriesOf(directory, walk))
      if (nameMatches(segment, name)) step(join(directory, name), rest, level, walk, false);
}

/** `named`: whether nothing but this path can be meant, so that its absence is worth telling. */
function step(path: string, rest: readonly string[], level: number, walk: Walk, named: boolean): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    walk.directories.add(dirname(path));
    if (named) walk.troubles.set(join(path, ...rest), 'ENOENT');
  } else if (rest.length > 0) {
    if (stats.isDirectory()) descend(path, rest, level + 1, walk);
  } else if (stats.isFile()) walk.paths.add(path);
  else if (named) walk.troubles.set(path, stats.isDirectory() ? 'EISDIR' : 'not a regular file');
}

function entriesOf(directory: string, walk: Walk): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    walk.troubles.set(directory, reasonOf(error));
    return [];
  }
}

function rotatedFrom(path: string, found: ReadonlySet<string>): boolean {
  const live = liveNameOf(basename(path));
  return live !== null && found.has(join(dirname(path), live));
}
