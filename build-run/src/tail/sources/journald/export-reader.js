import { lineBytesMax } from '../../line-splitter.js';
import { CappedBuffer } from '../capped-buffer.js';

const journalFields = [
  '__CURSOR',
  '__REALTIME_TIMESTAMP',
  'MESSAGE',
  '_LINE_BREAK',
  '_STREAM_ID',
  'UNIT',
  'USER_UNIT',
];
/** What comes is not in journald's export format. */
export class ExportFormatError extends Error {
  name = 'ExportFormatError';
}
/**
 * Reads journald's export format, cut anywhere: `FIELD=text` on a line, or for any other bytes the name on a line, their
 * number in eight bytes, and the bytes; an empty line ends an entry. Of a long field its beginning is kept.
 */
export class ExportReader {
  #entry = {};
  #state = { type: 'line', bytes: new CappedBuffer(fieldBytesMax) };
  /** Returns the entries that these bytes complete. */
  push(bytes) {
    const entries = [];
    let from = 0;
    while (from < bytes.length)
      from +=
        this.#state.type === 'line'
          ? this.#readLine(bytes, from, entries)
          : this.#readValue(bytes, from, this.#state);
    return entries;
  }
  #readLine(bytes, from, entries) {
    const end = bytes.indexOf(lineFeed, from);
    this.#state.bytes.append(bytes.subarray(from, end < 0 ? bytes.length : end));
    if (end < 0) return bytes.length - from;
    const line = this.#state.bytes.take();
    const separator = line.indexOf(equals);
    if (line.length === 0) {
      entries.push(this.#entry);
      this.#entry = {};
    } else if (separator >= 0)
      this.#setField(line.toString('latin1', 0, separator), line.subarray(separator + 1));
    if (line.length === 0 || separator >= 0)
      this.#state = { type: 'line', bytes: new CappedBuffer(fieldBytesMax) };
    else
      this.#state = {
        type: 'size',
        name: line.toString('latin1'),
        bytes: new CappedBuffer(sizeBytes),
        missing: sizeBytes,
      };
    return end + 1 - from;
  }
  #readValue(bytes, from, state) {
    const part = bytes.subarray(from, from + state.missing);
    state.bytes.append(part);
    state.missing -= part.length;
    if (state.missing > 0) return part.length;
    const value = state.bytes.take();
    if (state.type === 'size') {
      const size = value.readBigUInt64LE();
      if (size > valueBytesMax) throw new ExportFormatError('journalctl writes a field of impossible size');
      // The line feed behind the bytes comes with them.
      const missing = Number(size) + 1;
      this.#state = {
        type: 'value',
        name: state.name,
        bytes: new CappedBuffer(Math.min(missing, fieldBytesMax)),
        missing,
      };
    } else {
      if (state.bytes.lastByte !== lineFeed)
        throw new ExportFormatError('journalctl writes no export format');
      this.#setField(state.name, value.at(-1) === lineFeed ? value.subarray(0, -1) : value);
      this.#state = { type: 'line', bytes: new CappedBuffer(fieldBytesMax) };
    }
    return part.length;
  }
  /** The first of several values counts. */
  #setField(name, value) {
    if (isJournalField(name)) this.#entry[name] ??= value;
  }
}
const fieldNames = new Set(journalFields);
const isJournalField = (name) => fieldNames.has(name);
const lineFeed = 10;
const equals = 61;
const sizeBytes = 8;
/** Room for a whole line with the name of its field. */
const fieldBytesMax = lineBytesMax + 256;
/** journald's own limit. */
const valueBytesMax = 768n * 1024n * 1024n;
