import { buildTable, type ValueSpec } from './build-table.js';
import { type ExtractionTable, extractRow } from './extraction-table.js';
import type { FormatPart, ValuePart } from './format-parts.js';
import { isJsonObject, type JsonObject } from './lenient-json.js';
import { FormatError } from './parse-format.js';

/** The values of a JSON format, by path of keys. */
export type JsonTemplate = readonly TemplateLeaf[];
/** `name` if the value is a single variable; else null, and `table` extracts the variables from the text. */
type TemplateLeaf = {
  readonly path: readonly string[];
  readonly name: string | null;
  readonly table: ExtractionTable;
};

/** True if the format writes JSON objects. */
export const isJsonFormat = (parts: readonly FormatPart[]): boolean => {
  const [first] = parts;
  return first?.type === 'text' && /^\s*\{\s*"/.test(first.text);
};

/** Parses a format that writes JSON, with quoted or bare variables. */
export function parseJsonTemplate(
  parts: readonly FormatPart[],
  describe: (slot: ValuePart) => ValueSpec,
  merge: (adjacent: readonly ValueSpec[]) => ValueSpec | null,
): JsonTemplate {
  const slots: ValuePart[] = [];
  let text = '';
  let isQuoted = false;
  for (const part of parts) {
    if (part.type === 'value') {
      const mark = `\\u0000${slots.push(part) - 1}\\u0000`;
      text += isQuoted ? mark : `"${mark}"`;
      continue;
    }
    text += part.text;
    isQuoted = isWithinQuotes(part.text, isQuoted);
  }
  return collectLeaves(parseTemplateText(text), []).map(({ path, value }) => {
    const valueParts = splitAtMarks(value, slots);
    const [only] = valueParts;
    const variableName = valueParts.length === 1 && only?.type === 'value' ? describe(only).name : null;
    return { path, name: variableName, table: buildTable(valueParts, describe, merge) };
  });
}

/** Extracts the values of a record by name, as text. Nulls are absent. */
export function extractValues(template: JsonTemplate, record: JsonObject): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const { path, name, table } of template) {
    const text = getText(record, path);
    if (text === undefined) continue;
    if (name !== null) values.set(name, text);
    else for (const [part, value] of extractRow(table, text).values) values.set(part, value);
  }
  return values;
}

/** True if the record has at least half of the keys; unset ones may be omitted. */
export const hasMostKeys = (record: JsonObject, keys: readonly string[]): boolean =>
  keys.filter((key) => Object.hasOwn(record, key)).length * 2 >= keys.length;

/** Converts a value to text: strings as they are, others as JSON; undefined for null. */
export function stringifyValue(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? undefined : JSON.stringify(value);
}

function getText(record: JsonObject, path: readonly string[]): string | undefined {
  let value: unknown = record;
  for (const key of path) value = isJsonObject(value) ? value[key] : undefined;
  return stringifyValue(value);
}

function parseTemplateText(text: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new FormatError(
      `Cannot read the JSON format (${cause instanceof Error ? cause.message : 'invalid JSON'}): check its quotes and commas`,
      { cause },
    );
  }
  if (isJsonObject(value)) return value;
  throw new FormatError('Cannot read the JSON format: it must be one object, such as {"status":"$status"}');
}

type LeafText = { readonly path: readonly string[]; readonly value: string };

const collectLeaves = (object: JsonObject, path: readonly string[]): readonly LeafText[] =>
  Object.entries(object).flatMap(([key, value]): readonly LeafText[] => {
    if (isJsonObject(value)) return collectLeaves(value, [...path, key]);
    return typeof value === 'string' && value.includes('\0') ? [{ path: [...path, key], value }] : [];
  });

/** When the text is split at NUL, every second piece is the index of a value. */
const splitAtMarks = (value: string, slots: readonly ValuePart[]): readonly FormatPart[] =>
  value.split('\0').flatMap((piece, index): readonly FormatPart[] => {
    if (index % 2 === 0) return piece === '' ? [] : [{ type: 'text', text: piece }];
    const slot = slots[Number(piece)];
    return slot === undefined ? [] : [slot];
  });

function isWithinQuotes(text: string, wasQuoted: boolean): boolean {
  let isQuoted = wasQuoted;
  for (let position = 0; position < text.length; position += 1) {
    if (text[position] === '\\') position += 1;
    else if (text[position] === '"') isQuoted = !isQuoted;
  }
  return isQuoted;
}
