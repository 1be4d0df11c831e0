import type { AccessValues } from '../decoder.js';
import { upstreamLists } from '../format/nginx-variables.js';
import { variableOf } from './json-keys.js';

/** Values by variable of named texts, the first of each; undefined when they are not those of an access line. */
export function accessValues(
  named: Iterable<readonly [key: string, text: string]>,
): AccessValues | undefined {
  const values = new Map<string, string>();
  for (const [key, text] of named) {
    const name = variableOf(key, text, values);
    if (name === undefined || values.has(name)) continue;
    if (upstreamLists.has(name) || (text !== '' && text !== '-')) values.set(name, text);
  }
  return isAccess(values) ? values : undefined;
}

/** An access line has a status and a request, and at least one thing more that a gateway knows. */
function isAccess(values: AccessValues): boolean {
  if (!/^\d{3}$/.test(values.get('status') ?? '')) return false;
  if (!requestNames.some((name) => values.has(name))) return false;
  return gatewayNames.some((name) => values.has(name));
}

const requestNames = ['request', 'request_uri', 'request_method'];
const gatewayNames = ['remote_addr', 'body_bytes_sent', 'request_time', 'upstream_addr', 'upstream_status'];
