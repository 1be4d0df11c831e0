import { printable } from '../base/printable.js';
import { redact } from '../base/redact.js';

/** The table as CSV of RFC 4180: a head, then a line for each row. Nothing in it is taken for a formula. */
export function csvText({ heads, rows }: Table): string {
  // Most of what stands in ten thousand rows stands in many of them.
  const known = new Map<Cell, string>();
  const textOf = (cell: Cell): string => {
    const text = known.get(cell) ?? cellText(cell);
    known.set(cell, text);
    return text;
  };
  return [heads, ...rows].map((cells) => `${cells.map(textOf).join(',')}\r\n`).join('');
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number' || isTimeOrAddress(cell)) return String(cell);
  const text = inert(redact(printable(cell)));
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Begins with a digit and is made of few signs: neither a secret nor a formula. */
const isTimeOrAddress = (text: string): boolean => /^\d[\d.:TZ-]{6,30}$/.test(text);

/**
 * A spreadsheet computes what begins with one of these, and anybody can write into a log. The quote in front says that
 * it is text. https://owasp.org/www-community/attacks/CSV_Injection
 */
const inert = (text: string): string => (/^\s*[=+\-@＝＋－＠]|^\s/.test(text) ? `'${text}` : text);

/** Rows under names, for a spreadsheet. Names are those of the stable JSON, `request.method` for what is nested there. */
export type Table = {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** How many rows there would be, where these are the first of more. */
  readonly whole?: number;
};
export type Cell = string | number | null;
