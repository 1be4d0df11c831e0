import { toSingleLine, truncate } from '../base/printable.js';
import { redact } from '../base/redact.js';
import type { Terminal } from './terminal.js';

/** The program's own log, one line per message on standard error. */
export type ProgramLog = { readonly info: (line: string) => void; readonly warn: (line: string) => void };

/** A line may quote a path or an error of any length. */
const lineCharsMax = 2_000;

/** Logs lines with UTC time and level, as log collectors expect them. Secrets are redacted. */
export function createProgramLog({ printError }: Pick<Terminal, 'printError'>): ProgramLog {
  const createPrinter = (level: string) => (text: string) =>
    printError(`${new Date().toISOString()} ${level} ${truncate(toSingleLine(redact(text)), lineCharsMax)}`);
  return { info: createPrinter('info'), warn: createPrinter('warn') };
}
