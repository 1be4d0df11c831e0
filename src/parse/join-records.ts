import type { Unwrapped } from './envelope/layer.js';
import { type LogRecord, type Place, recordCharsMax, recordLinesMax } from './line.js';

/** What one more line made of the record that was open: the record that it ended, if any, and the one open now. */
export type Joined = { readonly closed: LogRecord | null; readonly open: LogRecord };

/**
 * Joins lines to records: a line that begins no record belongs to the open one, until that is as long as a record may
 * get. What was split by the container runtime is put together first.
 */
export const joinLine = (
  open: LogRecord | null,
  line: Unwrapped,
  place: Place,
  begins: (line: string) => boolean,
): Joined => {
  if (open?.unended && line.partial !== null) return { closed: null, open: extended(open, '', line) };
  if (open === null || isFull(open) || begins(line.text)) {
    return { closed: open, open: opened(line, place) };
  }
  return { closed: null, open: extended(open, '\n', line) };
};

function opened(line: Unwrapped, place: Place): LogRecord {
  const { stampedAt, source } = line;
  return withEnd({ text: line.text.slice(0, recordCharsMax), place, stampedAt, source }, line);
}

function extended(open: LogRecord, joint: string, line: Unwrapped): LogRecord {
  const { place, stampedAt, source } = open;
  return withEnd(
    { text: (open.text + joint + line.text).slice(0, recordCharsMax), place, stampedAt, source },
    line,
  );
}

const withEnd = (record: LogRecord, { partial }: Unwrapped): LogRecord =>
  partial === 'more' ? { ...record, unended: true } : record;

function isFull({ text }: LogRecord): boolean {
  if (text.length >= recordCharsMax) return true;
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines >= recordLinesMax;
}
