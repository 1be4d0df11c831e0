import { statSync } from 'node:fs';
import { formatCount } from '../base/format-number.js';
import type { Config } from '../config/settings.js';
import { writeBackup } from '../storage/backup.js';
import { assertDatabaseExists } from './open-database.js';
import type { Terminal } from './terminal.js';

/** `badgateway backup FILE`: copies the database, even while the bot is running. */
export function backUpDatabase(targetPath: string, { database }: Config, terminal: Terminal): number {
  assertDatabaseExists(database);
  writeBackup(database, targetPath);
  terminal.print(
    `Copied ${database} to ${targetPath}: ${formatCount(statSync(targetPath).size)} bytes, integrity checked.`,
  );
  return 0;
}
