import { parseEnvoyPartialLine } from './envoy-access/partial-line.js';
import { listEnvoyJsonOperators, parseEnvoyJson } from './format/envoy-json.js';
import { untrustedKey } from './format/extraction-table.js';
import { parseJsonObject } from './format/lenient-json.js';
import { parseAccessLine } from './nginx-access/read-line.js';
/** Fields of an access line in this log format; undefined for any other line. */
export function detectAccessFields(line, logFormat, { nginxFormats, envoyFormats }) {
  if (logFormat === 'nginx-access') return detectByFormat(line, nginxFormats) ?? detectNginxFields(line);
  return logFormat === 'envoy-access'
    ? (detectByFormat(line, envoyFormats) ?? detectEnvoyFields(line))
    : undefined;
}
const isJson = (line) => line.startsWith('{');
function detectByFormat(line, formats) {
  const match = formats.find(({ extract }) => extract(line)?.has(untrustedKey) === false);
  return match && { format: match.name, isJson: isJson(line), names: match.fields };
}
/** Without a format, a field that is unset in this line looks the same as one that is never logged. */
function detectNginxFields(line) {
  const parsed = parseAccessLine(line, []);
  return parsed && { format: null, isJson: isJson(line), names: new Set(parsed.values.keys()) };
}
function detectEnvoyFields(line) {
  const object = parseJsonObject(line);
  if (object === undefined) {
    const fields = parseEnvoyPartialLine(line)?.operators;
    return fields && { format: null, isJson: false, names: new Set(fields.keys()) };
  }
  return parseEnvoyJson(object) && { format: null, isJson: true, names: listEnvoyJsonOperators(object) };
}
