/** The database cannot be used as asked. The message says what, which file, and what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  /** True when the same write may succeed later: somebody holds the file, or the disk is full. */
  readonly retryable: boolean;

  constructor(message: string, { retryable = false, cause }: { retryable?: boolean; cause?: unknown } = {}) {
    super(message, { cause });
    this.retryable = retryable;
  }
}

/** What SQLite or the file system said about `path`, in words; anything else is a bug and comes back as it is. */
export function explained(error: unknown, path: string): unknown {
  if (error instanceof StoreError) return error;
  const code = codeOf(error);
  const known = troubles.find(({ begins }) => begins.some((prefix) => code.startsWith(prefix)));
  if (known === undefined) return error;
  const { retryable, remedy } = known;
  return new StoreError(`Cannot use the database ${path} (${code}): ${remedy}`, { retryable, cause: error });
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const troubles: readonly { begins: readonly string[]; retryable: boolean; remedy: string }[] = [
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
    retryable: false,
    remedy:
      'it may not be written; let this user write the file and its folder, or set DATABASE to another place',
  },
  {
    begins: ['ENOENT', 'ENOTDIR', 'EISDIR', 'SQLITE_CANTOPEN'],
    retryable: false,
    remedy: 'it is not there or cannot be opened; make its folder, or set DATABASE to another place',
  },
  {
    begins: ['SQLITE_NOTADB'],
    retryable: false,
    remedy: 'this is no SQLite file; set DATABASE to another name',
  },
  {
    begins: ['SQLITE_CORRUPT'],
    retryable: false,
    remedy: 'it is damaged; move it away and save what is left with `sqlite3 FILE .recover`',
  },
  {
    begins: ['SQLITE_IOERR'],
    retryable: false,
    remedy: 'the disk does not read or write; look at the system log (dmesg), then start again',
  },
];
