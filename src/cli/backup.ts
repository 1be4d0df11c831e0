import { statSync } from 'node:fs';
import { grouped } from '../base/format-number.js';
import type { Config } from '../config/config.js';
import { backUp } from '../storage/backup.js';
import { assertExists } from './open-database.js';
import type { Terminal } from './terminal.js';

/** `badgateway backup FILE`: a copy of the database, while the bot runs or not. */
export function backup(to: string, { database }: Config, terminal: Terminal): number {
  assertExists(database);
  backUp(database, to);
  terminal.print(`Copied ${database} to ${to}: ${grouped(statSync(to).size)} bytes, checked.`);
  return 0;
}
