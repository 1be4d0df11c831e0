import type { AccessFormat } from '../decoder.js';
import { type Escape, unescapeValue } from './escapes.js';
import { readRow, untrusted } from './extraction-table.js';
import { type Known, tableOf } from './extraction-table-text.js';
import type { Part } from './format-parts.js';
import { jsonFormat } from './json-format.js';
import { isJsonFormat, jsonTemplate } from './json-template.js';
import { nginxVariable, touchingVariables, upstreamLists } from './nginx-variables.js';
import { FormatError, parseNginxFormat, parseNginxStatement } from './parse-format.js';

/**
 * Compiles a format string of nginx, or a whole `log_format` statement as it stands in nginx.conf. Values are named by
 * variable without `$`. A dash or nothing is absent, except in upstream lists, which are kept as written: there an
 * empty value tells that no peer was chosen, and a dash that none was looked for.
 */
export function compileNginxFormat(
  format: string,
  options: { readonly name?: string; readonly escape?: Escape } = {},
): AccessFormat {
  const written = format.trimStart().startsWith('log_format')
    ? fromStatement(format)
    : { name: format, escaping: undefined, text: format };
  const name = options.name ?? written.name;
  const parts = parseNginxFormat(written.text);
  const escaping = options.escape ?? written.escaping ?? 'default';
  return isJsonFormat(parts)
    ? jsonFormat(name, jsonTemplate(parts, variableOf, touchingVariables), asWritten)
    : textFormat(name, parts, escaping);
}

function textFormat(name: string, parts: readonly Part[], escaping: Escape): AccessFormat {
  const know = (slot: { readonly name: string }): Known => {
    const known = variableOf(slot);
    return escaping === 'json' && known.shape === 'free' ? { ...known, shape: 'escaped' } : known;
  };
  const table = tableOf(parts, know, touchingVariables);
  const fields = new Set(table.fields.flatMap((field) => field.name ?? []));
  if (fields.size === 0)
    throw new FormatError(
      `Cannot use the format "${name}" as it holds no variable: write one such as $status`,
    );
  const end = table.fields.at(-1)?.stop ?? '';
  const extract = (line: string) => {
    // Most lines of other formats are told by their last character.
    if (!line.endsWith(end)) return undefined;
    const row = readRow(table, line);
    if (!row.whole) return undefined;
    const values = valuesOf(row.values, (value) => unescapeValue(value, escaping));
    return row.sure ? values : values.set(untrusted, '1');
  };
  return { name, fields, extract };
}

const variableOf = (slot: { readonly name: string }): Known => nginxVariable(slot.name);

/** JSON has undone its own escapes. */
const asWritten = (written: ReadonlyMap<string, string>) => valuesOf(written, (value) => value);

function valuesOf(
  written: ReadonlyMap<string, string>,
  decode: (value: string) => string,
): Map<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of written) {
    if (upstreamLists.has(name) || (value !== '' && value !== '-')) values.set(name, decode(value));
  }
  return values;
}

function fromStatement(text: string): { name: string; escaping: Escape | undefined; text: string } {
  const { name, pieces } = parseNginxStatement(text);
  const [first = ''] = pieces;
  if (!first.startsWith('escape=')) return { name, escaping: undefined, text: pieces.join('') };
  const escaping = escapes.find((known) => first === `escape=${known}`);
  if (escaping === undefined)
    throw new FormatError(
      `Cannot read log_format ${name} with ${first}: write escape=default, escape=json or escape=none`,
    );
  return { name, escaping, text: pieces.slice(1).join('') };
}

const escapes: readonly Escape[] = ['default', 'json', 'none'];
