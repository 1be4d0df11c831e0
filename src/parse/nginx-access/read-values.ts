import type { AccessValues } from '../decoder.js';
import { upstreamListVariables } from '../format/nginx-variables.js';
import { matchVariable } from './json-keys.js';

/** Values by variable of named texts, the first of each; undefined when they are not those of an access line. */
export function collectAccessValues(
  entries: Iterable<readonly [key: string, text: string]>,
): AccessValues | undefined {
  const values = new Map<string, string>();
  for (const [key, text] of entries) {
    const name = matchVariable(key, text, values);
    if (name === undefined || values.has(name)) continue;
    if (upstreamListVariables.has(name) || (text !== '' && text !== '-')) values.set(name, text);
  }
  return isAccessRecord(values) ? values : undefined;
}

/** An access line has a status and a request, and at least one thing more that a gateway knows. */
function isAccessRecord(values: AccessValues): boolean {
  if (!/^\d{3}$/.test(values.get('status') ?? '')) return false;
  if (!requestVariables.some((name) => values.has(name))) return false;
  return gatewayVariables.some((name) => values.has(name));
}

const requestVariables = ['request', 'request_uri', 'request_method'];
const gatewayVariables = [
  'remote_addr',
  'body_bytes_sent',
  'request_time',
  'upstream_addr',
  'upstream_status',
];
