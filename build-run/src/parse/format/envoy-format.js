import { buildTable } from './build-table.js';
import { describeEnvoyOperator } from './envoy-operators.js';
import { extractRow, extractTail, untrustedKey } from './extraction-table.js';
import { createStopFinder } from './find-stop.js';
import { compileJsonFormat } from './json-format.js';
import { isJsonFormat, parseJsonTemplate } from './json-template.js';
import { FormatError, parseEnvoyFormat } from './parse-format.js';
/**
 * Compiles an Envoy format string, or a `json_format` object written as JSON. Values are named by operator in its short
 * upper-case form without length: `REQ(:METHOD)`, `RESPONSE_CODE`. A line that a client may have forged also has the value
 * `untrustedKey`: its values after the last free text are right, the others are the first of several readings.
 */
export function compileEnvoyFormat(format, name = format) {
  const parts = parseEnvoyFormat(stripLineEnd(format));
  return isJsonFormat(parts)
    ? compileJsonFormat(name, parseJsonTemplate(parts, describeEnvoyOperator, rejectAdjacent), omitUnset)
    : compileTextFormat(name, parts);
}
function compileTextFormat(name, parts) {
  const table = buildTable(parts, describeEnvoyOperator, rejectAdjacent);
  const fields = new Set(table.fields.flatMap((field) => field.name ?? []));
  if (fields.size === 0)
    throw new FormatError(
      `Cannot use the format "${name}": it has no operator. Add one, such as %RESPONSE_CODE%`,
    );
  const extract = (text) => {
    const line = text.trimEnd();
    const row = extractRow(table, line);
    if (row.isComplete && row.isUnambiguous) return omitUnset(row.values);
    // A line that does not even start like this format belongs to another one.
    if (!row.isComplete && row.values.size < Math.min(fields.size, leadingValuesMin)) return undefined;
    const tail = extractTail(table, line);
    if (!row.isComplete && tail.size === 0) return undefined;
    return omitUnset(new Map([...row.values, ...tail])).set(untrustedKey, '1');
  };
  return { name, fields, extract, findStop: createStopFinder(name, table, (field) => `%${field}%`) };
}
/** Leading values that must match before an incomplete line counts as one of this format. */
const leadingValuesMin = 6;
function omitUnset(rawValues) {
  const values = new Map();
  for (const [name, value] of rawValues) if (value !== '' && value !== '-') values.set(name, value);
  return values;
}
function rejectAdjacent(adjacent) {
  const names = adjacent.map(({ name }) => `%${name}%`).join('');
  throw new FormatError(`Cannot separate the values of ${names}: put a space or a quote between them`);
}
/** Removes the final line feed, also as the `\\n` that the documentation shows. */
const stripLineEnd = (format) => format.trim().replace(/\\n$/, '').trimEnd();
