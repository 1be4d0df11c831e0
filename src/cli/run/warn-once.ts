import type { Store } from '../../storage/store.js';
import type { PollResult } from '../../tail/tailer.js';
import type { ProgramLog } from '../log.js';

/** What is wrong with files: said once when it begins and once when it is over. */
export class FileProblems {
  readonly #store: Pick<Store, 'saveFileProblem'>;
  readonly #log: ProgramLog;
  readonly #problems = new Map<string, string>();

  constructor(store: Pick<Store, 'saveFileProblem'>, log: ProgramLog) {
    this.#store = store;
    this.#log = log;
  }

  /** Notes files that cannot be read now, and those that can again; tells what was lost. */
  update({ problems: unreadable, dataLosses }: PollResult): void {
    const current = new Map(unreadable.map(({ path, why: reason }) => [path, reason]));
    for (const [path, reason] of current)
      if (this.#problems.get(path) !== reason) this.#reportStart(path, reason);
    for (const path of this.#problems.keys()) if (!current.has(path)) this.#reportEnd(path);
    for (const { path, bytes, why: reason } of dataLosses) {
      this.#log.warn(`${path}: ${bytes === null ? 'some' : bytes} bytes were lost to reading: ${reason}.`);
    }
  }

  #reportStart(path: string, reason: string): void {
    this.#problems.set(path, reason);
    this.#store.saveFileProblem(path, reason);
    this.#log.warn(`${path}: cannot be read (${reason}); waiting for it.`);
  }

  #reportEnd(path: string): void {
    this.#problems.delete(path);
    this.#store.saveFileProblem(path, null);
    this.#log.info(`${path}: can be read.`);
  }
}

/** Other programs that read without end keep it from being emptied. */
const walWarnBytes = 256 * 2 ** 20;

/** Says once that the write-ahead log of the database grows without end, and once that it is small again. */
export function createWalMonitor(database: string, log: ProgramLog): (bytes: number) => void {
  let isLarge = false;
  return (bytes) => {
    if (bytes > walWarnBytes === isLarge) return;
    isLarge = !isLarge;
    if (!isLarge) return log.info(`${database}-wal is small again.`);
    const megabytes = Math.round(bytes / 1e6);
    log.warn(
      `${database}-wal has grown to ${megabytes} MB, since another program reads the database and does not end. Nothing is lost; end that program (\`fuser ${database}\` names it) before the disk is full.`,
    );
  };
}
