import { answer } from '../commands/index.js';
import type { Config } from '../config.js';
import { terminalText } from '../views/terminal.js';
import { openExisting } from './database.js';
import type { Terminal } from './terminal.js';

/** `badgateway ask "…"`: what the slash command would answer, from the database of the running bot. */
export async function ask(
  words: string,
  { database, timezone }: Config,
  terminal: Terminal,
): Promise<number> {
  const ledger = openExisting(database);
  try {
    terminal.print(terminalText(answer(words, { ledger, now: Date.now(), zone: timezone }), terminal.look));
  } finally {
    ledger.close();
  }
  return 0;
}
