/** Problems with log files, each logged and stored once when it begins and once when it is over. */
export class FileProblems {
  #store;
  #log;
  #problems = new Map();
  constructor(store, log) {
    this.#store = store;
    this.#log = log;
  }
  /** Records which files cannot be read now and which can be read again, and logs data losses. */
  update({ problems: unreadable, dataLosses }) {
    const current = new Map(unreadable.map(({ path, why: reason }) => [path, reason]));
    for (const [path, reason] of current)
      if (this.#problems.get(path) !== reason) this.#reportStart(path, reason);
    for (const path of this.#problems.keys()) if (!current.has(path)) this.#reportEnd(path);
    for (const { path, bytes, why: reason } of dataLosses) {
      const amount = bytes === null ? 'some lines may be missing' : `${bytes} bytes were never read`;
      this.#log.warn(`${path}: ${amount}: ${reason}.`);
    }
  }
  #reportStart(path, reason) {
    this.#problems.set(path, reason);
    this.#store.saveFileProblem(path, reason);
    this.#log.warn(`${path}: cannot be read (${reason}); waiting for it.`);
  }
  #reportEnd(path) {
    this.#problems.delete(path);
    this.#store.saveFileProblem(path, null);
    this.#log.info(`${path}: can be read again.`);
  }
}
/** The log cannot be checkpointed while another program keeps a read transaction open. */
const walWarnBytes = 256 * 2 ** 20;
/** Logs once when the write-ahead log of the database has grown too large, and once when it is small again. */
export function createWalMonitor(database, log) {
  let isLarge = false;
  return (bytes) => {
    if (bytes > walWarnBytes === isLarge) return;
    isLarge = !isLarge;
    if (!isLarge) return log.info(`${database}-wal is small again.`);
    const megabytes = Math.round(bytes / 1e6);
    log.warn(
      `${database}-wal has grown to ${megabytes} MB because another program keeps a read transaction open. Nothing is lost; stop that program before the disk is full (\`fuser ${database}\` names it).`,
    );
  };
}
