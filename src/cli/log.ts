import { toSingleLine, truncate } from '../base/printable.js';
import { redact } from '../base/redact.js';
import type { Terminal } from './terminal.js';

/** What the program says about itself, on standard error, one line each. */
export type ProgramLog = { readonly info: (line: string) => void; readonly warn: (line: string) => void };

/** A line may quote a path or an error, which may hold anything. */
const lineCharsMax = 2_000;

/** Lines with the time in UTC and a level, as log collectors like them. */
export function createProgramLog({ printError }: Pick<Terminal, 'printError'>): ProgramLog {
  const createPrinter = (level: string) => (text: string) =>
    printError(`${new Date().toISOString()} ${level} ${truncate(toSingleLine(redact(text)), lineCharsMax)}`);
  return { info: createPrinter('info'), warn: createPrinter('warn') };
}
