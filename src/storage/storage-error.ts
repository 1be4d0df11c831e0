/** The database cannot be used as asked. The message says what, which file, and what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  /** True when the same write may succeed later: somebody holds the file, or the disk is full. */
  readonly retryable: boolean;
  /**
   * `damaged`: what is in it can no longer be believed. `failing`: its disk no longer reads or writes. `gone`: another
   * file, or none, is at its path.
   */
  readonly file: 'sound' | 'damaged' | 'failing' | 'gone';

  constructor(message: string, { retryable = false, file = 'sound', cause }: StoreErrorOptions = {}) {
    super(message, { cause });
    this.retryable = retryable;
    this.file = file;
  }
}

type StoreErrorOptions = {
  readonly retryable?: boolean;
  readonly file?: StoreError['file'];
  readonly cause?: unknown;
};

/** What SQLite or the file system said about `path`, in words; anything else is a bug and comes back as it is. */
export function explained(error: unknown, path: string): unknown {
  if (error instanceof StoreError) return error;
  const code = codeOf(error);
  const known = troubles.find(({ begins }) => begins.some((prefix) => code.startsWith(prefix)));
  if (known === undefined) return error;
  const { retryable = false, file = 'sound', remedy } = known;
  return new StoreError(`Cannot use the database ${path} (${code}): ${remedy}`, {
    retryable,
    file,
    cause: error,
  });
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

type Known = {
  readonly begins: readonly string[];
  readonly retryable?: true;
  readonly file?: StoreError['file'];
  readonly remedy: string;
};

const troubles: readonly Known[] = [
  {
    begins: ['SQLITE_BUSY', 'SQLITE_LOCKED'],
    retryable: true,
    remedy: 'another program holds it; close open sqlite3 shells and backups of this file',
  },
  {
    begins: ['SQLITE_FULL', 'ENOSPC', 'EDQUOT'],
    retryable: true,
    remedy: 'the disk is full; free some space, reading goes on by itself',
  },
  {
    begins: ['SQLITE_READONLY', 'EACCES', 'EPERM', 'EROFS'],
    remedy:
      'it may not be written; let this user write the file and its folder, or set DATABASE to another place',
  },
  {
    begins: ['ENOENT', 'ENOTDIR', 'EISDIR', 'SQLITE_CANTOPEN'],
    remedy: 'it is not there or cannot be opened; make its folder, or set DATABASE to another place',
  },
  {
    begins: ['SQLITE_NOTADB'],
    file: 'damaged',
    remedy: 'this is no SQLite file; set DATABASE to another name',
  },
  {
    begins: ['SQLITE_CORRUPT'],
    file: 'damaged',
    remedy: 'it is damaged; `badgateway run` sets it aside and begins a new one',
  },
  {
    begins: ['SQLITE_IOERR'],
    file: 'failing',
    remedy: 'the disk does not read or write; look at the system log (dmesg), then start again',
  },
];
