import type { AccessValues } from '../decoder.js';
import { parseEnvoyJson } from '../format/envoy-json.js';
import { unescapeValue } from '../format/escapes.js';
import { collectAccessValues } from './read-values.js';
import { splitTrailingFields } from './trailing-fields.js';

/** True for a line that is nothing but `key=value` pairs from its first letter on. */
export const isKeyValueLine = (line: string): boolean => /^[A-Za-z_][\w.-]{0,40}=\S/.test(line);

/** Values by variable of a line of `key=value` pairs with the usual keys (logfmt, LTSV's sister); undefined when it is no access line. */
export function parseKeyValueLine(line: string): AccessValues | undefined {
  if (!isKeyValueLine(line)) return undefined;
  const fields = splitTrailingFields(line);
  if (fields.some(({ key }) => key === '') || isEnvoyRecord(fields)) return undefined;
  const values = collectAccessValues(fields.map(({ key, value }) => [key, unescapeValue(value, 'default')]));
  return values !== undefined && isGatewayRecord(values, fields) ? values : undefined;
}

/** Envoy's keys are told apart by flags and details, which nginx has none of. */
const isEnvoyRecord = (fields: readonly { readonly key: string; readonly value: string }[]): boolean =>
  fields.some(({ key }) => key.startsWith('response_flags') || key === 'response_code_details') &&
  parseEnvoyJson(Object.fromEntries(fields.map(({ key, value }) => [key, value]))) !== undefined;

/** A service that logs its own requests writes a level or a message beside them. */
const isGatewayRecord = (values: AccessValues, fields: readonly { readonly key: string }[]): boolean =>
  values.has('upstream_addr') || !fields.some(({ key }) => ['level', 'lvl', 'msg', 'message'].includes(key));
