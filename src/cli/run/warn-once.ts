import type { Store } from '../../storage/store.js';
import type { Looked } from '../../tail/tailer.js';
import type { ProgramLog } from '../log.js';

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

/** Other programs that read without end keep it from being emptied. */
const grownBytes = 256 * 2 ** 20;

/** Says once that the write-ahead log of the database grows without end, and once that it is small again. */
export function walWatch(database: string, log: ProgramLog): (bytes: number) => void {
  let grown = false;
  return (bytes) => {
    if (bytes > grownBytes === grown) return;
    grown = !grown;
    if (!grown) return log.info(`${database}-wal is small again.`);
    const megabytes = Math.round(bytes / 1e6);
    log.warn(
      `${database}-wal has grown to ${megabytes} MB, since another program reads the database and does not end. Nothing is lost; end that program (\`fuser ${database}\` names it) before the disk is full.`,
    );
  };
}
