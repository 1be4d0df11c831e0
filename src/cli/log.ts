import { cut, oneLine } from '../base/printable.js';
import { redact } from '../base/redact.js';
import type { Terminal } from './terminal.js';

/** What the program says about itself, on standard error, one line each. */
export type ProgramLog = { readonly info: (line: string) => void; readonly warn: (line: string) => void };

/** A line may quote a path or an error, which may hold anything. */
const lineCharsMax = 2_000;

/** Lines with the time in UTC and a level, as log collectors like them. */
export function programLog({ complain }: Pick<Terminal, 'complain'>): ProgramLog {
  const line = (level: string) => (text: string) =>
    complain(`${new Date().toISOString()} ${level} ${cut(oneLine(redact(text)), lineCharsMax)}`);
  return { info: line('info'), warn: line('warn') };
}
