/** A failed use of the database. The message names the operation, the file and what to do. */
export class StorageError extends Error {
  name = 'StorageError';
  /** True when the same write may succeed later: the file is locked, or the disk is full. */
  retryable;
  /**
   * `damaged`: its content cannot be trusted. `failing`: its disk fails to read or write. `gone`: another file, or none, is
   * at its path.
   */
  fileState;
  constructor(message, { retryable = false, fileState = 'sound', cause } = {}) {
    super(message, { cause });
    this.retryable = retryable;
    this.fileState = fileState;
  }
}
/** Explains an error of SQLite or the file system about `path`. Any other error is a bug and is returned unchanged. */
export function toStorageError(error, path) {
  if (error instanceof StorageError) return error;
  const code = getErrorCode(error);
  const known = knownErrors.find(({ codePrefixes }) =>
    codePrefixes.some((prefix) => code.startsWith(prefix)),
  );
  if (known === undefined) return error;
  const { retryable = false, fileState = 'sound', remedy } = known;
  return new StorageError(`Cannot use the database ${path} (${code}): ${remedy}`, {
    retryable,
    fileState,
    cause: error,
  });
}
const getErrorCode = (error) =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
const knownErrors = [
  {
    codePrefixes: ['SQLITE_BUSY', 'SQLITE_LOCKED'],
    retryable: true,
    remedy: 'another program has locked it; close open sqlite3 shells and backups of this file',
  },
  {
    codePrefixes: ['SQLITE_FULL', 'ENOSPC', 'EDQUOT'],
    retryable: true,
    remedy: 'the disk is full; free some space, reading then continues by itself',
  },
  {
    codePrefixes: ['SQLITE_READONLY', 'EACCES', 'EPERM', 'EROFS'],
    remedy:
      'it is not writable; let this user write the file and its folder, or set DATABASE to another place',
  },
  {
    codePrefixes: ['ENOENT', 'ENOTDIR', 'EISDIR', 'SQLITE_CANTOPEN'],
    remedy: 'it does not exist or cannot be opened; create its folder, or set DATABASE to another place',
  },
  {
    codePrefixes: ['SQLITE_NOTADB'],
    fileState: 'damaged',
    remedy: 'this is not a SQLite file; set DATABASE to another name',
  },
  {
    codePrefixes: ['SQLITE_CORRUPT'],
    fileState: 'damaged',
    remedy: 'it is damaged; `badgateway run` sets it aside and starts a new one',
  },
  {
    codePrefixes: ['SQLITE_IOERR'],
    fileState: 'failing',
    remedy: 'the disk fails to read or write; check the system log (dmesg), then start again',
  },
];
