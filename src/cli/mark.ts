import { userInfo } from 'node:os';
import type { Config } from '../config/settings.js';
import { openStore } from '../storage/store.js';
import { assertDatabaseExists } from './open-database.js';
import type { Terminal } from './terminal.js';

/** `badgateway mark "…"`: records a change, to be shown with incidents that follow it. */
export async function recordMark(
  text: string,
  { database }: Pick<Config, 'database'>,
  terminal: Terminal,
): Promise<number> {
  assertDatabaseExists(database);
  const store = openStore(database, Date.now(), terminal.printError);
  store.saveChange({ kind: 'deploy', message: text, at: Date.now(), by: userInfo().username });
  store.close();
  terminal.print(`Recorded: ${text}`);
  return 0;
}
