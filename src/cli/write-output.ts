import { writeFileSync } from 'node:fs';

/** A file that cannot be written, in one line for whoever named it. */
export class WriteError extends Error {
  override readonly name = 'WriteError';
}

/** Writes a file that somebody asked for. `isNew`: it must not be there yet, and is for its owner alone. */
export function writeOutput(path: string, content: string | Uint8Array, { isNew = false } = {}): void {
  try {
    writeFileSync(path, content, isNew ? { flag: 'wx', mode: 0o600 } : {});
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new WriteError(
      code === 'EEXIST'
        ? `${path} is there already and stays as it is: name another file.`
        : `Cannot write ${path} (${code}): name a file in a folder that is there and that this user may write to.`,
      { cause: error },
    );
  }
}
