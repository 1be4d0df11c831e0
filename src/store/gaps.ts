import type { Span } from '../ledger.js';
import type { Gap } from '../position.js';
import type { Connection } from './connection.js';

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
