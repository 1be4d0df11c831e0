import { logFormatIds } from '../parse/event.js';
import { emptyParserState, flushParser, parseLines } from '../parse/parse-lines.js';
import { findPlaceInSecond } from '../pipeline/place-in-second.js';
import { LineSplitter } from '../tail/line-splitter.js';
import { closeLogFile, readBytes } from '../tail/log-file.js';
import { openFinishedLog } from '../tail/read-whole.js';
import { openDecompressed } from '../tail/spool.js';
import { readEvents } from './read-events.js';
/**
 * Where each record of a log begins, and when it was written: 26 bytes a record, in the order of the file. Memory has to
 * hold this much of an unsorted log, and nothing else of it.
 */
export class TimeIndex {
  #at = new Float64Array(initialSize);
  #byte = new Float64Array(initialSize);
  #line = new Uint32Array(initialSize);
  #format = new Uint8Array(initialSize);
  #place = new Uint8Array(initialSize);
  #size = 0;
  #steps = { back: 0, forth: 0 };
  /** Reads the log once. */
  static async build(log, options, onEnd) {
    const index = new TimeIndex();
    for await (const events of readEvents(log, options, onEnd)) for (const event of events) index.#add(event);
    return index;
  }
  /** True for what log viewers export: the latest record is the first. */
  get isNewestFirst() {
    return this.#steps.back > this.#steps.forth;
  }
  /** False for what several writers or a viewer jumbled: the order of records of one second is lost. */
  get #isInOneDirection() {
    return this.#steps.back === 0 || this.#steps.forth === 0;
  }
  /** Records in order of time. Of equal times the one written first comes first, or the one that must have been. */
  *listByTime() {
    const order = Uint32Array.from({ length: this.#size }, (_, position) => position);
    const sign = this.isNewestFirst ? -1 : 1;
    const getPlace = this.#isInOneDirection ? () => 0 : (position) => this.#place[position] ?? 0;
    order.sort((a, b) => this.#getTime(a) - this.#getTime(b) || getPlace(a) - getPlace(b) || sign * (a - b));
    for (const position of order)
      yield {
        at: this.#getTime(position),
        from: this.#byte[position] ?? 0,
        to: position + 1 < this.#size ? (this.#byte[position + 1] ?? 0) : Infinity,
        line: this.#line[position] ?? 0,
        gateway: logFormatIds[this.#format[position] ?? 0] ?? null,
      };
  }
  #getTime(position) {
    return this.#at[position] ?? 0;
  }
  #add(event) {
    const { at, location, gateway } = event;
    if (this.#size === this.#at.length) this.#grow();
    const position = this.#size++;
    const previousAt = position === 0 ? (at ?? 0) : this.#getTime(position - 1);
    this.#at[position] = at ?? 0;
    this.#byte[position] = location.byte;
    this.#line[position] = location.line;
    this.#format[position] = logFormatIds.indexOf(gateway);
    this.#place[position] = findPlaceInSecond(event);
    if (this.#getTime(position) < previousAt) this.#steps.back += 1;
    else if (this.#getTime(position) > previousAt) this.#steps.forth += 1;
  }
  #grow() {
    const size = 2 * this.#at.length;
    this.#at = copyInto(new Float64Array(size), this.#at);
    this.#byte = copyInto(new Float64Array(size), this.#byte);
    this.#line = copyInto(new Uint32Array(size), this.#line);
    this.#format = copyInto(new Uint8Array(size), this.#format);
    this.#place = copyInto(new Uint8Array(size), this.#place);
  }
}
const initialSize = 16_384;
function copyInto(target, values) {
  target.set(values);
  return target;
}
/** Reads the records of a log again, in order of time, and yields their events a few at a time. */
export async function* readSortedEvents(log, index, options) {
  const file = await openDecompressed(await openFinishedLog(log));
  try {
    const reader = new RecordReader(log, file, options);
    let events = [];
    for (const record of index.listByTime()) {
      const event = reader.read(record);
      if (event !== undefined) events.push(event);
      if (events.length < eventsMax) continue;
      yield events;
      events = [];
    }
    yield events;
  } finally {
    closeLogFile(file);
  }
}
const eventsMax = 1_000;
/** Reads single records. Neighbours in time are mostly neighbours in the file, so a few blocks are kept. */
class RecordReader {
  #log;
  #file;
  #options;
  #blocks = new Map();
  constructor(log, file, options) {
    this.#log = log;
    this.#file = file;
    this.#options = options;
  }
  read({ at, from, to, line, gateway }) {
    const splitter = new LineSplitter(this.#log, { offset: from, line: line - 1, head: '', tail: '' });
    const bytes = this.#readBytes(from, Math.min(to, from + recordBytesMax));
    const lines = [...splitter.split(bytes), ...splitter.flush()];
    const parsed = parseLines({ ...emptyParserState, gateway }, lines, this.#options, at);
    const event = parsed.events[0] ?? flushParser(parsed.state, this.#options, at).events[0];
    return event === undefined ? undefined : { ...event, at };
  }
  #readBytes(from, to) {
    const number = Math.floor(from / blockBytes);
    const start = number * blockBytes;
    return to <= start + blockBytes
      ? this.#readBlock(number).subarray(from - start, to - start)
      : readBytes(this.#file, from, to - from);
  }
  #readBlock(number) {
    const known = this.#blocks.get(number);
    if (known !== undefined) return known;
    const block = readBytes(this.#file, number * blockBytes, blockBytes);
    const [oldest] = this.#blocks.keys();
    if (this.#blocks.size >= blocksMax && oldest !== undefined) this.#blocks.delete(oldest);
    this.#blocks.set(number, block);
    return block;
  }
}
const blockBytes = 256 * 1024;
const blocksMax = 64;
/** Far more than is kept of a record; what follows it up to the next record was not understood. */
const recordBytesMax = 1024 * 1024;
