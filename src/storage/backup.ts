import { closeSync, openSync, rmSync } from 'node:fs';
import { openConnection } from './connection.js';
import { assertOurs } from './migrations.js';
import { assertIntegrity } from './quarantine.js';
import { StorageError, toStorageError } from './storage-error.js';

/**
 * Copies a database that may be in use, as it is at one instant, into a file that must not be there yet; then reads the
 * copy, as one that cannot be read is none. Nobody else may read it.
 */
export function writeBackup(path: string, backupPath: string): void {
  const db = openConnection(path, 'read');
  try {
    assertOurs(db);
    createPrivateFile(backupPath);
    try {
      db.run('VACUUM INTO ?', [backupPath]);
      assertIntegrity(backupPath, 'thorough');
    } catch (error) {
      rmSync(backupPath, { force: true });
      throw error;
    }
  } finally {
    db.close();
  }
}

/** SQLite would make the file readable by everybody, and takes one that is empty. */
function createPrivateFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST'))
      throw toStorageError(error, path);
    throw new StorageError(
      `Cannot write the backup to ${path}: there is a file already; choose another name`,
    );
  }
}
