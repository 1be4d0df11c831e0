import { unescapeValue } from '../format/escapes.js';
import { findValueEnd } from '../format/match-line.js';
import { upstreamListVariables } from '../format/nginx-variables.js';
import { isPeerAddress } from './upstream-attempts.js';
import { matchVariable } from './variable-keys.js';
/**
 * Reads the fields after the bytes: pairs by key, other values by their format. False if the last one is truncated.
 */
export function parseTrailingFields(text, values) {
  let quotedCount = 0;
  // A client may send none: the dash is not a value, but it takes the position.
  const knownVariables = {
    has: (name) => values.has(name) || usualQuotedVariables.slice(0, quotedCount).includes(name),
  };
  for (const { key, value, kind } of splitTrailingFields(text)) {
    const isUsual = kind === 'quoted' && quotedCount < usualQuotedVariables.length;
    const name =
      key !== ''
        ? matchVariable(key, value, knownVariables)
        : isUsual
          ? usualQuotedVariables[quotedCount]
          : guessVariable(value, kind, values);
    if (key === '' && kind === 'quoted') quotedCount += 1;
    if (name === undefined || values.has(name)) continue;
    if (upstreamListVariables.has(name) || (value !== '' && value !== '-'))
      values.set(name, unescapeValue(value, 'default'));
  }
  return text.split('"').length % 2 === 1;
}
const usualQuotedVariables = ['http_referer', 'http_user_agent'];
/** More fields than any format writes. */
const fieldsMax = 64;
/** Splits `"quoted"`, `[bracketed]`, `key=value`, `key="value"`, `key: "value"` and bare lists. */
export function splitTrailingFields(text) {
  const fields = [];
  let position = 0;
  while (position < text.length && fields.length < fieldsMax) {
    if (text[position] === ' ') {
      position += 1;
      continue;
    }
    const key = keyPattern.exec(text.slice(position, position + keyCharsMax))?.[0] ?? '';
    position += key.length;
    const kind = detectFieldKind(text, position);
    const from = kind === 'bare' ? position : position + 1;
    const end =
      kind === 'bare' ? findBareEnd(text, position) : findClosing(text, from, kind === 'quoted' ? '"' : ']');
    fields.push({ key: key.replace(/[=: ]+$/, ''), value: text.slice(from, end), kind });
    position = kind === 'bare' ? Math.max(end, position + 1) : end + 1;
  }
  return fields;
}
const keyCharsMax = 64;
/** A colon ends a key only before a quote, or after a key with an underscore: `shop:80` is an address. */
const keyPattern = /^[A-Za-z_$][\w.$-]{0,40}(?:=|: ?(?=")|(?<=_\w{1,30}): ?)/;
function detectFieldKind(text, position) {
  if (text[position] === '"') return 'quoted';
  // A bracket encloses a name, unless it starts an IPv6 address.
  return text[position] === '[' && !/^\[[0-9A-Fa-f:.]+\]:/.test(text.slice(position, position + 64))
    ? 'bracketed'
    : 'bare';
}
const findBareEnd = (text, from) => {
  const end = findValueEnd('peers', text, from, ' ');
  return end < 0 ? text.length : end;
};
function findClosing(text, from, mark) {
  const end = text.indexOf(mark, from);
  return end < 0 ? text.length : end;
}
function guessVariable(value, kind, values) {
  const [first = ''] = value.split(/, | : /);
  if (isPeerAddress(first)) return 'upstream_addr';
  if (kind === 'bracketed') return value === '' ? undefined : 'proxy_upstream_name';
  if (/^\d{1,6}\.\d{3}$/.test(first))
    return values.has('request_time') ? 'upstream_response_time' : 'request_time';
  if (/^[1-5]\d\d$/.test(first) && values.has('upstream_addr')) return 'upstream_status';
  if (/^[0-9a-f]{32}$/.test(value)) return 'request_id';
  return kind === 'quoted' ? 'http_x_forwarded_for' : undefined;
}
