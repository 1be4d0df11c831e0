import { userInfo } from 'node:os';
import { openStore } from '../storage/store.js';
import { assertDatabaseExists } from './open-database.js';
/** `badgateway mark "…"`: records a change, to be shown with incidents that follow it. */
export async function recordMark(text, { database }, terminal) {
  assertDatabaseExists(database);
  const store = openStore(database, Date.now(), terminal.printError);
  store.saveChange({ kind: 'deploy', message: text, at: Date.now(), by: userInfo().username });
  store.close();
  terminal.print(`Recorded: ${text}`);
  return 0;
}
