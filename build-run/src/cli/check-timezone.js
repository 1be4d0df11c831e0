import { statSync } from 'node:fs';
import { hourMs } from '../base/duration.js';
import { estimateTimezoneErrorMs } from '../base/timezone-drift.js';
import { emptyParserState, flushParser, parseLines } from '../parse/parse-lines.js';
import { closeLogFile, openLogFile, readBytes } from '../tail/log-file.js';
/**
 * Finds a wrong LOG_TIMEZONE by comparing the last record of a log with the time the file was written; undefined when
 * they agree. Records that seem hours old, or ahead of the clock, would never cause an alert.
 */
export function findTimezoneProblem(path, decoderOptions, timezone) {
  const latestAt = findLatestAt(readLastLines(path), decoderOptions);
  const errorMs =
    latestAt === null ? null : estimateTimezoneErrorMs(latestAt, statSync(path).mtimeMs, toleranceMs);
  if (errorMs === null || errorMs === 0) return undefined;
  const offset = `${Math.abs(errorMs) / hourMs} h ${errorMs < 0 ? 'behind' : 'ahead of'}`;
  return `its timestamps, read as ${timezone}, are ${offset} the clock; set LOG_TIMEZONE to the time zone its gateway uses`;
}
/** nginx writes a record within the second of its timestamp. */
const toleranceMs = 3_000;
/** Enough for the last records of any log. */
const tailBytes = 64 * 1024;
function findLatestAt(texts, decoderOptions) {
  const lines = texts.map((text) => ({ text, location: { file: '', byte: 0, line: 0 } }));
  return flushParser(parseLines(emptyParserState, lines, decoderOptions, 0).state, decoderOptions, 0).state
    .latestAt;
}
/** Lines in the last part of a log. The first may be incomplete, and then has no timestamp. */
function readLastLines(path) {
  const file = openLogFile(path, 'follow');
  try {
    return readBytes(file, Math.max(0, file.size - tailBytes), tailBytes)
      .toString()
      .split('\n');
  } finally {
    closeLogFile(file);
  }
}
