import { basename, dirname, resolve } from 'node:path';
import { discoverLogs } from './discover.js';
import { findNamePattern, findOldDirectories, readRotationRules } from './logrotate-config.js';
/** Returns a function that reads the configuration when it is first asked, and once. */
export function createArchiveFinder(paths, { archiveGlobs = [], logrotateConfig }) {
  let findHint = null;
  return (path) => {
    findHint ??= createFinder();
    return findHint(path);
  };
  function createFinder() {
    const rules = logrotateConfig === undefined ? [] : readRotationRules(logrotateConfig);
    const archives = archiveGlobs.length === 0 ? [] : discoverLogs(archiveGlobs).directories;
    return (path) => ({
      directories: [
        ...findOldDirectories(rules, path),
        ...archives.filter((archive) => isFor(archive, path)),
      ],
      pattern: findNamePattern(rules, path),
    });
  }
  /** Where logs of several directories have the same name, the directory of their archives says which they are from. */
  function isFor(archive, path) {
    const namesakes = paths.filter((other) => other !== path && basename(other) === basename(path));
    if (namesakes.length === 0) return resolve(archive) !== dirname(path);
    return archive.split('/').includes(basename(dirname(path)));
  }
}
