import { StorageError } from '../../storage/storage-error.js';
/** Runs tasks that may fail and be retried. Logs each failure once when it begins and once when it is over. */
export class RetryRunner {
  #log;
  #onFatal;
  #failures = new Map();
  /** `onFatal` gets the errors that a retry cannot fix: the database is damaged, or its disk fails. */
  constructor(log, onFatal) {
    this.#log = log;
    this.#onFatal = onFatal;
  }
  /** Runs a task. The caller's next run is the retry. */
  async run(name, task) {
    try {
      await task();
      if (this.#failures.delete(name)) this.#log.info(`${name} works again.`);
    } catch (error) {
      if (error instanceof StorageError && error.fileState !== 'sound') return this.#onFatal(error);
      const message = error instanceof Error ? error.message : String(error);
      if (this.#failures.get(name) !== message)
        this.#log.warn(`${name} failed and will be retried: ${message}`);
      this.#failures.set(name, message);
    }
  }
}
