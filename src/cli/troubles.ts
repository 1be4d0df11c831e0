import type { Store } from '../store/store.js';
import type { Looked } from '../tail/tail.js';
import type { ProgramLog } from './log.js';

/** What is wrong with files: said once when it begins and once when it is over. */
export class Troubles {
  readonly #store: Pick<Store, 'saveTrouble'>;
  readonly #log: ProgramLog;
  readonly #files = new Map<string, string>();

  constructor(store: Pick<Store, 'saveTrouble'>, log: ProgramLog) {
    this.#store = store;
    this.#log = log;
  }

  /** Notes files that cannot be read now, and those that can again; tells what was lost. */
  note({ troubles, gaps }: Looked): void {
    const now = new Map(troubles.map(({ path, why }) => [path, why]));
    for (const [path, why] of now) if (this.#files.get(path) !== why) this.#began(path, why);
    for (const path of this.#files.keys()) if (!now.has(path)) this.#ended(path);
    for (const { path, bytes, why } of gaps) {
      this.#log.warn(`${path}: ${bytes === null ? 'some' : bytes} bytes were lost to reading: ${why}.`);
    }
  }

  #began(path: string, why: string): void {
    this.#files.set(path, why);
    this.#store.saveTrouble(path, why);
    this.#log.warn(`${path}: cannot be read (${why}); waiting for it.`);
  }

  #ended(path: string): void {
    this.#files.delete(path);
    this.#store.saveTrouble(path, null);
    this.#log.info(`${path}: can be read.`);
  }
}
