import { type FSWatcher, watch as watchFile } from 'node:fs';
import { type FSWatcher as DirectoryWatcher, watch as watchDirectories } from 'chokidar';
import { createDebouncer, type Debouncer } from './debounce.js';
import { getErrorReason, statPath } from './log-file.js';

/** Hears of changes from the kernel, where it tells any. An alarm clock: what changed is found out by looking. */
export type LogWatcher = {
  /** From now on `wake` is called soon after a change. */
  start(wake: () => void): void;
  /** What to listen to, as the latest look found it. */
  follow(directories: readonly string[], files: readonly string[], now: number): void;
  close(): Promise<void>;
};

type WatchedFile = { readonly key: string; readonly watcher: FSWatcher };

/** The kernel has run out of watches or instances: the timer alone goes on, and this is tried again after so long. */
const retryMs = 300_000;

export function openWatcher(onNotice: (text: string) => void): LogWatcher {
  let debouncer: Debouncer | null = null;
  let directoryWatcher: DirectoryWatcher | null = null;
  let directoriesKey = '';
  let retryAt = Number.NEGATIVE_INFINITY;
  let isExhausted = false;
  let hasNotified = false;
  const watchedFiles = new Map<string, WatchedFile>();
  const triggerDebouncer = () => debouncer?.trigger();

  function fail(error: unknown): void {
    const why = getErrorReason(error);
    if (why === 'ENOSPC' || why === 'EMFILE') isExhausted = true;
    if (!isExhausted || hasNotified) return;
    hasNotified = true;
    const limit = why === 'EMFILE' ? 'fs.inotify.max_user_instances' : 'fs.inotify.max_user_watches';
    onNotice(
      `Cannot watch for changes (${why}), so logs are looked at once a second; for less delay raise ${limit} with sysctl`,
    );
  }

  async function stop(): Promise<void> {
    for (const { watcher } of watchedFiles.values()) watcher.close();
    watchedFiles.clear();
    const closing = directoryWatcher?.close();
    directoryWatcher = null;
    directoriesKey = '';
    await closing;
  }

  function followDirectories(directories: readonly string[]): void {
    const wantedPaths = [...new Set(directories)].sort();
    if (wantedPaths.join('\n') === directoriesKey) return;
    directoriesKey = wantedPaths.join('\n');
    void directoryWatcher?.close();
    directoryWatcher = watchDirectories(wantedPaths, { depth: 0, ignoreInitial: true, atomic: false });
    directoryWatcher.on('error', fail).on('all', triggerDebouncer);
  }

  function followFile(path: string): void {
    const pathStat = statPath(path);
    const watchedFile = watchedFiles.get(path);
    if ('why' in pathStat || watchedFile?.key === pathStat.key) return;
    watchedFile?.watcher.close();
    try {
      const watcher = watchFile(path, triggerDebouncer);
      watcher.on('error', fail);
      watchedFiles.set(path, { key: pathStat.key, watcher });
    } catch (error) {
      watchedFiles.delete(path);
      fail(error);
    }
  }

  return {
    start(wake) {
      debouncer?.stop();
      debouncer = createDebouncer(wake);
    },
    follow(directories, paths, now) {
      if (debouncer === null || now < retryAt) return;
      followDirectories(directories);
      const wantedPaths = new Set(paths);
      for (const path of wantedPaths) followFile(path);
      for (const [path, { watcher }] of watchedFiles) {
        if (wantedPaths.has(path)) continue;
        watcher.close();
        watchedFiles.delete(path);
      }
      if (!isExhausted) return;
      isExhausted = false;
      retryAt = now + retryMs;
      void stop();
    },
    async close() {
      debouncer?.stop();
      debouncer = null;
      await stop();
    },
  };
}
