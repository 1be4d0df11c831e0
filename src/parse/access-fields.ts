import type { AccessFormat, DecoderOptions } from './decoder.js';
import { parseEnvoyPartialLine } from './envoy-access/partial-line.js';
import type { LogFormatId } from './event.js';
import { listEnvoyJsonOperators, parseEnvoyJson } from './format/envoy-json.js';
import { untrustedKey } from './format/extraction-table.js';
import { parseJsonObject } from './format/lenient-json.js';
import { parseAccessLine } from './nginx-access/read-line.js';

/** What an access line can tell: the names of its variables or operators, set in this line or not. */
export type AccessFields = {
  /** What people call the format; null for one that is known by its keys or its shape only. */
  readonly format: string | null;
  readonly isJson: boolean;
  readonly names: ReadonlySet<string>;
};

/** The fields of an access line of this dialect; undefined for a line that is none. */
export function detectAccessFields(
  line: string,
  logFormat: LogFormatId,
  { nginxFormats, envoyFormats }: DecoderOptions,
): AccessFields | undefined {
  if (logFormat === 'nginx-access') return detectByFormat(line, nginxFormats) ?? detectNginxFields(line);
  return logFormat === 'envoy-access'
    ? (detectByFormat(line, envoyFormats) ?? detectEnvoyFields(line))
    : undefined;
}

const isJson = (line: string) => line.startsWith('{');

function detectByFormat(line: string, formats: readonly AccessFormat[]): AccessFields | undefined {
  const match = formats.find(({ extract }) => extract(line)?.has(untrustedKey) === false);
  return match && { format: match.name, isJson: isJson(line), names: match.fields };
}

/** Without a format, what is unset in this line cannot be told from what is never written. */
function detectNginxFields(line: string): AccessFields | undefined {
  const parsed = parseAccessLine(line, []);
  return parsed && { format: null, isJson: isJson(line), names: new Set(parsed.values.keys()) };
}

function detectEnvoyFields(line: string): AccessFields | undefined {
  const object = parseJsonObject(line);
  if (object === undefined) {
    const fields = parseEnvoyPartialLine(line)?.operators;
    return fields && { format: null, isJson: false, names: new Set(fields.keys()) };
  }
  return parseEnvoyJson(object) && { format: null, isJson: true, names: listEnvoyJsonOperators(object) };
}
