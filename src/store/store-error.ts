/** The database cannot be used as asked. The message says what, which file, and what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  /** True when the same write may succeed later: somebody holds the file, or the disk is full. */
  readonly retryable: boolean;
  /** True when what is in the file can no longer be believed, or no longer be reached. */
  readonly damaged: boolean;

  constructor(message: string, { retryable = false, damaged = false, cause }: StoreErrorOptions = {}) {
    super(message, { cause });
    this.retryable = retryable;
    this.damaged = damaged;
  }
}

type StoreErrorOptions = {
  readonly retryable?: boolean;
  readonly damaged?: boolean;
  readonly cause?: unknown;
};

/** What SQLite or the file system said about `path`, in words; anything else is a bug and comes back as it is. */
export function explained(error: unknown, path: string): unknown {
  if (error instanceof StoreError) return error;
  const code = codeOf(error);
  const known = troubles.find(({ begins }) => begins.some((prefix) => code.startsWith(prefix)));
  if (known === undefined) return error;
  const { retryable = false, damaged = false, remedy } = known;
  return new StoreError(`Cannot use the database ${path} (${code}): ${remedy}`, {
    retryable,
    damaged,
    cause: error,
  });
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

type Known = {
  readonly begins: readonly string[];
  readonly retryable?: true;
  readonly damaged?: true;
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
    damaged: true,
    remedy: 'this is no SQLite file; set DATABASE to another name',
  },
  {
    begins: ['SQLITE_CORRUPT'],
    damaged: true,
    remedy: 'it is damaged; move it away and save what is left with `sqlite3 FILE .recover`',
  },
  {
    begins: ['SQLITE_IOERR'],
    damaged: true,
    remedy: 'the disk does not read or write; look at the system log (dmesg), then start again',
  },
];
