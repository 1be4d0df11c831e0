import type { AccessFormat, DecoderOptions } from './decoder.js';
import { parseEnvoyPartialLine } from './envoy-access/partial-line.js';
import type { LogFormatId } from './event.js';
import { listEnvoyJsonOperators, parseEnvoyJson } from './format/envoy-json.js';
import { untrustedKey } from './format/extraction-table.js';
import { parseJsonObject } from './format/lenient-json.js';
import { parseAccessLine } from './nginx-access/read-line.js';

/** Variables or operators of an access line, set in this line or not. */
export type AccessFields = {
  /** Name of the format; null if recognised by its keys or its shape only. */
  readonly format: string | null;
  readonly isJson: boolean;
  readonly names: ReadonlySet<string>;
};

/** Fields of an access line in this log format; undefined for any other line. */
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

/** Without a format, a field that is unset in this line looks the same as one that is never logged. */
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
