import { existsSync } from 'node:fs';
import { answer } from '../commands/index.js';
import type { Config } from '../config.js';
import { openLedger } from '../store/store.js';
import { terminalText } from '../views/terminal.js';
import type { Terminal } from './terminal.js';

/** `badgateway ask "…"`: what the slash command would answer, from the database of the running bot. */
export async function ask(
  words: string,
  { database, timezone }: Config,
  terminal: Terminal,
): Promise<number> {
  if (!existsSync(database)) {
    terminal.complain(
      `There is no database at ${database} yet: start \`badgateway run\`, or set DATABASE to where it is.`,
    );
    return 1;
  }
  const ledger = openLedger(database);
  try {
    terminal.print(terminalText(answer(words, { ledger, now: Date.now(), zone: timezone }), terminal.look));
  } finally {
    ledger.close();
  }
  return 0;
}
