import type { CsvTable } from '../../render/csv.js';
import { buildFailureTable } from '../../report/export/tables.js';
import type { AnswerContext } from '../answer.js';
import type { QueryScope } from '../scope.js';

/** The failures behind a number, one a row, the first ones first. `counted` is that number. */
export function createFailureTable(
  failureCount: number,
  { window, filter }: QueryScope,
  { repository }: AnswerContext,
): CsvTable {
  const table = buildFailureTable(repository.individualFailures(window.span, filter, 'first', rowsMax));
  return table.rows.length < failureCount ? { ...table, totalRows: failureCount } : table;
}

/** More would keep everybody else waiting for their answers. */
const rowsMax = 5_000;
