/** A text with another name in place of each address and person; the same one has the same name everywhere. */
export type Pseudonyms = { readonly of: (text: string) => string; readonly person: (name: string) => string };

/**
 * Names for what strangers need not know: IP addresses but for `kept`, which are the machines behind the gateway and the
 * loopback, and people. Numbers are given in the order in which things are met.
 */
export function pseudonyms(kept: ReadonlySet<string>): Pseudonyms {
  const addresses = numbering('address');
  const people = numbering('person');
  const another = (address: string) =>
    kept.has(address.toLowerCase()) || isLoopback(address) ? address : addresses(address.toLowerCase());
  return {
    of: (text) =>
      text
        .replace(slackUser, (_, id: string) => people(id))
        .replace(ip4, (address) => (isIp4(address) ? another(address) : address))
        .replace(ip6, (address) => (isIp6(address) ? another(address) : address)),
    person: people,
  };
}

/** The value with every text in it rewritten, however deep; of `by`, which names somebody, another name is left. */
export function under<Value>(value: Value, names: Pseudonyms): Value {
  // The casts: what is rewritten keeps its shape, of which only texts are touched.
  if (typeof value === 'string') return names.of(value) as Value;
  if (Array.isArray(value)) return value.map((item) => under(item, names)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === 'by' && typeof inner === 'string' ? names.person(inner) : under(inner, names),
    ]),
  ) as Value;
}

/** The address without its port and brackets. */
export const hostOf = (peer: string): string =>
  (/^\[([^\]]+)\](?::\d+)?$/.exec(peer)?.[1] ?? peer.replace(/^([^:]*):\d+$/, '$1')).toLowerCase();

function numbering(word: string): (name: string) => string {
  const numbers = new Map<string, string>();
  return (name) => {
    const known = numbers.get(name) ?? `${word}-${numbers.size + 1}`;
    numbers.set(name, known);
    return known;
  };
}

const slackUser = /<@([UW][A-Z0-9]{4,20})(?:\|[^>]{0,80})?>/g;
/** Gateways escape a quote as `\x22` and clients as `%22`, and an address may follow at once. */
const ip4 = /(?<=\\x[0-9a-f]{2}|%[0-9a-f]{2}|(?<![a-z0-9.%]))\d{1,3}(?:\.\d{1,3}){3}(?![a-z0-9]|\.\d)/gi;
/** Clocks have colons too; an address has eight groups, or two colons somewhere. */
const ip6 =
  /(?<=\\x[0-9a-f]{2}|%[0-9a-f]{2}|(?<![a-z0-9.:%]))[0-9a-f:]{1,38}(?:[0-9a-f]|::)(?![a-z0-9]|:[a-z0-9:])/gi;

const isIp4 = (text: string): boolean => text.split('.').every((part) => Number(part) <= 255);

function isIp6(text: string): boolean {
  const groups = text.split(':');
  const isWhole = groups.every((group) => group.length <= 4);
  const shortened = text.split('::').length - 1;
  if (!isWhole || text === '::') return false;
  return shortened === 1
    ? groups.length <= 9
    : shortened === 0 && groups.length === 8 && !groups.includes('');
}

const isLoopback = (address: string): boolean => /^127\.|^0\.0\.0\.0$|^::1$/.test(address);
