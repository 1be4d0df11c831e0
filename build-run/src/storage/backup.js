import { closeSync, openSync, rmSync } from 'node:fs';
import { openConnection } from './connection.js';
import { assertOurs } from './migrations.js';
import { assertIntegrity } from './quarantine.js';
import { StorageError, toStorageError } from './storage-error.js';
/**
 * Writes a consistent copy of a database that may be in use, and checks the copy. The target must not exist yet; only its
 * user may read it.
 */
export function writeBackup(path, backupPath) {
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
/** SQLite would create a file that everybody can read, and accepts an empty one. */
function createPrivateFile(path) {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST'))
      throw toStorageError(error, path);
    throw new StorageError(
      `Cannot write the backup to ${path}: the file already exists; choose another name`,
    );
  }
}
