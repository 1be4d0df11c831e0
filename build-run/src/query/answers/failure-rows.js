import { buildFailureTable } from '../../report/export/tables.js';
/** Creates a table of the failures behind a count, one per row, oldest first. */
export function createFailureTable(failureCount, { window, filter }, { repository }) {
  const table = buildFailureTable(repository.individualFailures(window.span, filter, 'first', rowsMax));
  return table.rows.length < failureCount ? { ...table, totalRows: failureCount } : table;
}
/** More would delay other answers. */
const rowsMax = 5_000;
