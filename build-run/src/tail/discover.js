import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { globMatches, hasWildcard, nameMatches, splitGlob } from '../base/glob.js';
import { getErrorReason } from './log-file.js';
import { getLiveName } from './rotated-names.js';
/** Maximum number of logs followed. */
export const logsMax = 2_000;
const levelsMax = 16;
/**
 * Finds the logs that the globs match. A path without wildcards that does not exist, and a directory that cannot be
 * read, are reported as problems. What the globs of archives match is no log. Symbolic links are followed where a glob names them, but not by `**`, as in bash.
 *
 * A walk of our own, because tinyglobby lists the whole directory even for a plain path (0.9 s with 100,000 names, every
 * second), follows links below `**`, and skips directories it cannot read without saying so.
 */
export function discoverLogs(globs, archiveGlobs = []) {
  const walk = { paths: new Set(), problems: new Map(), directories: new Set() };
  for (const glob of globs) for (const segments of splitGlob(resolve(glob))) descend('/', segments, 0, walk);
  const archives = archiveGlobs.map((glob) => resolve(glob));
  const all = [...walk.paths]
    .filter((path) => !isRotatedFile(path, walk.paths) && !archives.some((glob) => globMatches(glob, path)))
    .sort();
  const omitted = all.length - logsMax;
  if (omitted > 0) walk.problems.set(globs.join(','), `${omitted} files over the limit of ${logsMax}`);
  return {
    paths: all.slice(0, logsMax),
    problems: [...walk.problems].map(([path, why]) => ({ path, why })),
    directories: [...walk.directories],
  };
}
function descend(directory, segments, level, walk) {
  const [segment, ...rest] = segments;
  if (segment === undefined || level > levelsMax) return;
  if (segment === '**') {
    descend(directory, rest, level, walk);
    for (const entry of readEntries(directory, walk))
      if (entry.isDirectory() && !entry.name.startsWith('.'))
        descend(join(directory, entry.name), segments, level + 1, walk);
    return;
  }
  const isLast = rest.length === 0;
  if (isLast) walk.directories.add(directory);
  if (!hasWildcard(segment)) visitEntry(join(directory, segment), rest, level, walk, !rest.some(hasWildcard));
  else
    for (const { name } of readEntries(directory, walk))
      if (nameMatches(segment, name)) visitEntry(join(directory, name), rest, level, walk, false);
}
/** `isExplicit`: the glob names exactly this path, so its absence is a problem to report. */
function visitEntry(path, rest, level, walk, isExplicit) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    walk.directories.add(dirname(path));
    if (isExplicit) walk.problems.set(join(path, ...rest), 'ENOENT');
  } else if (rest.length > 0) {
    if (stats.isDirectory()) descend(path, rest, level + 1, walk);
  } else if (stats.isFile()) walk.paths.add(path);
  else if (isExplicit) walk.problems.set(path, stats.isDirectory() ? 'EISDIR' : 'not a regular file');
}
function readEntries(directory, walk) {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    walk.problems.set(directory, getErrorReason(error));
    return [];
  }
}
function isRotatedFile(path, found) {
  const live = getLiveName(basename(path));
  if (live === null) return false;
  const directory = dirname(path);
  return found.has(join(directory, live)) || found.has(join(dirname(directory), live));
}
