import { makePrintable } from '../base/printable.js';
import { redact } from '../base/redact.js';
/**
 * Renders a table as CSV (RFC 4180): a header line, then a line per row. No cell is a formula to a spreadsheet.
 * csv-stringify would miss a formula after spaces, leave a lone line feed unquoted and take three times as long.
 */
export function renderCsv({ headers, rows }) {
  // In ten thousand rows most cells repeat.
  const rendered = new Map();
  const renderCell = (cell) => {
    const text = rendered.get(cell) ?? formatCell(cell);
    rendered.set(cell, text);
    return text;
  };
  return [headers, ...rows].map((cells) => `${cells.map(renderCell).join(',')}\r\n`).join('');
}
function formatCell(cell) {
  if (cell === null) return '';
  if (typeof cell === 'number' || isTimeOrAddress(cell)) return String(cell);
  const text = neutralizeFormula(redact(makePrintable(cell)));
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
/** Begins with a digit and has only a few kinds of characters: neither a secret nor a formula. */
const isTimeOrAddress = (text) => /^\d[\d.:TZ-]{6,30}$/.test(text);
/**
 * Spreadsheets evaluate cells that begin with one of these characters, and anybody can write into a log. A leading
 * quote marks the cell as text. https://owasp.org/www-community/attacks/CSV_Injection
 */
const neutralizeFormula = (text) => (/^\s*[=+\-@＝＋－＠]|^\s/.test(text) ? `'${text}` : text);
