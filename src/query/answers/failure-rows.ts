import type { Table } from '../../render/csv.js';
import { failureTable } from '../../report/export/tables.js';
import type { Context } from '../answer.js';
import type { Scope } from '../scope.js';

/** The failures behind a number, one a row, the first ones first. `counted` is that number. */
export function singlesTable(counted: number, { window, of }: Scope, { ledger }: Context): Table {
  const table = failureTable(ledger.singles(window.span, of, 'first', rowsMax));
  return table.rows.length < counted ? { ...table, whole: counted } : table;
}

/** More would keep everybody else waiting for their answers. */
const rowsMax = 5_000;
