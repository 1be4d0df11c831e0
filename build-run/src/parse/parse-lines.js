/**
 * Parses the lines of one log file into typed events, whatever the format: removes envelopes, joins lines to records and
 * decodes each record. Takes and returns the parser state of the file as plain data; asks no clock and keeps nothing.
 */
import { minuteMs } from '../base/duration.js';
import { redact } from '../base/redact.js';
import { updateTimezoneDrift } from '../base/timezone-drift.js';
import { decodeRecord, isKnownRecordStart, isRecordComplete } from './decoders.js';
import { unwrapExport, unwrapLine } from './envelope/unwrap.js';
import { holdRecord, mapHeldText, noHeldRecords, quotesOutsideText, releaseRecords } from './hold-records.js';
import { appendLine } from './join-records.js';
import { addWorker } from './known-workers.js';
import { isBlockClosed, isObjectBlock, isPunctuation, opensObject } from './object-block.js';
import { findQuotedLines } from './quoted-lines.js';
import { unwrapBlock } from './unwrap-block.js';
/** State of a file that has not been read yet. */
export const emptyParserState = {
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
export const redactParserState = ({ openRecord, held, ...state }) => ({
  ...state,
  openRecord: openRecord && { ...openRecord, text: redact(openRecord.text) },
  ...(held !== undefined && { held: mapHeldText(held, redact) }),
});
const examplesMax = 3;
const exampleCharsMax = 500;
/** Continues parsing from `state`. The last record may stay open, as its next line may still follow. */
export function parseLines(state, lines, options, now) {
  const found = { events: [], unread: [] };
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
function addLine(next, line, location, isQuoted, options, now, found) {
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
const isComplete = (text) => (isObjectBlock(text) ? isBlockClosed(text) : isRecordComplete(text));
/** Decodes the open record as it is, when no further line is expected. */
export function flushParser(state, options, now) {
  const { openRecord, held = noHeldRecords } = state;
  const found = { events: [], unread: [] };
  if (openRecord === null && held.records.length === 0) return { state, ...found };
  const next = { ...state, openRecord: null };
  if (openRecord !== null) decodeClosedRecord(next, openRecord, options, now, found);
  if (next.held !== undefined) decodeReleased(next, releaseRecords(next.held), options, now, found);
  return { state: next, ...found };
}
/** Decodes a record, unless it has to wait for those after it. */
function decodeClosedRecord(next, record, options, now, found) {
  const { held = noHeldRecords } = next;
  if (held.records.length > 0 || quotesOutsideText(record.text))
    decodeReleased(next, holdRecord(held, record), options, now, found);
  else decodeWhole(next, record, options, now, found);
}
function decodeReleased(next, { held, released, forged }, options, now, found) {
  next.held = held;
  if (forged > 0) next.forged = (next.forged ?? 0) + forged;
  for (const record of released) decodeWhole(next, record, options, now, found);
}
/** Decodes what is within a record: usually the record itself. */
function decodeWhole(next, record, options, now, found) {
  if (isObjectBlock(record.text)) {
    for (const inner of unwrapBlock(record))
      decodeOne(next, record.isHearsay ? { ...inner, isHearsay: true } : inner, options, now, found);
  } else decodeOne(next, record, options, now, found);
}
/** Decodes a record, updates `next` and appends the event to `found`. */
function decodeOne(next, record, options, now, found) {
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
function learnPid(next, pid) {
  const { held = noHeldRecords } = next;
  const workers = addWorker(held.workers, pid);
  if (workers !== held.workers) next.held = { ...held, workers };
}
/** nginx's error log and HAProxy write times without a zone; an envelope's timestamp makes up for it. */
const hasNoTimezone = ({ gateway, type }, { stampedAt, text }) =>
  stampedAt === null &&
  (gateway === 'nginx-error' || (gateway === 'haproxy' && type === 'request' && !zoneInClf.test(text)));
const zoneInClf = /^\S{1,45} - - \[\S{20} [+-]\d{4}\]/;
/**
 * When clocks go back, an hour occurs twice, and its times are first read as the earlier ones. The later time is used if
 * the line is fresh or follows a later time in the same file.
 */
function resolveTime(event, record, { latestAt }, { repeatedAfterMs }, now) {
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
function addUnparsedExample(next, { location, text }) {
  next.unparsed += 1;
  if (next.unparsedExamples.length >= examplesMax) return;
  const example = { ...location, text: redact(text.slice(0, exampleCharsMax)) };
  next.unparsedExamples = [...next.unparsedExamples, example];
}
