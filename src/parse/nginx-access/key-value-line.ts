import type { AccessValues } from '../decoder.js';
import { envoyJsonValues } from '../format/envoy-json.js';
import { unescapeValue } from '../format/escapes.js';
import { accessValues } from './read-values.js';
import { extrasOf } from './trailing-fields.js';

/** True for a line that is nothing but `key=value` pairs from its first letter on. */
export const looksLikePairs = (line: string): boolean => /^[A-Za-z_][\w.-]{0,40}=\S/.test(line);

/** Values by variable of a line of `key=value` pairs with the usual keys (logfmt, LTSV's sister); undefined when it is no access line. */
export function pairValues(line: string): AccessValues | undefined {
  if (!looksLikePairs(line)) return undefined;
  const pairs = extrasOf(line);
  if (pairs.some(({ key }) => key === '') || isEnvoys(pairs)) return undefined;
  const values = accessValues(pairs.map(({ key, value }) => [key, unescapeValue(value, 'default')]));
  return values !== undefined && isGateways(values, pairs) ? values : undefined;
}

/** Envoy's keys are told apart by flags and details, which nginx has none of. */
const isEnvoys = (pairs: readonly { readonly key: string; readonly value: string }[]): boolean =>
  pairs.some(({ key }) => key.startsWith('response_flags') || key === 'response_code_details') &&
  envoyJsonValues(Object.fromEntries(pairs.map(({ key, value }) => [key, value]))) !== undefined;

/** A service that logs its own requests writes a level or a message beside them. */
const isGateways = (values: AccessValues, pairs: readonly { readonly key: string }[]): boolean =>
  values.has('upstream_addr') || !pairs.some(({ key }) => ['level', 'lvl', 'msg', 'message'].includes(key));
