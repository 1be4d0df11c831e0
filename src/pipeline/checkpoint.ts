import type { Line } from '../parse/line.js';
import type { ParserState } from '../parse/parse-lines.js';

/**
 * How far one generation of a log has been committed. A generation is one run of bytes that a writer produced from
 * offset 0 on: renaming keeps it; truncating, deleting or replacing ends it.
 */
export type FileCheckpoint = {
  /** The path that `LOGS` found, also while the generation is drained under another name. */
  readonly path: string;
  /** Device, inode and birth time as decimal text (64-bit numbers). */
  readonly dev: string;
  readonly ino: string;
  readonly birthTimeNs: string;
  /** Bytes committed; always just behind a line feed. */
  readonly offset: number;
  /** Lines committed. */
  readonly line: number;
  /** The first bytes (at most 1,024), base64: a reused inode is a new generation. */
  readonly head: string;
  /** The bytes before `offset` (at most 256), base64: proves that nobody rewrote what was read. */
  readonly tail: string;
  readonly state: 'live' | 'draining' | 'done';
};

/** Names a generation in maps and tables. */
export const getGenerationKey = ({
  path,
  dev,
  ino,
  birthTimeNs,
}: Pick<FileCheckpoint, 'path' | 'dev' | 'ino' | 'birthTimeNs'>): string =>
  `${dev}:${ino}:${birthTimeNs}:${path}`;

/** What one read brought: whole lines, and the position behind them. */
export type Chunk = {
  readonly fileCheckpoint: FileCheckpoint;
  readonly lines: readonly Line[];
  /** True when the file has no more bytes for now, so that an open record may be closed if nothing follows. */
  readonly atEnd: boolean;
  /** What can never be read of this generation; stored in the same transaction as the position that leaves it behind. */
  readonly dataLoss?: DataLoss;
};

/** Bytes of a log that were lost to reading, or may have been. `bytes` is null where nobody can know how many. */
export type DataLoss = {
  readonly path: string;
  readonly at: number;
  readonly bytes: number | null;
  /** Completes "some lines may be missing: …". */
  readonly why: string;
};

/** A position with the parser's state at it; both are stored in one transaction with what the bytes said. */
export type Checkpoint = { readonly fileCheckpoint: FileCheckpoint; readonly parserState: ParserState };
