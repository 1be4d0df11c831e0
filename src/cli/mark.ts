import { userInfo } from 'node:os';
import type { Config } from '../config/config.js';
import { openStore } from '../storage/store.js';
import { assertExists } from './open-database.js';
import type { Terminal } from './terminal.js';

/** `badgateway mark "…"`: a change that incidents will be compared with. */
export async function mark(
  words: string,
  { database }: Pick<Config, 'database'>,
  terminal: Terminal,
): Promise<number> {
  assertExists(database);
  const store = openStore(database, Date.now(), terminal.complain);
  store.mark({ kind: 'deploy', words, at: Date.now(), by: userInfo().username });
  store.close();
  terminal.print(`Marked: ${words}`);
  return 0;
}
