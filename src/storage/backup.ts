import { closeSync, openSync, rmSync } from 'node:fs';
import { connect } from './connection.js';
import { recognise } from './migrations/index.js';
import { assertSound } from './quarantine.js';
import { explained, StoreError } from './storage-error.js';

/**
 * Copies a database that may be in use, as it is at one instant, into a file that must not be there yet; then reads the
 * copy, as one that cannot be read is none. Nobody else may read it.
 */
export function backUp(path: string, to: string): void {
  const sql = connect(path, 'read');
  try {
    recognise(sql);
    makePrivate(to);
    try {
      sql.run('VACUUM INTO ?', [to]);
      assertSound(to, 'thorough');
    } catch (error) {
      rmSync(to, { force: true });
      throw error;
    }
  } finally {
    sql.close();
  }
}

/** SQLite would make the file readable by everybody, and takes one that is empty. */
function makePrivate(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw explained(error, path);
    throw new StoreError(`Cannot write the backup to ${path}: there is a file already; choose another name`);
  }
}
