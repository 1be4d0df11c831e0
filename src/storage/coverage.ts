import type { Span } from '../base/span.js';
import type { Reading } from '../parse/parse-lines.js';
import type { Gap } from '../pipeline/checkpoint.js';
import type { FileCoverage } from '../report/repository.js';
import type { Connection } from './connection.js';
import { parsed } from './values.js';

/** Records that nothing could read, shown for each file. */
const examplesMax = 3;

/** How much of each file was understood: all generations that were read under one path together. */
export function coverage(sql: Connection): readonly FileCoverage[] {
  const files = new Map<string, FileCoverage>();
  const readings = sql.all<{ path: string; reading: string }>(
    'SELECT path, reading FROM bookmark ORDER BY path, stored_at',
  );
  for (const { path, reading } of readings) {
    files.set(path, joined(files.get(path) ?? untouched(path), parsed<Reading>(reading)));
  }
  for (const { file, why } of sql.all<{ file: string; why: string }>('SELECT file, why FROM trouble')) {
    files.set(file, { ...(files.get(file) ?? untouched(file)), trouble: why });
  }
  return [...files.values()].sort((one, other) => (one.file < other.file ? -1 : 1));
}

/** Notes why a file cannot be read now; null when it can. */
export function storeTrouble(sql: Connection, file: string, why: string | null): void {
  if (why === null) sql.run('DELETE FROM trouble WHERE file = ?', [file]);
  else {
    sql.run('INSERT INTO trouble (file, why) VALUES (?, ?) ON CONFLICT DO UPDATE SET why = excluded.why', [
      file,
      why,
    ]);
  }
}

const untouched = (file: string): FileCoverage => ({
  file,
  gateway: null,
  lines: 0,
  records: 0,
  unparsed: 0,
  examples: [],
  latestAt: null,
  trouble: null,
});

/** What came later is told first. */
const joined = (before: FileCoverage, reading: Reading): FileCoverage => ({
  ...before,
  gateway: reading.gateway ?? before.gateway,
  lines: before.lines + reading.lines,
  records: before.records + reading.records,
  unparsed: before.unparsed + reading.unparsed,
  examples: [...reading.examples, ...before.examples].slice(0, examplesMax),
  latestAt: later(before.latestAt, reading.latestAt),
});

const later = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.max(one, other);

/** Gaps that one answer may have, and that are kept. */
const gapsMax = 1_000;

/** Writes down that lines were lost, or may have been. */
export function storeGap(sql: Connection, { path, at, bytes, why }: Gap): void {
  sql.run('INSERT INTO gap (path, at, bytes, why) VALUES (?, ?, ?, ?)', [path, at, bytes, why]);
  sql.run('DELETE FROM gap WHERE id <= (SELECT max(id) FROM gap) - ?', [gapsMax]);
}

/** Those of the span, newest first. */
export const gapsIn = (sql: Connection, { from, to }: Span): readonly Gap[] =>
  sql.all<Gap>('SELECT path, at, bytes, why FROM gap WHERE at >= ? AND at < ? ORDER BY at DESC, id DESC', [
    from,
    to,
  ]);
