import { statSync } from 'node:fs';
import { StorageError } from './storage-error.js';
/** Throws for a device, a pipe or a directory, before anything is done to it: opening a pipe would wait without end. */
export function assertRegularFile(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined || stats.isFile()) return;
  throw new StorageError(
    `Cannot open the database ${path}: it is ${stats.isDirectory() ? 'a directory (EISDIR), ' : ''}not a regular file; set DATABASE to the path of one, or of one to create`,
  );
}
/** Throws for a file with several hard links: SQLite and the lock know a database by its name. */
export function assertOnlyName(path) {
  const names = statSync(path, { throwIfNoEntry: false })?.nlink ?? 1;
  if (names <= 1) return;
  throw new StorageError(
    `Cannot run on the database ${path}: the file has ${names} names (hard links), and another badgateway may run under one of them; remove the others, or copy it`,
  );
}
