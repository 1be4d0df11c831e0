import type { CsvTable } from '../../render/csv.js';
import { buildFailureTable } from '../../report/export/tables.js';
import type { AnswerContext } from '../question-handler.js';
import type { QueryScope } from '../scope.js';

/** Creates a table of the failures behind a count, one per row, oldest first. */
export function createFailureTable(
  failureCount: number,
  { window, filter }: QueryScope,
  { repository }: AnswerContext,
): CsvTable {
  const table = buildFailureTable(repository.individualFailures(window.span, filter, 'first', rowsMax));
  return table.rows.length < failureCount ? { ...table, totalRows: failureCount } : table;
}

/** More would delay other answers. */
const rowsMax = 5_000;
