import type { ProgramLog } from './log.js';

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
