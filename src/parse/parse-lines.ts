/**
 * Parses the lines of one log file into typed events, whatever the format: removes envelopes, joins lines to records and
 * decodes each record. Takes and returns the parser state of the file as plain data; asks no clock and keeps nothing.
 */

import { minuteMs } from '../base/duration.js';
import { redact } from '../base/redact.js';
import { type TimezoneDrift, updateTimezoneDrift } from '../base/timezone-drift.js';
import type { DecoderOptions } from './decoder.js';
import { decodeRecord, isKnownRecordStart, isRecordComplete } from './decoders.js';
import type { UnwrappedLine } from './envelope/layer.js';
import { unwrapExport, unwrapLine } from './envelope/unwrap.js';
import type { Event, LogFormatId } from './event.js';
import {
  type HeldRecords,
  type HoldStep,
  holdRecord,
  mapHeldText,
  noHeldRecords,
  quotesOutsideText,
  releaseRecords,
} from './hold-records.js';
import { appendLine } from './join-records.js';
import { addWorker } from './known-workers.js';
import type { Evidence, Line, LogRecord, SourceLocation } from './line.js';
import { isBlockClosed, isObjectBlock, isPunctuation, opensObject } from './object-block.js';
import { findQuotedLines } from './quoted-lines.js';
import { unwrapBlock } from './unwrap-block.js';
import type { LogZone } from './zone-reading.js';

/** Parser state of one file, as plain data: it is stored with the file's checkpoint. */
export type ParserState = {
  /** The record that may still be continued by the next line. */
  readonly openRecord: LogRecord | null;
  /** Records of which it is not known yet that no client wrote them into another one; absent in old checkpoints. */
  readonly held?: HeldRecords;
  /** Records that look forged. */
  readonly forged?: number;
  /** Format of the latest record; tried first for the next one. */
  readonly gateway: LogFormatId | null;
  readonly lines: number;
  readonly records: number;
  readonly unparsed: number;
  /** Up to three records that no decoder accepted, redacted. */
  readonly unparsedExamples: readonly Evidence[];
  /** Time of the latest record, epoch ms. */
  readonly latestAt: number | null;
  /** Evidence that times without a zone are in another timezone than the configured one. */
  readonly timezoneDrift: TimezoneDrift | null;
  /** Its zone, as found by comparing it with an access log. */
  readonly zone?: LogZone;
};

/** State of a file that has not been read yet. */
export const emptyParserState: ParserState = {
  openRecord: null,
  gateway: null,
  lines: 0,
  records: 0,
  unparsed: 0,
  unparsedExamples: [],
  latestAt: null,
  timezoneDrift: null,
};

/** The state as it may be stored, with the open record redacted. */
export const redactParserState = ({ openRecord, held, ...state }: ParserState): ParserState => ({
  ...state,
  openRecord: openRecord && { ...openRecord, text: redact(openRecord.text) },
  ...(held !== undefined && { held: mapHeldText(held, redact) }),
});

/**
 * Events parsed from some lines, and the records that no decoder accepted. Each has a time: its own, else that of the
 * previous record, else `now`.
 */
export type ParseResult = {
  readonly state: ParserState;
  readonly events: readonly Event[];
  readonly unread: readonly UnreadRecord[];
};

export type UnreadRecord = { readonly text: string; readonly at: number };

const examplesMax = 3;
const exampleCharsMax = 500;

/** Continues parsing from `state`. The last record may stay open, as its next line may still follow. */
export function parseLines(
  state: ParserState,
  lines: readonly Line[],
  options: DecoderOptions,
  now: number,
): ParseResult {
  const found: Found = { events: [], unread: [] };
  // One mutable copy: copying the state for every line would cost more than parsing it.
  const next = { ...state };
  const quotedLines = findQuotedLines(lines);
  for (const [lineIndex, { text, location }] of lines.entries()) {
    next.lines += 1;
    const isQuoted = quotedLines?.has(lineIndex) ?? false;
    const isInBlock = next.openRecord !== null && isObjectBlock(next.openRecord.text);
    const exported = isInBlock ? [] : unwrapExport(text);
    if (exported.length === 0) {
      addLine(next, unwrapLine(text, isInBlock), location, isQuoted, options, now, found);
      continue;
    }
    for (const [index, line] of exported.entries())
      addLine(next, line, { ...location, byte: location.byte + index }, isQuoted, options, now, found);
  }
  return { state: next, ...found };
}

/** What has been found so far. */
type Found = { readonly events: Event[]; readonly unread: UnreadRecord[] };

function addLine(
  next: MutableParserState,
  line: UnwrappedLine,
  location: SourceLocation,
  isQuoted: boolean,
  options: DecoderOptions,
  now: number,
  found: Found,
): void {
  if (next.openRecord === null && isPunctuation(line.text) && !opensObject(line.text)) return;
  const step = appendLine(next.openRecord, line, location, isKnownRecordStart);
  if (step.closedRecord !== null) decodeClosedRecord(next, step.closedRecord, options, now, found);
  const { openRecord } = step;
  const isForged = isQuoted && openRecord.location === location;
  next.openRecord = isForged ? { ...openRecord, isHearsay: true } : openRecord;
  if (isForged) next.forged = (next.forged ?? 0) + 1;
  if (openRecord.isPartial || !isComplete(openRecord.text)) return;
  decodeClosedRecord(next, next.openRecord, options, now, found);
  next.openRecord = null;
}

const isComplete = (text: string): boolean =>
  isObjectBlock(text) ? isBlockClosed(text) : isRecordComplete(text);

/** Decodes the open record as it is, when no further line is expected. */
export function flushParser(state: ParserState, options: DecoderOptions, now: number): ParseResult {
  const { openRecord, held = noHeldRecords } = state;
  const found: Found = { events: [], unread: [] };
  if (openRecord === null && held.records.length === 0) return { state, ...found };
  const next = { ...state, openRecord: null };
  if (openRecord !== null) decodeClosedRecord(next, openRecord, options, now, found);
  if (next.held !== undefined) decodeReleased(next, releaseRecords(next.held), options, now, found);
  return { state: next, ...found };
}

type MutableParserState = { -readonly [Key in keyof ParserState]: ParserState[Key] };

/** Decodes a record, unless it has to wait for those after it. */
function decodeClosedRecord(
  next: MutableParserState,
  record: LogRecord,
  options: DecoderOptions,
  now: number,
  found: Found,
): void {
  const { held = noHeldRecords } = next;
  if (held.records.length > 0 || quotesOutsideText(record.text))
    decodeReleased(next, holdRecord(held, record), options, now, found);
  else decodeWhole(next, record, options, now, found);
}

function decodeReleased(
  next: MutableParserState,
  { held, released, forged }: HoldStep,
  options: DecoderOptions,
  now: number,
  found: Found,
): void {
  next.held = held;
  if (forged > 0) next.forged = (next.forged ?? 0) + forged;
  for (const record of released) decodeWhole(next, record, options, now, found);
}

/** Decodes what is within a record: usually the record itself. */
function decodeWhole(
  next: MutableParserState,
  record: LogRecord,
  options: DecoderOptions,
  now: number,
  found: Found,
): void {
  if (isObjectBlock(record.text)) {
    for (const inner of unwrapBlock(record))
      decodeOne(next, record.isHearsay ? { ...inner, isHearsay: true } : inner, options, now, found);
  } else decodeOne(next, record, options, now, found);
}

/** Decodes a record, updates `next` and appends the event to `found`. */
function decodeOne(
  next: MutableParserState,
  record: LogRecord,
  options: DecoderOptions,
  now: number,
  found: Found,
): void {
  const event = decodeRecord(record, options, next.gateway);
  next.records += 1;
  if (event === undefined) {
    found.unread.push({ text: record.text, at: record.stampedAt ?? next.latestAt ?? now });
    addUnparsedExample(next, record);
    return;
  }
  const at = resolveTime(event, record, next, options, now) ?? next.latestAt ?? now;
  if (record.isHearsay === true) {
    if (event.type === 'attempt' || event.type === 'request')
      found.events.push({ ...event, at, isSuspect: true });
    return;
  }
  if (hasNoTimezone(event, record)) next.timezoneDrift = updateTimezoneDrift(next.timezoneDrift, at, now);
  if (event.isTaught !== true) next.gateway = event.gateway;
  next.latestAt = at;
  if (event.type === 'attempt' && event.pid !== null) learnPid(next, event.pid);
  found.events.push(event.at === at ? event : { ...event, at });
}

function learnPid(next: MutableParserState, pid: number): void {
  const { held = noHeldRecords } = next;
  const workers = addWorker(held.workers, pid);
  if (workers !== held.workers) next.held = { ...held, workers };
}

/** nginx's error log and HAProxy write times without a zone; an envelope's timestamp makes up for it. */
const hasNoTimezone = ({ gateway, type }: Event, { stampedAt, text }: LogRecord): boolean =>
  stampedAt === null &&
  (gateway === 'nginx-error' || (gateway === 'haproxy' && type === 'request' && !zoneInClf.test(text)));

const zoneInClf = /^\S{1,45} - - \[\S{20} [+-]\d{4}\]/;

/**
 * When clocks go back, an hour occurs twice, and its times are first read as the earlier ones. The later time is used if
 * the line is fresh or follows a later time in the same file.
 */
function resolveTime(
  event: Event,
  record: LogRecord,
  { latestAt }: ParserState,
  { repeatedAfterMs }: DecoderOptions,
  now: number,
): number | null {
  const { at } = event;
  const shiftMs = at === null || !hasNoTimezone(event, record) ? 0 : (repeatedAfterMs?.(at) ?? 0);
  if (at === null || shiftMs === 0) return at;
  const repeatedAt = at + shiftMs;
  const isJustWritten = Math.abs(now - repeatedAt) < justWrittenMs;
  const followsRepeatedTime = latestAt !== null && latestAt > repeatedAt - shiftMs / 2;
  return isJustWritten || followsRepeatedTime ? repeatedAt : at;
}

/** Unless there is a backlog, a record is read shortly after it was written. */
const justWrittenMs = minuteMs;

function addUnparsedExample(next: MutableParserState, { location, text }: LogRecord): void {
  next.unparsed += 1;
  if (next.unparsedExamples.length >= examplesMax) return;
  const example: Evidence = { ...location, text: redact(text.slice(0, exampleCharsMax)) };
  next.unparsedExamples = [...next.unparsedExamples, example];
}
