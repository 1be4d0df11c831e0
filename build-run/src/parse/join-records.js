import { recordCharsMax, recordLinesMax } from './line.js';
import { isBlockLine, isObjectBlock, opensObject, opensRecordList } from './object-block.js';
/**
 * Joins lines to records: a line that starts no record continues the open one, up to the maximum length of a record. Lines
 * split by the container runtime are rejoined first.
 */
export const appendLine = (openRecord, line, location, isRecordStart) => {
  if (openRecord?.isPartial && line.lineTag !== null)
    return { closedRecord: null, openRecord: extendRecord(openRecord, '', line) };
  if (opensObject(line.text)) {
    const brace = { ...line, text: '{' };
    if (openRecord === null) return { closedRecord: null, openRecord: startRecord(brace, location) };
    // Before a list of records stands nothing but their number and the like.
    if (isObjectBlock(openRecord.text) && opensRecordList(openRecord.text))
      return { closedRecord: null, openRecord: startRecord(brace, location) };
  }
  if (openRecord !== null && isObjectBlock(openRecord.text) && isBlockLine(line.text) && !isFull(openRecord))
    return { closedRecord: null, openRecord: extendRecord(openRecord, '\n', line) };
  if (openRecord === null || isFull(openRecord) || isRecordStart(line.text)) {
    return { closedRecord: openRecord, openRecord: startRecord(line, location) };
  }
  // An empty line, or the head that supervisord writes before each piece of output, adds nothing.
  if (line.text === '' && line.lineTag === null) return { closedRecord: null, openRecord };
  return { closedRecord: null, openRecord: extendRecord(openRecord, '\n', line) };
};
function startRecord(line, location) {
  const { stampedAt, source } = line;
  return markPartial({ text: line.text.slice(0, recordCharsMax), location, stampedAt, source }, line);
}
function extendRecord(openRecord, separator, line) {
  const { location, stampedAt, source } = openRecord;
  return markPartial(
    { text: (openRecord.text + separator + line.text).slice(0, recordCharsMax), location, stampedAt, source },
    line,
  );
}
const markPartial = (record, { lineTag }) =>
  lineTag === 'partial' ? { ...record, isPartial: true } : record;
function isFull({ text }) {
  if (text.length >= recordCharsMax) return true;
  let lines = 1;
  for (
    let lineFeedIndex = text.indexOf('\n');
    lineFeedIndex >= 0;
    lineFeedIndex = text.indexOf('\n', lineFeedIndex + 1)
  )
    lines += 1;
  return lines >= (isObjectBlock(text) ? blockLinesMax : recordLinesMax);
}
/** Log stores add fields of their own to each record. */
const blockLinesMax = 160;
