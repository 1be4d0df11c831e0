import { unescapeValue } from '../format/escapes.js';
import { endOfShape } from '../format/match-line.js';
import { upstreamLists } from '../format/nginx-variables.js';
import { variableOf } from './json-keys.js';
import { isPeerAddress } from './upstream-attempts.js';

/**
 * What stands behind the bytes: pairs are read by key, other values by how they look. False when the last one is cut.
 */
export function readExtras(text: string, values: Map<string, string>): boolean {
  let quoted = 0;
  // A client may send none, which is no value but takes the place.
  const known = {
    has: (name: string) => values.has(name) || usualQuoted.slice(0, quoted).includes(name),
  };
  for (const { key, value, kind } of extrasOf(text)) {
    const isUsual = kind === 'quoted' && quoted < usualQuoted.length;
    const name =
      key !== ''
        ? variableOf(key, value, known)
        : isUsual
          ? usualQuoted[quoted]
          : nameByLook(value, kind, values);
    if (key === '' && kind === 'quoted') quoted += 1;
    if (name === undefined || values.has(name)) continue;
    if (upstreamLists.has(name) || (value !== '' && value !== '-'))
      values.set(name, unescapeValue(value, 'default'));
  }
  return text.split('"').length % 2 === 1;
}

const usualQuoted = ['http_referer', 'http_user_agent'];

type Kind = 'quoted' | 'bracketed' | 'bare';
type Extra = { readonly key: string; readonly value: string; readonly kind: Kind };

/** More pairs than any format writes. */
const extrasMax = 64;

/** `"quoted"`, `[bracketed]`, `key=value`, `key="value"`, `key: "value"` and bare lists, in turn. */
export function extrasOf(text: string): readonly Extra[] {
  const extras: Extra[] = [];
  let at = 0;
  while (at < text.length && extras.length < extrasMax) {
    if (text[at] === ' ') {
      at += 1;
      continue;
    }
    const key = keyAt.exec(text.slice(at, at + keyCharsMax))?.[0] ?? '';
    at += key.length;
    const kind = kindAt(text, at);
    const from = kind === 'bare' ? at : at + 1;
    const end = kind === 'bare' ? endOfBare(text, at) : closing(text, from, kind === 'quoted' ? '"' : ']');
    extras.push({ key: key.replace(/[=: ]+$/, ''), value: text.slice(from, end), kind });
    at = kind === 'bare' ? Math.max(end, at + 1) : end + 1;
  }
  return extras;
}

const keyCharsMax = 64;
/** A colon ends a key only before a quote, or behind a key with an underscore: `shop:80` is an address. */
const keyAt = /^[A-Za-z_$][\w.$-]{0,40}(?:=|: ?(?=")|(?<=_\w{1,30}): ?)/;

function kindAt(text: string, at: number): Kind {
  if (text[at] === '"') return 'quoted';
  // A bracket opens a name, unless it is an IPv6 address.
  return text[at] === '[' && !/^\[[0-9A-Fa-f:.]+\]:/.test(text.slice(at, at + 64)) ? 'bracketed' : 'bare';
}

const endOfBare = (text: string, from: number): number => {
  const end = endOfShape('peers', text, from, ' ');
  return end < 0 ? text.length : end;
};

function closing(text: string, from: number, letter: string): number {
  const end = text.indexOf(letter, from);
  return end < 0 ? text.length : end;
}

function nameByLook(value: string, kind: Kind, values: ReadonlyMap<string, string>): string | undefined {
  const [first = ''] = value.split(/, | : /);
  if (isPeerAddress(first)) return 'upstream_addr';
  if (kind === 'bracketed') return value === '' ? undefined : 'proxy_upstream_name';
  if (/^\d{1,6}\.\d{3}$/.test(first))
    return values.has('request_time') ? 'upstream_response_time' : 'request_time';
  if (/^[1-5]\d\d$/.test(first) && values.has('upstream_addr')) return 'upstream_status';
  if (/^[0-9a-f]{32}$/.test(value)) return 'request_id';
  return kind === 'quoted' ? 'http_x_forwarded_for' : undefined;
}
