import type { Line } from '../parse/line.js';
import type { ParserState } from '../parse/parse-lines.js';

/**
 * The committed part of one generation of a log. A generation is the bytes that a writer appends from offset 0 on:
 * renaming the file keeps it; truncating, deleting or replacing the file ends it.
 */
export type FileCheckpoint = {
  /** Path that matched `LOGS`, even while the generation is drained under another name; the name of a log that is no file. */
  readonly path: string;
  /** Where `path` led when it was a link; it may have vanished since. */
  readonly realPath?: string;
  /** Device, inode and birth time as decimal text (64-bit numbers). */
  readonly dev: string;
  readonly ino: string;
  readonly birthTimeNs: string;
  /** Bytes committed; always right after a line feed. */
  readonly offset: number;
  /** Lines committed. */
  readonly line: number;
  /** Fingerprint of the first bytes (at most 1,024): a reused inode is a new generation. */
  readonly head: string;
  /** Fingerprint of the bytes before `offset` (at most 256): proves that what was read has not been rewritten. */
  readonly tail: string;
  /** Of a log that is no file: where its source goes on, in the words of that source. */
  readonly position?: string;
  readonly state: 'live' | 'draining' | 'done';
};

/** Key of a generation in maps and tables. */
export const getGenerationKey = ({
  path,
  dev,
  ino,
  birthTimeNs,
}: Pick<FileCheckpoint, 'path' | 'dev' | 'ino' | 'birthTimeNs'>): string =>
  `${dev}:${ino}:${birthTimeNs}:${path}`;

/** Result of one read: whole lines, and the checkpoint after them. */
export type Chunk = {
  readonly fileCheckpoint: FileCheckpoint;
  readonly lines: readonly Line[];
  /** True if the file has no more bytes for now, so an unfinished record may be closed. */
  readonly atEnd: boolean;
  /**
   * Bytes of this generation that can never be read; stored in the same transaction as the checkpoint that skips
   * them.
   */
  readonly dataLoss?: DataLoss;
  /** Key of the generation that was read under another path until now: what was left open there is continued. */
  readonly continuedKey?: string;
};

/**
 * Bytes of a log that were lost before they were read, or may have been. `bytes` is null if their number is
 * unknowable.
 */
export type DataLoss = {
  readonly path: string;
  readonly at: number;
  readonly bytes: number | null;
  /** Completes "some lines may be missing: …". */
  readonly why: string;
};

/**
 * A file checkpoint and the parser state there, stored in one transaction with the results of the bytes before it.
 */
export type Checkpoint = { readonly fileCheckpoint: FileCheckpoint; readonly parserState: ParserState };
