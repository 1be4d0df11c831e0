import { statSync } from 'node:fs';
import { isNamed } from './connection.js';
import { StoreError } from './store-error.js';

/** Which file is at the path; null where there is none, or none is needed. */
export function fileAt(path: string): string | null {
  if (!isNamed(path)) return null;
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? null : `${stats.dev}:${stats.ino}`;
}

/** Throws when it is no longer that file: SQLite would go on writing into one that has no name. */
export function assertInPlace(path: string, file: string | null): void {
  if (fileAt(path) === file) return;
  throw new StoreError(
    `The database ${path} was removed or replaced while it was in use; start again, with the file that is there now or a new one`,
    { file: 'gone' },
  );
}
