import { basename, dirname, resolve } from 'node:path';
import type { ArchiveHint, FindArchives } from './archive-place.js';
import { discoverLogs } from './discover.js';
import { findNamePattern, findOldDirectories, readRotationRules } from './logrotate-config.js';

/** What is known about rotated files beside what their names say. */
export type ArchiveOptions = {
  /** Rotated files that do not stand beside their logs. */
  readonly archiveGlobs?: readonly string[];
  /** The configuration of logrotate. */
  readonly logrotateConfig?: string;
};

/** Returns a function that reads the configuration when it is first asked, and once. */
export function createArchiveFinder(
  paths: readonly string[],
  { archiveGlobs = [], logrotateConfig }: ArchiveOptions,
): FindArchives {
  let findHint: FindArchives | null = null;
  return (path) => {
    findHint ??= createFinder();
    return findHint(path);
  };

  function createFinder(): FindArchives {
    const rules = logrotateConfig === undefined ? [] : readRotationRules(logrotateConfig);
    const archives = archiveGlobs.length === 0 ? [] : discoverLogs(archiveGlobs).directories;
    return (path): ArchiveHint => ({
      directories: [
        ...findOldDirectories(rules, path),
        ...archives.filter((archive) => isFor(archive, path)),
      ],
      pattern: findNamePattern(rules, path),
    });
  }

  /** Where logs of several directories have the same name, the directory of their archives says which they are from. */
  function isFor(archive: string, path: string): boolean {
    const namesakes = paths.filter((other) => other !== path && basename(other) === basename(path));
    if (namesakes.length === 0) return resolve(archive) !== dirname(path);
    return archive.split('/').includes(basename(dirname(path)));
  }
}
