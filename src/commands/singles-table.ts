import type { Context } from '../command.js';
import type { Scope } from '../scope.js';
import type { Table } from '../table.js';
import { failureTable } from '../views/tables.js';

/** The failures behind a number, one a row, the first ones first. `counted` is that number. */
export function singlesTable(counted: number, { window, of }: Scope, { ledger }: Context): Table {
  const table = failureTable(ledger.singles(window.span, of, 'first', rowsMax));
  return table.rows.length < counted ? { ...table, whole: counted } : table;
}

/** More would keep everybody else waiting for their answers. */
const rowsMax = 5_000;
