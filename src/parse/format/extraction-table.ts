import { endOfShape, isOpen, isTelling, type Shape, startOfShape } from './match-line.js';

/**
 * One value of a format: under which name it is kept (null: not at all), how it looks, and the text behind it. `fenced`
 * when it stands within quotes, or where nobody can plant the text that ends it.
 */
export type Field = {
  readonly name: string | null;
  readonly shape: Shape;
  readonly stop: string;
  readonly fenced: boolean;
};

/** A format as a flat table: the text in front, then value and text in turn. One loop reads every line with it. */
export type Table = { readonly head: string; readonly fields: readonly Field[] };

/** What a table found in a line. Values are as written, dashes included. */
export type Row = {
  readonly values: Map<string, string>;
  /** The whole line fits. */
  readonly whole: boolean;
  /** False when a second reading of the line exists, so that a value may have been planted. */
  readonly sure: boolean;
};

/** Reads a line from its beginning, as far as it fits. */
export function readRow({ head, fields }: Table, line: string): Row {
  const values = new Map<string, string>();
  if (!line.startsWith(head)) return { values, whole: false, sure: true };
  let at = head.length;
  let sure = true;
  for (let index = 0; index < fields.length; index += 1) {
    const field = fields[index];
    if (field === undefined) break;
    const next = fields[index + 1];
    const shaped = endOfShape(field.shape, line, at, field.stop);
    const end =
      shaped >= 0 && fits(next, line, shaped + field.stop.length) ? shaped : endOfFree(field, next, line, at);
    if (end < 0) return { values, whole: false, sure };
    const value = line.slice(at, end);
    if (end !== shaped || field.shape === 'free') sure &&= isInnocent(value, field);
    if (field.name !== null && !values.has(field.name)) values.set(field.name, value);
    at = end + field.stop.length;
  }
  return { values, whole: at === line.length, sure };
}

/** Reads a line from its end: the values that nobody can have planted, since nothing free stands behind them. */
export function readTail({ fields }: Table, line: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  let to = line.length;
  for (let index = fields.length - 1; index > 0; index -= 1) {
    const field = fields[index];
    const before = fields[index - 1];
    if (field === undefined || before === undefined || isOpen(field.shape) || !line.endsWith(field.stop, to))
      break;
    to -= field.stop.length;
    const from = startOfShape(field.shape, line, to);
    if (!line.endsWith(before.stop, from)) break;
    if (field.name !== null) values.set(field.name, line.slice(from, to));
    to = from;
  }
  return values;
}

/** A free value ends at the first stop behind which the next value can stand; so many stops are tried at most. */
const candidatesMax = 256;

function endOfFree({ shape, stop }: Field, next: Field | undefined, line: string, from: number): number {
  if (!isOpen(shape)) return -1;
  if (stop === '') return line.length;
  if (next === undefined) return line.endsWith(stop) ? Math.max(line.length - stop.length, from) : -1;
  let end = line.indexOf(stop, from);
  for (let tried = 1; end >= 0 && tried < candidatesMax; tried += 1) {
    if (fits(next, line, end + stop.length)) return end;
    end = line.indexOf(stop, end + 1);
  }
  return -1;
}

function fits(next: Field | undefined, line: string, at: number): boolean {
  if (next === undefined) return at === line.length;
  return !isTelling(next.shape) || endOfShape(next.shape, line, at, next.stop) >= 0;
}

const isInnocent = (value: string, { fenced }: Field): boolean =>
  !value.includes('"') && (fenced || !value.includes(' '));

/**
 * Set to `1` among the values of a line whose shape may be forged: a client planted a quote in free text, so another
 * reading of the line exists. Values anchored at either end are sure; status, flags and upstream may be the client's words.
 */
export const untrusted = 'badgateway.untrusted';
