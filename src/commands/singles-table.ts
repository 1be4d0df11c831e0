import type { Context } from '../command.js';
import type { Scope } from '../scope.js';
import type { Table } from '../table.js';
import { failureTable } from '../views/tables.js';

/** The failures behind a number, one a row, the first ones first. */
export const singlesTable = ({ window, of }: Scope, { ledger }: Pick<Context, 'ledger'>): Table =>
  failureTable(ledger.singles(window.span, of, 'first', rowsMax));

/** What a spreadsheet opens at once, and a database tells in a second. */
const rowsMax = 10_000;
