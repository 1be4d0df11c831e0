/** Where a record stands. `byte` is the offset of its first byte in the uncompressed file, `line` counts from 1. */
export type SourceLocation = { readonly file: string; readonly byte: number; readonly line: number };

/** One line of a log without its line feed, as a reader found it. */
export type Line = { readonly text: string; readonly location: SourceLocation };

/** What the gateway wrote as one piece, envelope removed. May hold line breaks. */
export type LogRecord = {
  readonly text: string;
  readonly location: SourceLocation;
  /** When the envelope (CRI, docker, syslog) says the record was written, in epoch ms; else null. */
  readonly stampedAt: number | null;
  /** Host, pod or container that the envelope names; else null. */
  readonly source: string | null;
  /** Set while the envelope says that the last line goes on in the next one (CRI's `P`). */
  readonly isPartial?: true;
};

/** A record is cut here: nothing that a gateway writes is longer, and memory must not follow the input. */
export const recordCharsMax = 16_384;
/** Lines that one record may span (a PHP or Lua traceback); what follows begins a new record. */
export const recordLinesMax = 64;

export type Evidence = SourceLocation & { readonly text: string };
