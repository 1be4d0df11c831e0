import { StoreError } from '../../storage/storage-error.js';
import type { ProgramLog } from '../log.js';

/** Lets work fail and be tried again: each trouble is said once when it begins and once when it is over. */
export class Guard {
  readonly #log: ProgramLog;
  readonly #fail: (error: unknown) => void;
  readonly #paused = new Map<string, string>();

  /** `fail` gets the errors that trying again cannot help against: the database is damaged, or its disk fails. */
  constructor(log: ProgramLog, fail: (error: unknown) => void) {
    this.#log = log;
    this.#fail = fail;
  }

  /** Does the work; its next turn is the next try. */
  async over(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      if (this.#paused.delete(name)) this.#log.info(`${name} goes on.`);
    } catch (error) {
      if (error instanceof StoreError && error.file !== 'sound') return this.#fail(error);
      const why = error instanceof Error ? error.message : String(error);
      if (this.#paused.get(name) !== why) this.#log.warn(`${name} paused and will be tried again: ${why}`);
      this.#paused.set(name, why);
    }
  }
}
