import { writeFileSync } from 'node:fs';
/** An output file named by the user cannot be written. The message says why and what to do. */
export class WriteError extends Error {
  name = 'WriteError';
}
/** Writes a file the user asked for. `isNew`: it must not exist yet, and only its owner may read it. Nobody else may write either, under any umask. */
export function writeOutput(path, content, { isNew = false } = {}) {
  try {
    writeFileSync(path, content, isNew ? { flag: 'wx', mode: 0o600 } : { mode: 0o644 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new WriteError(
      code === 'EEXIST'
        ? `${path} already exists and was not changed: choose another file name.`
        : `Cannot write ${path} (${code}): choose a file in an existing directory that this user may write to.`,
      { cause: error },
    );
  }
}
