import { buildTable } from './build-table.js';
import { unescapeValue } from './escapes.js';
import { extractRow, untrustedKey } from './extraction-table.js';
import { createStopFinder } from './find-stop.js';
import { compileJsonFormat } from './json-format.js';
import { isJsonFormat, parseJsonTemplate } from './json-template.js';
import { describeNginxVariable, mergeAdjacentVariables, upstreamListVariables } from './nginx-variables.js';
import { FormatError, parseNginxFormat, parseNginxStatement } from './parse-format.js';
/**
 * Compiles an nginx format string, or a complete `log_format` statement from nginx.conf. Values are named by variable
 * without `$`. A dash or empty value is absent, except in upstream lists, which are kept as written: an empty value means
 * that no peer was found, a dash that none was looked for.
 */
export function compileNginxFormat(format, options = {}) {
  const parsedFormat = format.trimStart().startsWith('log_format')
    ? parseStatement(format)
    : { name: format, escaping: undefined, text: format };
  const name = options.name ?? parsedFormat.name;
  const parts = parseNginxFormat(parsedFormat.text);
  const escaping = options.escape ?? parsedFormat.escaping ?? 'default';
  return isJsonFormat(parts)
    ? compileJsonFormat(name, parseJsonTemplate(parts, describeValue, mergeAdjacentVariables), keepAsWritten)
    : compileTextFormat(name, parts, escaping);
}
function compileTextFormat(name, parts, escaping) {
  const describe = (part) => {
    const known = describeValue(part);
    return escaping === 'json' && known.shape === 'free' ? { ...known, shape: 'escaped' } : known;
  };
  const table = buildTable(parts, describe, mergeAdjacentVariables);
  const fields = new Set(table.fields.flatMap((field) => field.name ?? []));
  if (fields.size === 0)
    throw new FormatError(`Cannot use the format "${name}": it has no variable. Add one, such as $status`);
  const end = table.fields.at(-1)?.delimiter ?? '';
  const extract = (line) => {
    // The end of the line rules out most other formats cheaply.
    if (!line.endsWith(end)) return undefined;
    const row = extractRow(table, line);
    if (!row.isComplete) return undefined;
    const values = decodeValues(row.values, (value) => unescapeValue(value, escaping));
    return row.isUnambiguous ? values : values.set(untrustedKey, '1');
  };
  return { name, fields, extract, findStop: createStopFinder(name, table, (field) => `$${field}`) };
}
const describeValue = ({ name }) => describeNginxVariable(name);
/** Parsing the JSON has already unescaped the values. */
const keepAsWritten = (rawValues) => decodeValues(rawValues, (value) => value);
function decodeValues(rawValues, decode) {
  const values = new Map();
  for (const [name, value] of rawValues) {
    if (upstreamListVariables.has(name) || (value !== '' && value !== '-')) values.set(name, decode(value));
  }
  return values;
}
function parseStatement(text) {
  const { name, pieces } = parseNginxStatement(text);
  const [first = ''] = pieces;
  if (!first.startsWith('escape=')) return { name, escaping: undefined, text: pieces.join('') };
  const escaping = escapeModes.find((known) => first === `escape=${known}`);
  if (escaping === undefined)
    throw new FormatError(
      `Cannot read log_format ${name} with ${first}: use escape=default, escape=json or escape=none`,
    );
  return { name, escaping, text: pieces.slice(1).join('') };
}
const escapeModes = ['default', 'json', 'none'];
