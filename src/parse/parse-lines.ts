import { redact } from '../base/redact.js';
import { type ZoneRun, zoneRunAfter } from '../base/timezone-drift.js';
import type { Dialect } from './decoder.js';
import { beginsRecord, isWhole, readRecord } from './decoders.js';
import { unwrap } from './envelope/unwrap.js';
import type { Event, GatewayId } from './event.js';
import { joinLine } from './join-records.js';
import type { Evidence, Line, LogRecord } from './line.js';

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
  /** Whether times without a zone seem to be of another zone than the configured one. */
  readonly zoneRun: ZoneRun | null;
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
  zoneRun: null,
};

/** The reading as it may be stored: the record that is still open without its secrets. */
export const storableReading = (reading: Reading): Reading =>
  reading.open === null
    ? reading
    : { ...reading, open: { ...reading.open, text: redact(reading.open.text) } };

/** What reading some lines brought. Every event has a time: its own, else that of the record before it, else `now`. */
export type Read = { readonly reading: Reading; readonly events: readonly Event[] };

const examplesMax = 3;
const exampleCharsMax = 500;

/** Reads on from `reading`. The last record may stay open, as its next line may still come. */
export function readLines(reading: Reading, lines: readonly Line[], dialect: Dialect, now: number): Read {
  const events: Event[] = [];
  // A copy of our own that changes: one for each line would take longer than to understand it.
  const after = { ...reading };
  for (const { text, place } of lines) {
    after.lines += 1;
    const unwrapped = unwrap(text);
    if (unwrapped.text.trim() === '' && after.open === null) continue;
    const joined = joinLine(after.open, unwrapped, place, beginsRecord);
    if (joined.closed !== null) readClosed(after, joined.closed, dialect, now, events);
    after.open = joined.open;
    if (!joined.open.unended && isWhole(joined.open.text)) {
      readClosed(after, joined.open, dialect, now, events);
      after.open = null;
    }
  }
  return { reading: after, events };
}

/** Reads the open record as it stands: no further line came. */
export function closeReading(reading: Reading, dialect: Dialect, now: number): Read {
  if (reading.open === null) return { reading, events: [] };
  const events: Event[] = [];
  const after = { ...reading, open: null };
  readClosed(after, reading.open, dialect, now, events);
  return { reading: after, events };
}

type Changing = { -readonly [Key in keyof Reading]: Reading[Key] };

/** Notes in `after` that the record was read, and adds its event to `events`. */
function readClosed(
  after: Changing,
  record: LogRecord,
  dialect: Dialect,
  now: number,
  events: Event[],
): void {
  const event = readRecord(record, dialect, after.gateway);
  after.records += 1;
  if (event === undefined) return void noteUnparsed(after, record);
  const at = timeOf(event, record, after, dialect, now) ?? after.latestAt ?? now;
  if (isZoneless(event, record)) after.zoneRun = zoneRunAfter(after.zoneRun, at, now);
  after.gateway = event.gateway;
  after.latestAt = at;
  events.push(event.at === at ? event : { ...event, at });
}

/** Only nginx's error log names no zone, and an envelope's stamp makes up for that. */
const isZoneless = ({ gateway }: Event, { stampedAt }: LogRecord): boolean =>
  gateway === 'nginx-error' && stampedAt === null;

/**
 * When the clocks go back, an hour comes twice, and its times are read as those of the first. It is the second when it
 * has just been written, or when times before it in the same file were as late.
 */
function timeOf(
  event: Event,
  record: LogRecord,
  { latestAt }: Reading,
  { repeatedAfterMs }: Dialect,
  now: number,
): number | null {
  const { at } = event;
  const shift = at === null || !isZoneless(event, record) ? 0 : (repeatedAfterMs?.(at) ?? 0);
  if (at === null || shift === 0) return at;
  const second = at + shift;
  const isJustWritten = Math.abs(now - second) < justMs;
  const isAsLate = latestAt !== null && latestAt > second - shift / 2;
  return isJustWritten || isAsLate ? second : at;
}

/** A record is read a moment after it was written, unless there is a backlog. */
const justMs = 60_000;

function noteUnparsed(after: Changing, { place, text }: LogRecord): void {
  after.unparsed += 1;
  if (after.examples.length >= examplesMax) return;
  const example: Evidence = { ...place, text: redact(text.slice(0, exampleCharsMax)) };
  after.examples = [...after.examples, example];
}
