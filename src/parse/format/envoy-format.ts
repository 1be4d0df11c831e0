import type { AccessFormat } from '../decoder.js';
import { envoyOperator } from './envoy-operators.js';
import { readRow, readTail, untrusted } from './extraction-table.js';
import { type Known, tableOf } from './extraction-table-text.js';
import type { Part } from './format-parts.js';
import { jsonFormat } from './json-format.js';
import { isJsonFormat, jsonTemplate } from './json-template.js';
import { FormatError, parseEnvoyFormat } from './parse-format.js';

/**
 * Compiles an Envoy format string, or a `json_format` object written as JSON. Values are named by their operator in the
 * short upper-case form without length: `REQ(:METHOD)`, `RESPONSE_CODE`. A line that a client may have forged has the
 * value `untrusted` as well: then what stands behind the last free text is right, the rest is the first reading.
 */
export function compileEnvoyFormat(format: string, name = format): AccessFormat {
  const parts = parseEnvoyFormat(withoutLineEnd(format));
  return isJsonFormat(parts)
    ? jsonFormat(name, jsonTemplate(parts, envoyOperator, refuseTouching), valuesOf)
    : textFormat(name, parts);
}

function textFormat(name: string, parts: readonly Part[]): AccessFormat {
  const table = tableOf(parts, envoyOperator, refuseTouching);
  const fields = new Set(table.fields.flatMap((field) => field.name ?? []));
  if (fields.size === 0)
    throw new FormatError(
      `Cannot use the format "${name}" as it holds no operator: write one such as %RESPONSE_CODE%`,
    );
  const extract = (text: string) => {
    const line = text.trimEnd();
    const row = readRow(table, line);
    if (row.whole && row.sure) return valuesOf(row.values);
    // A line that does not even begin as this format does is of another one.
    if (!row.whole && row.values.size < Math.min(fields.size, beginningMin)) return undefined;
    const tail = readTail(table, line);
    if (!row.whole && tail.size === 0) return undefined;
    return valuesOf(new Map([...row.values, ...tail])).set(untrusted, '1');
  };
  return { name, fields, extract };
}

/** Values that must have been read from the front before a line that then breaks counts as one of this format. */
const beginningMin = 6;

function valuesOf(written: ReadonlyMap<string, string>): Map<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of written) if (value !== '' && value !== '-') values.set(name, value);
  return values;
}

function refuseTouching(touching: readonly Known[]): never {
  const names = touching.map(({ name }) => `%${name}%`).join('');
  throw new FormatError(
    `Cannot tell the values of ${names} apart as nothing stands between them: write a space or a quote`,
  );
}

/** The line feed at the end of a format, real or as people copy it from the documentation. */
const withoutLineEnd = (format: string): string => format.trim().replace(/\\n$/, '').trimEnd();
