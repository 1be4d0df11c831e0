import { statSync } from 'node:fs';
import { zoneErrorOf } from '../base/timezone-drift.js';
import type { Dialect } from '../parse/decoder.js';
import { beginReading, closeReading, readLines } from '../parse/parse-lines.js';
import { closeLog, openLog, readAt } from '../tail/log-file.js';

/**
 * What is wrong with the zone in which a log is read, by its last record and by when that was written; undefined where
 * nothing seems wrong. Records that seem to be hours old, or ahead of the clock, would never be told.
 */
export function zoneProblemOf(path: string, dialect: Dialect, zone: string): string | undefined {
  const latestAt = latestIn(lastLinesOf(path), dialect);
  const error = latestAt === null ? null : zoneErrorOf(latestAt, statSync(path).mtimeMs, slackMs);
  if (error === null || error === 0) return undefined;
  const off = `${Math.abs(error) / hourMs} h ${error < 0 ? 'behind' : 'ahead of'}`;
  return `its times, read as ${zone}, are ${off} the clock; set LOG_TIMEZONE to the zone that its gateway writes in`;
}

const hourMs = 3_600_000;
/** nginx writes a record in the second that it names. */
const slackMs = 3_000;
/** Enough for the last records of any log. */
const endBytes = 64 * 1024;

function latestIn(texts: readonly string[], dialect: Dialect): number | null {
  const lines = texts.map((text) => ({ text, place: { file: '', byte: 0, line: 0 } }));
  return closeReading(readLines(beginReading, lines, dialect, 0).reading, dialect, 0).reading.latestAt;
}

/** The first line that is found may have lost its beginning, and then tells no time. */
function lastLinesOf(path: string): readonly string[] {
  const file = openLog(path, 'follow');
  try {
    return readAt(file, Math.max(0, file.size - endBytes), endBytes)
      .toString()
      .split('\n');
  } finally {
    closeLog(file);
  }
}
