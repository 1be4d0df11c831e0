import { buildTable } from './build-table.js';
import { extractRow } from './extraction-table.js';
import { isJsonObject } from './lenient-json.js';
import { FormatError } from './parse-format.js';
/** True if the format writes JSON objects. */
export const isJsonFormat = (parts) => {
  const [first] = parts;
  return first?.type === 'text' && /^\s*\{\s*"/.test(first.text);
};
/** Parses a format that writes JSON, with quoted or bare variables. */
export function parseJsonTemplate(parts, describe, merge) {
  const slots = [];
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
export function extractValues(template, record) {
  const values = new Map();
  for (const { path, name, table } of template) {
    const text = getText(record, path);
    if (text === undefined) continue;
    if (name !== null) values.set(name, text);
    else for (const [part, value] of extractRow(table, text).values) values.set(part, value);
  }
  return values;
}
/** True if the record has at least half of the keys; unset ones may be omitted. */
export const hasMostKeys = (record, keys) =>
  keys.filter((key) => Object.hasOwn(record, key)).length * 2 >= keys.length;
/** Converts a value to text: strings as they are, others as JSON; undefined for null. */
export function stringifyValue(value) {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? undefined : JSON.stringify(value);
}
function getText(record, path) {
  let value = record;
  for (const key of path) value = isJsonObject(value) ? value[key] : undefined;
  return stringifyValue(value);
}
function parseTemplateText(text) {
  let value;
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
const collectLeaves = (object, path) =>
  Object.entries(object).flatMap(([key, value]) => {
    if (isJsonObject(value)) return collectLeaves(value, [...path, key]);
    return typeof value === 'string' && value.includes('\0') ? [{ path: [...path, key], value }] : [];
  });
/** When the text is split at NUL, every second piece is the index of a value. */
const splitAtMarks = (value, slots) =>
  value.split('\0').flatMap((piece, index) => {
    if (index % 2 === 0) return piece === '' ? [] : [{ type: 'text', text: piece }];
    const slot = slots[Number(piece)];
    return slot === undefined ? [] : [slot];
  });
function isWithinQuotes(text, wasQuoted) {
  let isQuoted = wasQuoted;
  for (let position = 0; position < text.length; position += 1) {
    if (text[position] === '\\') position += 1;
    else if (text[position] === '"') isQuoted = !isQuoted;
  }
  return isQuoted;
}
