import { upstreamListVariables } from '../format/nginx-variables.js';
import { matchVariable } from './variable-keys.js';
/** Collects the first value of each variable from keyed texts; undefined if they are not from an access line. */
export function collectAccessValues(entries) {
  const values = new Map();
  for (const [key, text] of entries) {
    const name = matchVariable(key, text, values);
    if (name === undefined || values.has(name)) continue;
    if (upstreamListVariables.has(name) || (text !== '' && text !== '-')) values.set(name, text);
  }
  splitHost(values);
  return isAccessRecord(values) ? values : undefined;
}
/** `$host$request_uri` in one value, as in a much copied format of ingress-nginx, or a whole URL. */
function splitHost(values) {
  const target = values.get('request_uri');
  if (target === undefined || target.startsWith('/')) return;
  const parts = /^(?:https?:\/\/)?([\w-]+(?:\.[\w-]+)+(?::\d{1,5})?|localhost(?::\d{1,5})?)(\/.*)$/s.exec(
    target,
  );
  const [, host, path] = parts ?? [];
  if (host === undefined || path === undefined) return;
  values.set('request_uri', path);
  if (!values.has('host')) values.set('host', host);
}
/** An access line has a status, a request, and at least one more value that a gateway logs. */
function isAccessRecord(values) {
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
