import { findValueEnd, findValueStart, isDistinctive, isOpenEnded, type ValueShape } from './match-line.js';

/**
 * One value of a format: under which name it is kept (null: not at all), how it looks, and the text behind it. `fenced`
 * when it stands within quotes, or where nobody can plant the text that ends it.
 */
export type TableField = {
  readonly name: string | null;
  readonly shape: ValueShape;
  readonly delimiter: string;
  readonly isFenced: boolean;
};

/** A format as a flat table: the text in front, then value and text in turn. One loop reads every line with it. */
export type ExtractionTable = { readonly prefix: string; readonly fields: readonly TableField[] };

/** What a table found in a line. Values are as written, dashes included. */
export type ExtractedRow = {
  readonly values: Map<string, string>;
  /** The whole line fits. */
  readonly isComplete: boolean;
  /** False when a second reading of the line exists, so that a value may have been planted. */
  readonly isUnambiguous: boolean;
};

/** Reads a line from its beginning, as far as it fits. */
export function extractRow({ prefix, fields }: ExtractionTable, line: string): ExtractedRow {
  const values = new Map<string, string>();
  if (!line.startsWith(prefix)) return { values, isComplete: false, isUnambiguous: true };
  let position = prefix.length;
  let isUnambiguous = true;
  for (let index = 0; index < fields.length; index += 1) {
    const field = fields[index];
    if (field === undefined) break;
    const next = fields[index + 1];
    const shapeEnd = findValueEnd(field.shape, line, position, field.delimiter);
    const end =
      shapeEnd >= 0 && canFollow(next, line, shapeEnd + field.delimiter.length)
        ? shapeEnd
        : findFreeEnd(field, next, line, position);
    if (end < 0) return { values, isComplete: false, isUnambiguous };
    const value = line.slice(position, end);
    if (end !== shapeEnd || field.shape === 'free') isUnambiguous &&= isUnforgeable(value, field);
    if (field.name !== null && !values.has(field.name)) values.set(field.name, value);
    position = end + field.delimiter.length;
  }
  return { values, isComplete: position === line.length, isUnambiguous };
}

/** Reads a line from its end: the values that nobody can have planted, since nothing free stands behind them. */
export function extractTail({ fields }: ExtractionTable, line: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  let to = line.length;
  for (let index = fields.length - 1; index > 0; index -= 1) {
    const field = fields[index];
    const previous = fields[index - 1];
    if (
      field === undefined ||
      previous === undefined ||
      isOpenEnded(field.shape) ||
      !line.endsWith(field.delimiter, to)
    )
      break;
    to -= field.delimiter.length;
    const from = findValueStart(field.shape, line, to);
    if (!line.endsWith(previous.delimiter, from)) break;
    if (field.name !== null) values.set(field.name, line.slice(from, to));
    to = from;
  }
  return values;
}

/** A free value ends at the first stop behind which the next value can stand; so many stops are tried at most. */
const delimitersMax = 256;

function findFreeEnd(
  { shape, delimiter }: TableField,
  next: TableField | undefined,
  line: string,
  from: number,
): number {
  if (!isOpenEnded(shape)) return -1;
  if (delimiter === '') return line.length;
  if (next === undefined)
    return line.endsWith(delimiter) ? Math.max(line.length - delimiter.length, from) : -1;
  let end = line.indexOf(delimiter, from);
  for (let tries = 1; end >= 0 && tries < delimitersMax; tries += 1) {
    if (canFollow(next, line, end + delimiter.length)) return end;
    end = line.indexOf(delimiter, end + 1);
  }
  return -1;
}

function canFollow(next: TableField | undefined, line: string, position: number): boolean {
  if (next === undefined) return position === line.length;
  return !isDistinctive(next.shape) || findValueEnd(next.shape, line, position, next.delimiter) >= 0;
}

const isUnforgeable = (value: string, { isFenced }: TableField): boolean =>
  !value.includes('"') && (isFenced || !value.includes(' '));

/**
 * Set to `1` among the values of a line whose shape may be forged: a client planted a quote in free text, so another
 * reading of the line exists. Values anchored at either end are sure; status, flags and upstream may be the client's words.
 */
export const untrustedKey = 'badgateway.untrusted';
