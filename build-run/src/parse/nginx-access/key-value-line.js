import { parseEnvoyJson } from '../format/envoy-json.js';
import { unescapeValue } from '../format/escapes.js';
import { collectAccessValues } from './collect-values.js';
import { splitTrailingFields } from './trailing-fields.js';
/** True if the line starts with a `key=value` pair. */
export const isKeyValueLine = (line) => /^[A-Za-z_][\w.-]{0,40}=\S/.test(line);
/** Reads a line of `key=value` pairs with common keys (logfmt); undefined if it is not an access line. */
export function parseKeyValueLine(line) {
  if (!isKeyValueLine(line)) return undefined;
  const fields = splitTrailingFields(line);
  if (fields.some(({ key }) => key === '') || isEnvoyRecord(fields)) return undefined;
  const values = collectAccessValues(fields.map(({ key, value }) => [key, unescapeValue(value, 'default')]));
  return values !== undefined && isGatewayRecord(values, fields) ? values : undefined;
}
/** Envoy records have response flags or code details, which nginx does not log. */
const isEnvoyRecord = (fields) =>
  fields.some(({ key }) => key.startsWith('response_flags') || key === 'response_code_details') &&
  parseEnvoyJson(Object.fromEntries(fields.map(({ key, value }) => [key, value]))) !== undefined;
/** Services that log their own requests also write a level or a message. */
const isGatewayRecord = (values, fields) =>
  values.has('upstream_addr') || !fields.some(({ key }) => ['level', 'lvl', 'msg', 'message'].includes(key));
