import type { Config } from '../config/config.js';
import { reply } from '../query/answer-question.js';
import { terminalText } from '../render/terminal.js';
import { openExisting } from './open-database.js';
import type { Terminal } from './terminal.js';

/**
 * `badgateway ask "…"`: what the slash command would answer, from the database of the running bot. What is asked for as
 * CSV or JSON is all that goes to standard output.
 */
export async function ask(
  words: string,
  { database, timezone }: Config,
  terminal: Terminal,
): Promise<number> {
  const ledger = openExisting(database);
  try {
    const { message, file } = reply(words, { ledger, now: Date.now(), zone: timezone });
    const said = terminalText(message, terminal.look);
    if (file?.name === 'text') {
      terminal.complain(said);
      terminal.print(file.text.trimEnd());
    } else terminal.print(said);
  } finally {
    ledger.close();
  }
  return 0;
}
