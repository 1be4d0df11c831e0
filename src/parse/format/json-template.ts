import { type ExtractionTable, extractRow } from './extraction-table.js';
import { buildTable, type ValueSpec } from './extraction-table-text.js';
import type { FormatPart, ValuePart } from './format-parts.js';
import { isJsonObject, type JsonObject } from './lenient-json.js';
import { FormatError } from './parse-format.js';

/** A JSON format: which value stands under which path of keys. */
export type JsonTemplate = readonly TemplateLeaf[];
/** `name` when the value is one variable alone, else the table of the text that it is part of. */
type TemplateLeaf = {
  readonly path: readonly string[];
  readonly name: string | null;
  readonly table: ExtractionTable;
};

/** True when the format writes JSON objects. */
export const isJsonFormat = (parts: readonly FormatPart[]): boolean => {
  const [first] = parts;
  return first?.type === 'text' && /^\s*\{\s*"/.test(first.text);
};

/** The template of a format that writes JSON, its variables in quotes or bare. */
export function parseJsonTemplate(
  parts: readonly FormatPart[],
  describe: (slot: ValuePart) => ValueSpec,
  merge: (touching: readonly ValueSpec[]) => ValueSpec | null,
): JsonTemplate {
  const slots: ValuePart[] = [];
  let text = '';
  let isQuoted = false;
  for (const part of parts) {
    if (part.type === 'slot') {
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
    const variableName = valueParts.length === 1 && only?.type === 'slot' ? describe(only).name : null;
    return { path, name: variableName, table: buildTable(valueParts, describe, merge) };
  });
}

/** The values of one record, by name, as text; nulls are absent. */
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

/** True when the record has so many of the keys that it is of this format: empty ones may have been left out. */
export const hasMostKeys = (record: JsonObject, keys: readonly string[]): boolean =>
  keys.filter((key) => Object.hasOwn(record, key)).length * 2 >= keys.length;

/** A value as text: a string as it is, a number or an object as JSON; undefined for null. */
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
      `Cannot read the JSON format as ${cause instanceof Error ? cause.message : 'it is broken'}: check its quotes and commas`,
      { cause },
    );
  }
  if (isJsonObject(value)) return value;
  throw new FormatError('Cannot read the JSON format: write one object, such as {"status":"$status"}');
}

type LeafText = { readonly path: readonly string[]; readonly value: string };

const collectLeaves = (object: JsonObject, path: readonly string[]): readonly LeafText[] =>
  Object.entries(object).flatMap(([key, value]): readonly LeafText[] => {
    if (isJsonObject(value)) return collectLeaves(value, [...path, key]);
    return typeof value === 'string' && value.includes('\0') ? [{ path: [...path, key], value }] : [];
  });

/** Marks stand at every second place of the text split at NUL. */
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
