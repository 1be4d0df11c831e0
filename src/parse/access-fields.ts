import type { AccessFormat, Dialect } from './decoder.js';
import { fragmentIn } from './envoy-access/partial-line.js';
import type { GatewayId } from './event.js';
import { envoyJsonOperators, envoyJsonValues } from './format/envoy-json.js';
import { untrusted } from './format/extraction-table.js';
import { readJsonObject } from './format/lenient-json.js';
import { readAccess } from './nginx-access/read-line.js';

/** What an access line can tell: the names of its variables or operators, set in this line or not. */
export type AccessFields = {
  /** What people call the format; null for one that is known by its keys or its shape only. */
  readonly format: string | null;
  readonly isJson: boolean;
  readonly names: ReadonlySet<string>;
};

/** The fields of an access line of this dialect; undefined for a line that is none. */
export function accessFieldsOf(
  line: string,
  gateway: GatewayId,
  { nginxFormats, envoyFormats }: Dialect,
): AccessFields | undefined {
  if (gateway === 'nginx-access') return byFormat(line, nginxFormats) ?? nginxFields(line);
  return gateway === 'envoy-access' ? (byFormat(line, envoyFormats) ?? envoyFields(line)) : undefined;
}

const isJson = (line: string) => line.startsWith('{');

function byFormat(line: string, formats: readonly AccessFormat[]): AccessFields | undefined {
  const fitting = formats.find(({ extract }) => extract(line)?.has(untrusted) === false);
  return fitting && { format: fitting.name, isJson: isJson(line), names: fitting.fields };
}

/** Without a format, what is unset in this line cannot be told from what is never written. */
function nginxFields(line: string): AccessFields | undefined {
  const reading = readAccess(line, []);
  return reading && { format: null, isJson: isJson(line), names: new Set(reading.values.keys()) };
}

function envoyFields(line: string): AccessFields | undefined {
  const object = readJsonObject(line);
  if (object === undefined) {
    const fields = fragmentIn(line)?.fields;
    return fields && { format: null, isJson: false, names: new Set(fields.keys()) };
  }
  return envoyJsonValues(object) && { format: null, isJson: true, names: envoyJsonOperators(object) };
}
