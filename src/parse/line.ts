/** Location of a record. `byte` is the offset of its first byte in the uncompressed file; `line` counts from 1. */
export type SourceLocation = { readonly file: string; readonly byte: number; readonly line: number };

/** One line of a log, without its line feed. */
export type Line = { readonly text: string; readonly location: SourceLocation };

/** One log entry, envelope removed. It may span several lines. */
export type LogRecord = {
  readonly text: string;
  readonly location: SourceLocation;
  /** Timestamp of the envelope (CRI, docker, syslog), epoch ms; null without one. */
  readonly stampedAt: number | null;
  /** Host, pod or container named by the envelope; null without one. */
  readonly source: string | null;
  /** Set while the envelope marks the last line as split (CRI's `P`), to be continued by the next one. */
  readonly isPartial?: true;
  /** Set if a client may have written the record into another one. */
  readonly isHearsay?: true;
};

/** Longer records are truncated: no gateway writes longer ones, and memory must not grow with the input. */
export const recordCharsMax = 16_384;
/** Maximum lines of one record, such as a PHP or Lua traceback. The next line starts a new record. */
export const recordLinesMax = 64;

/** The text of a record with its location. */
export type Evidence = SourceLocation & { readonly text: string };
