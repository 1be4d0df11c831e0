import { makePrintable } from '../base/printable.js';
import { redact } from '../base/redact.js';

/** The table as CSV of RFC 4180: a head, then a line for each row. Nothing in it is taken for a formula. */
export function renderCsv({ headers, rows }: CsvTable): string {
  // Most of what stands in ten thousand rows stands in many of them.
  const rendered = new Map<CsvCell, string>();
  const renderCell = (cell: CsvCell): string => {
    const text = rendered.get(cell) ?? formatCell(cell);
    rendered.set(cell, text);
    return text;
  };
  return [headers, ...rows].map((cells) => `${cells.map(renderCell).join(',')}\r\n`).join('');
}

function formatCell(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number' || isTimeOrAddress(cell)) return String(cell);
  const text = neutralizeFormula(redact(makePrintable(cell)));
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Begins with a digit and is made of few signs: neither a secret nor a formula. */
const isTimeOrAddress = (text: string): boolean => /^\d[\d.:TZ-]{6,30}$/.test(text);

/**
 * A spreadsheet computes what begins with one of these, and anybody can write into a log. The quote in front says that
 * it is text. https://owasp.org/www-community/attacks/CSV_Injection
 */
const neutralizeFormula = (text: string): string =>
  /^\s*[=+\-@＝＋－＠]|^\s/.test(text) ? `'${text}` : text;

/** Rows under names, for a spreadsheet. Names are those of the stable JSON, `request.method` for what is nested there. */
export type CsvTable = {
  readonly headers: readonly string[];
  readonly rows: readonly (readonly CsvCell[])[];
  /** How many rows there would be, where these are the first of more. */
  readonly totalRows?: number;
};
export type CsvCell = string | number | null;
