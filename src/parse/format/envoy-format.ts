import type { AccessFormat } from '../decoder.js';
import { describeEnvoyOperator } from './envoy-operators.js';
import { extractRow, extractTail, untrustedKey } from './extraction-table.js';
import { buildTable, type ValueSpec } from './extraction-table-text.js';
import type { FormatPart } from './format-parts.js';
import { compileJsonFormat } from './json-format.js';
import { isJsonFormat, parseJsonTemplate } from './json-template.js';
import { FormatError, parseEnvoyFormat } from './parse-format.js';

/**
 * Compiles an Envoy format string, or a `json_format` object written as JSON. Values are named by their operator in the
 * short upper-case form without length: `REQ(:METHOD)`, `RESPONSE_CODE`. A line that a client may have forged has the
 * value `untrusted` as well: then what stands behind the last free text is right, the rest is the first reading.
 */
export function compileEnvoyFormat(format: string, name = format): AccessFormat {
  const parts = parseEnvoyFormat(stripLineEnd(format));
  return isJsonFormat(parts)
    ? compileJsonFormat(name, parseJsonTemplate(parts, describeEnvoyOperator, rejectAdjacent), omitUnset)
    : compileTextFormat(name, parts);
}

function compileTextFormat(name: string, parts: readonly FormatPart[]): AccessFormat {
  const table = buildTable(parts, describeEnvoyOperator, rejectAdjacent);
  const fields = new Set(table.fields.flatMap((field) => field.name ?? []));
  if (fields.size === 0)
    throw new FormatError(
      `Cannot use the format "${name}" as it holds no operator: write one such as %RESPONSE_CODE%`,
    );
  const extract = (text: string) => {
    const line = text.trimEnd();
    const row = extractRow(table, line);
    if (row.isComplete && row.isUnambiguous) return omitUnset(row.values);
    // A line that does not even begin as this format does is of another one.
    if (!row.isComplete && row.values.size < Math.min(fields.size, leadingValuesMin)) return undefined;
    const tail = extractTail(table, line);
    if (!row.isComplete && tail.size === 0) return undefined;
    return omitUnset(new Map([...row.values, ...tail])).set(untrustedKey, '1');
  };
  return { name, fields, extract };
}

/** Values that must have been read from the front before a line that then breaks counts as one of this format. */
const leadingValuesMin = 6;

function omitUnset(rawValues: ReadonlyMap<string, string>): Map<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of rawValues) if (value !== '' && value !== '-') values.set(name, value);
  return values;
}

function rejectAdjacent(adjacent: readonly ValueSpec[]): never {
  const names = adjacent.map(({ name }) => `%${name}%`).join('');
  throw new FormatError(
    `Cannot tell the values of ${names} apart as nothing stands between them: write a space or a quote`,
  );
}

/** The line feed at the end of a format, real or as people copy it from the documentation. */
const stripLineEnd = (format: string): string => format.trim().replace(/\\n$/, '').trimEnd();
