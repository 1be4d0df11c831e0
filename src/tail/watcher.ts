import { type FSWatcher, watch as watchFile } from 'node:fs';
import { type FSWatcher as DirectoryWatcher, watch as watchDirectories } from 'chokidar';
import { getErrorReason, statPath } from './log-file.js';

/** Change notification from the kernel, where available. It only triggers a poll, which finds out what changed. */
export type LogWatcher = {
  /** From now on calls `wake` soon after a change. */
  start(wake: () => void): void;
  /** Sets the directories and files to watch, as found by the latest poll. */
  follow(directories: readonly string[], files: readonly string[], now: number): void;
  close(): Promise<void>;
};

type WatchedFile = { readonly key: string; readonly watcher: FSWatcher };

/** When the kernel is out of watches or instances, only the timer polls; watching is retried after this long. */
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
      `Cannot watch for changes (${why}); checking the logs once a second instead. To shorten the delay, raise ${limit} with sysctl.`,
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

type Debouncer = { trigger(): void; stop(): void };

const firstDelayMs = 20;
/** Writers write in bursts, and not every write causes an event: call once more when it is quiet. */
const quietMs = 60;
const intervalMinMs = 100;

/** Turns a burst of events into few calls: one soon after the first, at most ten a second, and one after the last. */
function createDebouncer(wake: () => void): Debouncer {
  let firstTimer: NodeJS.Timeout | null = null;
  let lastTimer: NodeJS.Timeout | null = null;
  let lastCallAt = Number.NEGATIVE_INFINITY;

  function call(): void {
    lastCallAt = performance.now();
    wake();
  }
  function callFirst(): void {
    firstTimer = null;
    call();
  }
  return {
    trigger() {
      firstTimer ??= setTimeout(
        callFirst,
        Math.max(firstDelayMs, lastCallAt + intervalMinMs - performance.now()),
      );
      if (lastTimer !== null) clearTimeout(lastTimer);
      lastTimer = setTimeout(call, quietMs);
    },
    stop() {
      if (firstTimer !== null) clearTimeout(firstTimer);
      if (lastTimer !== null) clearTimeout(lastTimer);
    },
  };
}
