import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { assertIntegrity } from '../storage/quarantine.js';
import { StorageError } from '../storage/storage-error.js';
import { openStoreReader } from '../storage/store.js';
/** Opens the bot's database read-only. Throws a `StorageError` when it does not exist yet. */
export function openExistingDatabase(path) {
  assertDatabaseExists(path);
  return openStoreReader(path);
}
/** Throws a `StorageError` when the database does not exist yet: only the bot creates it. */
export function assertDatabaseExists(path) {
  if (existsSync(path)) return;
  throw new StorageError(
    `No database at ${path} yet: start \`badgateway run\`, or set DATABASE to its path.`,
  );
}
/** Throws when the bot could not create its database there, or when the existing one cannot be opened or is damaged. */
export function assertDatabaseUsable(path) {
  if (existsSync(path)) {
    openStoreReader(path).close();
    assertIntegrity(path, 'thorough');
  } else {
    assertWritable(dirname(resolve(path)));
  }
}
function assertWritable(directory) {
  try {
    accessSync(directory, constants.W_OK);
  } catch (error) {
    throw new StorageError(
      `No database in ${directory}, and none can be created there: create the directory and let this user write to it, or set DATABASE to another path.`,
      { cause: error },
    );
  }
}
