import { watch as watchFile } from 'node:fs';
import { watch as watchDirectories } from 'chokidar';
import { minuteMs } from '../base/duration.js';
import { getErrorReason, statPath } from './log-file.js';

/** When the kernel is out of watches or instances, only the timer polls; watching is retried after this long. */
const retryMs = 5 * minuteMs;
/** Change notification from the kernel, where available. It only triggers a poll, which finds out what changed. */
export class LogWatcher {
  #onNotice;
  #debouncer = null;
  #directoryWatcher = null;
  #directoriesKey = '';
  #watchedFiles = new Map();
  #isExhausted = false;
  #retryAt = Number.NEGATIVE_INFINITY;
  #hasNotified = false;
  constructor(onNotice) {
    this.#onNotice = onNotice;
  }
  /** From now on calls `wake` soon after a change. */
  start(wake) {
    this.#debouncer?.stop();
    this.#debouncer = createDebouncer(wake);
  }
  /** Sets the directories and files to watch, as found by the latest poll. */
  follow(directories, paths, now) {
    if (this.#debouncer === null || now < this.#retryAt) return;
    this.#watchDirectories(directories);
    const wantedPaths = new Set(paths);
    for (const path of wantedPaths) this.#watchFile(path);
    for (const [path, { watcher }] of this.#watchedFiles) {
      if (wantedPaths.has(path)) continue;
      watcher.close();
      this.#watchedFiles.delete(path);
    }
    if (!this.#isExhausted) return;
    this.#isExhausted = false;
    this.#retryAt = now + retryMs;
    void this.#closeWatches();
  }
  async close() {
    this.#debouncer?.stop();
    this.#debouncer = null;
    await this.#closeWatches();
  }
  #watchDirectories(directories) {
    const wantedPaths = [...new Set(directories)].sort();
    const key = wantedPaths.join('\n');
    if (key === this.#directoriesKey) return;
    this.#directoriesKey = key;
    void this.#directoryWatcher?.close();
    this.#directoryWatcher = watchDirectories(wantedPaths, { depth: 0, ignoreInitial: true, atomic: false });
    this.#directoryWatcher.on('error', this.#onError).on('all', this.#onEvent);
  }
  #watchFile(path) {
    const pathStat = statPath(path);
    const watchedFile = this.#watchedFiles.get(path);
    if ('why' in pathStat || watchedFile?.key === pathStat.key) return;
    watchedFile?.watcher.close();
    try {
      const watcher = watchFile(path, this.#onEvent);
      watcher.on('error', this.#onError);
      this.#watchedFiles.set(path, { key: pathStat.key, watcher });
    } catch (error) {
      this.#watchedFiles.delete(path);
      this.#onError(error);
    }
  }
  async #closeWatches() {
    for (const { watcher } of this.#watchedFiles.values()) watcher.close();
    this.#watchedFiles.clear();
    const closing = this.#directoryWatcher?.close();
    this.#directoryWatcher = null;
    this.#directoriesKey = '';
    await closing;
  }
  #onEvent = () => this.#debouncer?.trigger();
  #onError = (error) => {
    const why = getErrorReason(error);
    if (why === 'ENOSPC' || why === 'EMFILE') this.#isExhausted = true;
    if (!this.#isExhausted || this.#hasNotified) return;
    this.#hasNotified = true;
    const limit = why === 'EMFILE' ? 'fs.inotify.max_user_instances' : 'fs.inotify.max_user_watches';
    this.#onNotice(
      `Cannot watch for changes (${why}); checking the logs once a second instead. To shorten the delay, raise ${limit} with sysctl.`,
    );
  };
}
const firstDelayMs = 20;
/** Writers write in bursts, and not every write causes an event: call once more when it is quiet. */
const quietMs = 60;
const intervalMinMs = 100;
/** Turns a burst of events into few calls: one soon after the first, at most ten a second, and one after the last. */
function createDebouncer(wake) {
  let firstTimer = null;
  let lastTimer = null;
  let lastCallAt = Number.NEGATIVE_INFINITY;
  function call() {
    lastCallAt = performance.now();
    wake();
  }
  function callFirst() {
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
