import { toSingleLine, truncate } from '../base/printable.js';
import { redact } from '../base/redact.js';

/** A line may quote a path or an error of any length. */
const lineCharsMax = 2_000;
/** Logs lines with UTC time and level, as log collectors expect them. Secrets are redacted. */
export function createProgramLog({ printError }) {
  const createPrinter = (level) => (text) =>
    printError(`${new Date().toISOString()} ${level} ${truncate(toSingleLine(redact(text)), lineCharsMax)}`);
  return { info: createPrinter('info'), warn: createPrinter('warn') };
}
