import { redact } from '../base/redact.js';
import { type TimezoneDrift, updateTimezoneDrift } from '../base/timezone-drift.js';
import type { DecoderOptions } from './decoder.js';
import { decodeRecord, isKnownRecordStart, isRecordComplete } from './decoders.js';
import { unwrap } from './envelope/unwrap.js';
import type { Event, LogFormatId } from './event.js';
import { appendLine } from './join-records.js';
import type { Evidence, Line, LogRecord } from './line.js';

/** The parser's state in one file, as plain data: it is stored beside the position. */
export type ParserState = {
  /** The record that further lines may still belong to. */
  readonly openRecord: LogRecord | null;
  /** The dialect that read the latest record; tried first for the next one. */
  readonly gateway: LogFormatId | null;
  readonly lines: number;
  readonly records: number;
  readonly unparsed: number;
  /** Up to three records that nothing could read. */
  readonly unparsedExamples: readonly Evidence[];
  /** Time of the latest record, epoch ms. */
  readonly latestAt: number | null;
  /** Whether times without a zone seem to be of another zone than the configured one. */
  readonly timezoneDrift: TimezoneDrift | null;
};

/** A file of which nothing has been read. */
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

/** The reading as it may be stored: the record that is still open without its secrets. */
export const redactParserState = (state: ParserState): ParserState =>
  state.openRecord === null
    ? state
    : { ...state, openRecord: { ...state.openRecord, text: redact(state.openRecord.text) } };

/** What reading some lines brought. Every event has a time: its own, else that of the record before it, else `now`. */
export type ParseResult = { readonly state: ParserState; readonly events: readonly Event[] };

const examplesMax = 3;
const exampleCharsMax = 500;

/** Reads on from `reading`. The last record may stay open, as its next line may still come. */
export function parseLines(
  state: ParserState,
  lines: readonly Line[],
  options: DecoderOptions,
  now: number,
): ParseResult {
  const events: Event[] = [];
  // A copy of our own that changes: one for each line would take longer than to understand it.
  const next = { ...state };
  for (const { text, location } of lines) {
    next.lines += 1;
    const unwrapped = unwrap(text);
    if (unwrapped.text.trim() === '' && next.openRecord === null) continue;
    const step = appendLine(next.openRecord, unwrapped, location, isKnownRecordStart);
    if (step.closedRecord !== null) decodeClosedRecord(next, step.closedRecord, options, now, events);
    next.openRecord = step.openRecord;
    if (!step.openRecord.isPartial && isRecordComplete(step.openRecord.text)) {
      decodeClosedRecord(next, step.openRecord, options, now, events);
      next.openRecord = null;
    }
  }
  return { state: next, events };
}

/** Reads the open record as it stands: no further line came. */
export function flushParser(state: ParserState, options: DecoderOptions, now: number): ParseResult {
  if (state.openRecord === null) return { state, events: [] };
  const events: Event[] = [];
  const next = { ...state, openRecord: null };
  decodeClosedRecord(next, state.openRecord, options, now, events);
  return { state: next, events };
}

type MutableParserState = { -readonly [Key in keyof ParserState]: ParserState[Key] };

/** Notes in `after` that the record was read, and adds its event to `events`. */
function decodeClosedRecord(
  next: MutableParserState,
  record: LogRecord,
  options: DecoderOptions,
  now: number,
  events: Event[],
): void {
  const event = decodeRecord(record, options, next.gateway);
  next.records += 1;
  if (event === undefined) return void addUnparsedExample(next, record);
  const at = resolveTime(event, record, next, options, now) ?? next.latestAt ?? now;
  if (hasNoTimezone(event, record)) next.timezoneDrift = updateTimezoneDrift(next.timezoneDrift, at, now);
  next.gateway = event.gateway;
  next.latestAt = at;
  events.push(event.at === at ? event : { ...event, at });
}

/** Only nginx's error log names no zone, and an envelope's stamp makes up for that. */
const hasNoTimezone = ({ gateway }: Event, { stampedAt }: LogRecord): boolean =>
  gateway === 'nginx-error' && stampedAt === null;

/**
 * When the clocks go back, an hour comes twice, and its times are read as those of the first. It is the second when it
 * has just been written, or when times before it in the same file were as late.
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

/** A record is read a moment after it was written, unless there is a backlog. */
const justWrittenMs = 60_000;

function addUnparsedExample(next: MutableParserState, { location, text }: LogRecord): void {
  next.unparsed += 1;
  if (next.unparsedExamples.length >= examplesMax) return;
  const example: Evidence = { ...location, text: redact(text.slice(0, exampleCharsMax)) };
  next.unparsedExamples = [...next.unparsedExamples, example];
}
