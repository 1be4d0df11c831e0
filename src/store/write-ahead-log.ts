import { statSync } from 'node:fs';
import { busyMs, type Connection, isNamed } from './connection.js';

/** How large the file is that takes what is written until a checkpoint moves it over. */
export const walBytes = ({ path }: Connection): number =>
  isNamed(path) ? (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) : 0;

/** Moves all of it over and empties it, unless another program reads it just now: the logs do not wait for that. */
export function emptyWal(sql: Connection): void {
  sql.exec('PRAGMA busy_timeout = 0');
  try {
    sql.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    sql.exec(`PRAGMA busy_timeout = ${busyMs.write}`);
  }
}
