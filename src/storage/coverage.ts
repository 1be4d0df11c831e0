import type { Span } from '../base/span.js';
import type { ParserState } from '../parse/parse-lines.js';
import type { DataLoss } from '../pipeline/checkpoint.js';
import type { FileCoverage } from '../report/repository.js';
import type { Connection } from './connection.js';
import { decodeJson } from './values.js';

/** Records that nothing could read, shown for each file. */
const examplesMax = 3;

/** How much of each file was understood: all generations that were read under one path together. */
export function listFileCoverage(db: Connection): readonly FileCoverage[] {
  const files = new Map<string, FileCoverage>();
  const rows = db.all<{ path: string; parser_state: string }>(
    'SELECT path, parser_state FROM checkpoint ORDER BY path, stored_at',
  );
  for (const { path, parser_state } of rows) {
    files.set(
      path,
      addParserState(files.get(path) ?? createEmptyCoverage(path), decodeJson<ParserState>(parser_state)),
    );
  }
  for (const { path, why } of db.all<{ path: string; why: string }>('SELECT path, why FROM file_problem')) {
    files.set(path, { ...(files.get(path) ?? createEmptyCoverage(path)), error: why });
  }
  return [...files.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
}

/** Notes why a file cannot be read now; null when it can. */
export function saveFileProblem(db: Connection, path: string, why: string | null): void {
  if (why === null) db.run('DELETE FROM file_problem WHERE path = ?', [path]);
  else {
    db.run(
      'INSERT INTO file_problem (path, why) VALUES (?, ?) ON CONFLICT DO UPDATE SET why = excluded.why',
      [path, why],
    );
  }
}

const createEmptyCoverage = (file: string): FileCoverage => ({
  file,
  gateway: null,
  lines: 0,
  records: 0,
  unparsed: 0,
  examples: [],
  latestAt: null,
  error: null,
});

/** What came later is told first. */
const addParserState = (coverage: FileCoverage, reading: ParserState): FileCoverage => ({
  ...coverage,
  gateway: reading.gateway ?? coverage.gateway,
  lines: coverage.lines + reading.lines,
  records: coverage.records + reading.records,
  unparsed: coverage.unparsed + reading.unparsed,
  examples: [...reading.unparsedExamples, ...coverage.examples].slice(0, examplesMax),
  latestAt: getLater(coverage.latestAt, reading.latestAt),
});

const getLater = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.max(a, b);

/** Gaps that one answer may have, and that are kept. */
const dataLossesMax = 1_000;

/** Writes down that lines were lost, or may have been. */
export function saveDataLoss(db: Connection, { path, at, bytes, why }: DataLoss): void {
  db.run('INSERT INTO data_loss (path, at, bytes, why) VALUES (?, ?, ?, ?)', [path, at, bytes, why]);
  db.run('DELETE FROM data_loss WHERE id <= (SELECT max(id) FROM data_loss) - ?', [dataLossesMax]);
}

/** Those of the span, newest first. */
export const listDataLosses = (db: Connection, { from, to }: Span): readonly DataLoss[] =>
  db.all<DataLoss>(
    'SELECT path, at, bytes, why FROM data_loss WHERE at >= ? AND at < ? ORDER BY at DESC, id DESC',
    [from, to],
  );
