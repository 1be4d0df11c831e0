import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { assertIntegrity } from '../storage/quarantine.js';
import { StorageError } from '../storage/storage-error.js';
import { openStoreReader, type StoreReader } from '../storage/store.js';

/** The database of the running bot, to ask questions only. Throws a `StoreError` when there is none yet. */
export function openExistingDatabase(path: string): StoreReader {
  assertDatabaseExists(path);
  return openStoreReader(path);
}

/** Throws a `StoreError` when there is no database yet: nothing but the bot itself makes one. */
export function assertDatabaseExists(path: string): void {
  if (existsSync(path)) return;
  throw new StorageError(
    `There is no database at ${path} yet: start \`badgateway run\`, or set DATABASE to where it is.`,
  );
}

/** Throws when the bot could not make its database there, or not open the one that is there, or that one is damaged. */
export function assertDatabaseUsable(path: string): void {
  if (existsSync(path)) {
    openStoreReader(path).close();
    assertIntegrity(path, 'thorough');
  } else {
    assertWritable(dirname(resolve(path)));
  }
}

function assertWritable(directory: string): void {
  try {
    accessSync(directory, constants.W_OK);
  } catch (error) {
    throw new StorageError(
      `There is no database in ${directory}, and none can be made there: make the directory and let this user write to it, or set DATABASE to another path.`,
      { cause: error },
    );
  }
}
