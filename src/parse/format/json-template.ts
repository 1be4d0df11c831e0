import { readRow, type Table } from './extraction-table.js';
import { type Known, tableOf } from './extraction-table-text.js';
import type { Part, Slot } from './format-parts.js';
import { isObject, type JsonObject } from './lenient-json.js';
import { FormatError } from './parse-format.js';

/** A JSON format: which value stands under which path of keys. */
export type JsonTemplate = readonly Leaf[];
/** `name` when the value is one variable alone, else the table of the text that it is part of. */
type Leaf = {
  readonly path: readonly string[];
  readonly name: string | null;
  readonly table: Table;
};

/** True when the format writes JSON objects. */
export const isJsonFormat = (parts: readonly Part[]): boolean => {
  const [first] = parts;
  return first?.kind === 'text' && /^\s*\{\s*"/.test(first.text);
};

/** The template of a format that writes JSON, its variables in quotes or bare. */
export function jsonTemplate(
  parts: readonly Part[],
  know: (slot: Slot) => Known,
  merge: (touching: readonly Known[]) => Known | null,
): JsonTemplate {
  const slots: Slot[] = [];
  let text = '';
  let quoted = false;
  for (const part of parts) {
    if (part.kind === 'slot') {
      const mark = `\\u0000${slots.push(part) - 1}\\u0000`;
      text += quoted ? mark : `"${mark}"`;
      continue;
    }
    text += part.text;
    quoted = isWithinQuotes(part.text, quoted);
  }
  return leavesOf(parsed(text), []).map(({ path, value }) => {
    const own = partsIn(value, slots);
    const [only] = own;
    const alone = own.length === 1 && only?.kind === 'slot' ? know(only).name : null;
    return { path, name: alone, table: tableOf(own, know, merge) };
  });
}

/** The values of one record, by name, as text; nulls are absent. */
export function readTemplate(template: JsonTemplate, record: JsonObject): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const { path, name, table } of template) {
    const text = textAt(record, path);
    if (text === undefined) continue;
    if (name !== null) values.set(name, text);
    else for (const [part, value] of readRow(table, text).values) values.set(part, value);
  }
  return values;
}

/** True when the record has so many of the keys that it is of this format: empty ones may have been left out. */
export const hasMost = (record: JsonObject, keys: readonly string[]): boolean =>
  keys.filter((key) => Object.hasOwn(record, key)).length * 2 >= keys.length;

/** A value as text: a string as it is, a number or an object as JSON; undefined for null. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? undefined : JSON.stringify(value);
}

function textAt(record: JsonObject, path: readonly string[]): string | undefined {
  let value: unknown = record;
  for (const key of path) value = isObject(value) ? value[key] : undefined;
  return textOf(value);
}

function parsed(text: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new FormatError(
      `Cannot read the JSON format as ${cause instanceof Error ? cause.message : 'it is broken'}: check its quotes and commas`,
      { cause },
    );
  }
  if (isObject(value)) return value;
  throw new FormatError('Cannot read the JSON format: write one object, such as {"status":"$status"}');
}

type Text = { readonly path: readonly string[]; readonly value: string };

const leavesOf = (object: JsonObject, path: readonly string[]): readonly Text[] =>
  Object.entries(object).flatMap(([key, value]): readonly Text[] => {
    if (isObject(value)) return leavesOf(value, [...path, key]);
    return typeof value === 'string' && value.includes('\0') ? [{ path: [...path, key], value }] : [];
  });

/** Marks stand at every second place of the text split at NUL. */
const partsIn = (value: string, slots: readonly Slot[]): readonly Part[] =>
  value.split('\0').flatMap((piece, index): readonly Part[] => {
    if (index % 2 === 0) return piece === '' ? [] : [{ kind: 'text', text: piece }];
    const slot = slots[Number(piece)];
    return slot === undefined ? [] : [slot];
  });

function isWithinQuotes(text: string, before: boolean): boolean {
  let quoted = before;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') quoted = !quoted;
  }
  return quoted;
}
