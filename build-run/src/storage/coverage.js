import { parseParserState } from './stored-json.js';

/** Unparsed records shown for each file. */
const examplesMax = 3;
/** Data losses that are kept. */
const dataLossesMax = 1_000;
/** Lines, records and unparsed records of each file, and the data lost before it was read. */
export const createCoverage = (db) => ({
  /** All generations that were read under one path are counted together. */
  coverage: () => {
    const files = new Map();
    const rows = db.all('SELECT path, parser_state FROM checkpoint ORDER BY path, stored_at');
    for (const { path, parser_state } of rows) {
      const coverage = files.get(path) ?? createEmptyCoverage(path);
      files.set(path, addParserState(coverage, parseParserState(parser_state)));
    }
    for (const { path, why } of db.all('SELECT path, why FROM file_problem')) {
      files.set(path, { ...(files.get(path) ?? createEmptyCoverage(path)), error: why });
    }
    return [...files.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
  },
  dataLosses: ({ from, to }) =>
    db.all('SELECT path, at, bytes, why FROM data_loss WHERE at >= ? AND at < ? ORDER BY at DESC, id DESC', [
      from,
      to,
    ]),
});
const createEmptyCoverage = (file) => ({
  file,
  gateway: null,
  lines: 0,
  records: 0,
  unparsed: 0,
  examples: [],
  latestAt: null,
  error: null,
  zone: null,
});
/** Adds a later generation; its examples come first. */
const addParserState = (coverage, state) => {
  const forged = (coverage.forged ?? 0) + (state.forged ?? 0);
  return {
    ...coverage,
    gateway: state.gateway ?? coverage.gateway,
    lines: coverage.lines + state.lines,
    records: coverage.records + state.records,
    unparsed: coverage.unparsed + state.unparsed,
    ...(forged > 0 && { forged }),
    examples: [...state.unparsedExamples, ...coverage.examples].slice(0, examplesMax),
    latestAt: getLater(coverage.latestAt, state.latestAt),
    zone: state.zone ?? coverage.zone,
  };
};
const getLater = (a, b) => (a === null || b === null ? (a ?? b) : Math.max(a, b));
export const createFileProblemWriter = (db) => ({
  saveFileProblem: (path, why) => {
    if (why === null) db.run('DELETE FROM file_problem WHERE path = ?', [path]);
    else
      db.run(
        'INSERT INTO file_problem (path, why) VALUES (?, ?) ON CONFLICT DO UPDATE SET why = excluded.why',
        [path, why],
      );
  },
});
/** Records that lines were lost, or may have been. */
export function saveDataLoss(db, { path, at, bytes, why }) {
  db.run('INSERT INTO data_loss (path, at, bytes, why) VALUES (?, ?, ?, ?)', [path, at, bytes, why]);
  db.run('DELETE FROM data_loss WHERE id <= (SELECT max(id) FROM data_loss) - ?', [dataLossesMax]);
}
