import type { UnwrappedLine } from './envelope/layer.js';
import { type LogRecord, recordCharsMax, recordLinesMax, type SourceLocation } from './line.js';

/** Result of adding a line: the record it closed, if any, and the record that is open now. */
export type FramingStep = { readonly closedRecord: LogRecord | null; readonly openRecord: LogRecord };

/**
 * Joins lines to records: a line that starts no record continues the open one, up to the maximum length of a record. Lines
 * split by the container runtime are rejoined first.
 */
export const appendLine = (
  openRecord: LogRecord | null,
  line: UnwrappedLine,
  location: SourceLocation,
  isRecordStart: (line: string) => boolean,
): FramingStep => {
  if (openRecord?.isPartial && line.lineTag !== null)
    return { closedRecord: null, openRecord: extendRecord(openRecord, '', line) };
  if (openRecord === null || isFull(openRecord) || isRecordStart(line.text)) {
    return { closedRecord: openRecord, openRecord: startRecord(line, location) };
  }
  return { closedRecord: null, openRecord: extendRecord(openRecord, '\n', line) };
};

function startRecord(line: UnwrappedLine, location: SourceLocation): LogRecord {
  const { stampedAt, source } = line;
  return markPartial({ text: line.text.slice(0, recordCharsMax), location, stampedAt, source }, line);
}

function extendRecord(openRecord: LogRecord, separator: string, line: UnwrappedLine): LogRecord {
  const { location, stampedAt, source } = openRecord;
  return markPartial(
    { text: (openRecord.text + separator + line.text).slice(0, recordCharsMax), location, stampedAt, source },
    line,
  );
}

const markPartial = (record: LogRecord, { lineTag }: UnwrappedLine): LogRecord =>
  lineTag === 'partial' ? { ...record, isPartial: true } : record;

function isFull({ text }: LogRecord): boolean {
  if (text.length >= recordCharsMax) return true;
  let lines = 1;
  for (
    let lineFeedIndex = text.indexOf('\n');
    lineFeedIndex >= 0;
    lineFeedIndex = text.indexOf('\n', lineFeedIndex + 1)
  )
    lines += 1;
  return lines >= recordLinesMax;
}
