import { printable } from '../printable.js';
import { redact } from '../redaction.js';
import type { Cell, Table } from '../table.js';

/** The table as CSV of RFC 4180: a head, then a line for each row. Nothing in it is taken for a formula. */
export const csvText = ({ heads, rows }: Table): string => [heads, ...rows].map(lineOf).join('');

const lineOf = (cells: readonly Cell[]): string => `${cells.map(cellText).join(',')}\r\n`;

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = inert(redact(printable(cell)));
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * A spreadsheet computes what begins with one of these, and anybody can write into a log. The quote in front says that
 * it is text. https://owasp.org/www-community/attacks/CSV_Injection
 */
const inert = (text: string): string => (/^\s*[=+\-@＝＋－＠]|^\s/.test(text) ? `'${text}` : text);
