import type { Event, GatewayId } from './event.js';
import type { Evidence } from './failure.js';
import type { Dialect } from './gateway.js';
import { beginsRecord, isWhole, readRecord } from './gateways/index.js';
import type { Line, LogRecord } from './line.js';
import { unwrap } from './parsing/envelope.js';
import { joinLine } from './parsing/records.js';
import { redact } from './redaction.js';

/** The parser's state in one file, as plain data: it is stored beside the position. */
export type Reading = {
  /** The record that further lines may still belong to. */
  readonly open: LogRecord | null;
  /** The dialect that read the latest record; tried first for the next one. */
  readonly gateway: GatewayId | null;
  readonly lines: number;
  readonly records: number;
  readonly unparsed: number;
  /** Up to three records that nothing could read. */
  readonly examples: readonly Evidence[];
  /** Time of the latest record, epoch ms. */
  readonly latestAt: number | null;
};

/** A file of which nothing has been read. */
export const beginReading: Reading = {
  open: null,
  gateway: null,
  lines: 0,
  records: 0,
  unparsed: 0,
  examples: [],
  latestAt: null,
};

/** What reading some lines brought. Every event has a time: its own, else that of the record before it, else `now`. */
export type Read = { readonly reading: Reading; readonly events: readonly Event[] };

const examplesMax = 3;
const exampleCharsMax = 500;

/** Reads on from `reading`. The last record may stay open, as its next line may still come. */
export function readLines(reading: Reading, lines: readonly Line[], dialect: Dialect, now: number): Read {
  const events: Event[] = [];
  let after = reading;
  const close = (record: LogRecord) => {
    const read = readClosed(after, record, dialect, now);
    after = read.reading;
    events.push(...read.events);
  };

  for (const { text, place } of lines) {
    after = { ...after, lines: after.lines + 1 };
    const unwrapped = unwrap(text);
    if (unwrapped.text.trim() === '' && after.open === null) continue;
    const joined = joinLine(after.open, unwrapped, place, beginsRecord);
    if (joined.closed !== null) close(joined.closed);
    after = { ...after, open: joined.open };
    if (!joined.open.unended && isWhole(joined.open.text)) {
      close(joined.open);
      after = { ...after, open: null };
    }
  }
  return { reading: after, events };
}

/** Reads the open record as it stands: no further line came. */
export function closeReading(reading: Reading, dialect: Dialect, now: number): Read {
  if (reading.open === null) return { reading, events: [] };
  return readClosed({ ...reading, open: null }, reading.open, dialect, now);
}

function readClosed(reading: Reading, record: LogRecord, dialect: Dialect, now: number): Read {
  const event = readRecord(record, dialect, reading.gateway);
  const counted = { ...reading, records: reading.records + 1 };
  if (event === undefined) {
    return { reading: { ...counted, ...unparsed(reading, record) }, events: [] };
  }
  const at = event.at ?? reading.latestAt ?? now;
  return {
    reading: { ...counted, gateway: event.gateway, latestAt: at },
    events: [event.at === null ? { ...event, at } : event],
  };
}

function unparsed({ unparsed: count, examples }: Reading, { place, text }: LogRecord) {
  if (examples.length >= examplesMax) return { unparsed: count + 1 };
  const example: Evidence = { ...place, text: redact(text.slice(0, exampleCharsMax)) };
  return { unparsed: count + 1, examples: [...examples, example] };
}
