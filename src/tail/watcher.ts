import { type FSWatcher, watch as watchFile } from 'node:fs';
import { type FSWatcher as DirectoryWatcher, watch as watchDirectories } from 'chokidar';
import { type Alarm, alarmFor } from './debounce.js';
import { glance, reasonOf } from './log-file.js';

/** Hears of changes from the kernel, where it tells any. An alarm clock: what changed is found out by looking. */
export type Watch = {
  /** From now on `wake` is called soon after a change. */
  start(wake: () => void): void;
  /** What to listen to, as the latest look found it. */
  follow(directories: readonly string[], files: readonly string[], now: number): void;
  close(): Promise<void>;
};

type Watched = { readonly key: string; readonly watcher: FSWatcher };

/** The kernel has run out of watches or instances: the timer alone goes on, and this is tried again after so long. */
const retryMs = 300_000;

export function openWatch(notice: (text: string) => void): Watch {
  let alarm: Alarm | null = null;
  let listening: DirectoryWatcher | null = null;
  let around = '';
  let retryAt = Number.NEGATIVE_INFINITY;
  let exhausted = false;
  let noticed = false;
  const files = new Map<string, Watched>();
  const ring = () => alarm?.ring();

  function fail(error: unknown): void {
    const why = reasonOf(error);
    if (why === 'ENOSPC' || why === 'EMFILE') exhausted = true;
    if (!exhausted || noticed) return;
    noticed = true;
    const limit = why === 'EMFILE' ? 'fs.inotify.max_user_instances' : 'fs.inotify.max_user_watches';
    notice(
      `Cannot watch for changes (${why}), so logs are looked at once a second; for less delay raise ${limit} with sysctl`,
    );
  }

  async function stop(): Promise<void> {
    for (const { watcher } of files.values()) watcher.close();
    files.clear();
    const closing = listening?.close();
    listening = null;
    around = '';
    await closing;
  }

  function followDirectories(directories: readonly string[]): void {
    const wanted = [...new Set(directories)].sort();
    if (wanted.join('\n') === around) return;
    around = wanted.join('\n');
    void listening?.close();
    listening = watchDirectories(wanted, { depth: 0, ignoreInitial: true, atomic: false });
    listening.on('error', fail).on('all', ring);
  }

  function followFile(path: string): void {
    const there = glance(path);
    const watched = files.get(path);
    if ('why' in there || watched?.key === there.key) return;
    watched?.watcher.close();
    try {
      const watcher = watchFile(path, ring);
      watcher.on('error', fail);
      files.set(path, { key: there.key, watcher });
    } catch (error) {
      files.delete(path);
      fail(error);
    }
  }

  return {
    start(wake) {
      alarm?.stop();
      alarm = alarmFor(wake);
    },
    follow(directories, paths, now) {
      if (alarm === null || now < retryAt) return;
      followDirectories(directories);
      const wanted = new Set(paths);
      for (const path of wanted) followFile(path);
      for (const [path, { watcher }] of files) {
        if (wanted.has(path)) continue;
        watcher.close();
        files.delete(path);
      }
      if (!exhausted) return;
      exhausted = false;
      retryAt = now + retryMs;
      void stop();
    },
    async close() {
      alarm?.stop();
      alarm = null;
      await stop();
    },
  };
}
