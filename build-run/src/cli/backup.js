import { statSync } from 'node:fs';
import { formatCount } from '../base/format-number.js';
import { writeBackup } from '../storage/backup.js';
import { assertDatabaseExists } from './open-database.js';
/** `badgateway backup FILE`: copies the database, even while the bot is running. */
export function backUpDatabase(targetPath, { database }, terminal) {
  assertDatabaseExists(database);
  writeBackup(database, targetPath);
  terminal.print(
    `Copied ${database} to ${targetPath}: ${formatCount(statSync(targetPath).size)} bytes, integrity checked.`,
  );
  return 0;
}
