import { StorageError } from '../../storage/storage-error.js';
import type { ProgramLog } from '../log.js';

/** Lets work fail and be tried again: each trouble is said once when it begins and once when it is over. */
export class RetryRunner {
  readonly #log: ProgramLog;
  readonly #onFatal: (error: unknown) => void;
  readonly #failures = new Map<string, string>();

  /** `fail` gets the errors that trying again cannot help against: the database is damaged, or its disk fails. */
  constructor(log: ProgramLog, onFatal: (error: unknown) => void) {
    this.#log = log;
    this.#onFatal = onFatal;
  }

  /** Does the work; its next turn is the next try. */
  async run(name: string, task: () => Promise<void>): Promise<void> {
    try {
      await task();
      if (this.#failures.delete(name)) this.#log.info(`${name} goes on.`);
    } catch (error) {
      if (error instanceof StorageError && error.fileState !== 'sound') return this.#onFatal(error);
      const message = error instanceof Error ? error.message : String(error);
      if (this.#failures.get(name) !== message)
        this.#log.warn(`${name} paused and will be tried again: ${message}`);
      this.#failures.set(name, message);
    }
  }
}
