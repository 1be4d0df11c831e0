import type { AccessFormat } from '../decoder.js';
import { type EscapeMode, unescapeValue } from './escapes.js';
import { extractRow, untrustedKey } from './extraction-table.js';
import { buildTable, type ValueSpec } from './extraction-table-text.js';
import type { FormatPart } from './format-parts.js';
import { compileJsonFormat } from './json-format.js';
import { isJsonFormat, parseJsonTemplate } from './json-template.js';
import { describeNginxVariable, mergeAdjacentVariables, upstreamListVariables } from './nginx-variables.js';
import { FormatError, parseNginxFormat, parseNginxStatement } from './parse-format.js';

/**
 * Compiles a format string of nginx, or a whole `log_format` statement as it stands in nginx.conf. Values are named by
 * variable without `$`. A dash or nothing is absent, except in upstream lists, which are kept as written: there an
 * empty value tells that no peer was chosen, and a dash that none was looked for.
 */
export function compileNginxFormat(
  format: string,
  options: { readonly name?: string; readonly escape?: EscapeMode } = {},
): AccessFormat {
  const parsedFormat = format.trimStart().startsWith('log_format')
    ? parseStatement(format)
    : { name: format, escaping: undefined, text: format };
  const name = options.name ?? parsedFormat.name;
  const parts = parseNginxFormat(parsedFormat.text);
  const escaping = options.escape ?? parsedFormat.escaping ?? 'default';
  return isJsonFormat(parts)
    ? compileJsonFormat(name, parseJsonTemplate(parts, describeSlot, mergeAdjacentVariables), keepAsWritten)
    : compileTextFormat(name, parts, escaping);
}

function compileTextFormat(name: string, parts: readonly FormatPart[], escaping: EscapeMode): AccessFormat {
  const describe = (slot: { readonly name: string }): ValueSpec => {
    const known = describeSlot(slot);
    return escaping === 'json' && known.shape === 'free' ? { ...known, shape: 'escaped' } : known;
  };
  const table = buildTable(parts, describe, mergeAdjacentVariables);
  const fields = new Set(table.fields.flatMap((field) => field.name ?? []));
  if (fields.size === 0)
    throw new FormatError(
      `Cannot use the format "${name}" as it holds no variable: write one such as $status`,
    );
  const end = table.fields.at(-1)?.delimiter ?? '';
  const extract = (line: string) => {
    // Most lines of other formats are told by their last character.
    if (!line.endsWith(end)) return undefined;
    const row = extractRow(table, line);
    if (!row.isComplete) return undefined;
    const values = decodeValues(row.values, (value) => unescapeValue(value, escaping));
    return row.isUnambiguous ? values : values.set(untrustedKey, '1');
  };
  return { name, fields, extract };
}

const describeSlot = (slot: { readonly name: string }): ValueSpec => describeNginxVariable(slot.name);

/** JSON has undone its own escapes. */
const keepAsWritten = (parsedFormat: ReadonlyMap<string, string>) =>
  decodeValues(parsedFormat, (value) => value);

function decodeValues(
  parsedFormat: ReadonlyMap<string, string>,
  decode: (value: string) => string,
): Map<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of parsedFormat) {
    if (upstreamListVariables.has(name) || (value !== '' && value !== '-')) values.set(name, decode(value));
  }
  return values;
}

function parseStatement(text: string): { name: string; escaping: EscapeMode | undefined; text: string } {
  const { name, pieces } = parseNginxStatement(text);
  const [first = ''] = pieces;
  if (!first.startsWith('escape=')) return { name, escaping: undefined, text: pieces.join('') };
  const escaping = escapeModes.find((known) => first === `escape=${known}`);
  if (escaping === undefined)
    throw new FormatError(
      `Cannot read log_format ${name} with ${first}: write escape=default, escape=json or escape=none`,
    );
  return { name, escaping, text: pieces.slice(1).join('') };
}

const escapeModes: readonly EscapeMode[] = ['default', 'json', 'none'];
