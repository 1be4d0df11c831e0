import { isIpv4, isIpv6, isLoopbackHost } from './ip-address.js';

/** A text with another name in place of each address and person; the same one has the same name everywhere. */
export type Pseudonymizer = {
  readonly pseudonymizeText: (text: string) => string;
  readonly pseudonymizePerson: (name: string) => string;
};

/**
 * Names for what strangers need not know: IP addresses but for `kept`, which are the machines behind the gateway and the
 * loopback, and people. Numbers are given in the order in which things are met.
 */
export function createPseudonymizer(keptAddresses: ReadonlySet<string>): Pseudonymizer {
  const nameAddress = createNumbering('address');
  const namePerson = createNumbering('person');
  const replaceAddress = (address: string) =>
    keptAddresses.has(address.toLowerCase()) || isKept(address)
      ? address
      : nameAddress(address.toLowerCase());
  return {
    pseudonymizeText: (text) =>
      text
        .replace(slackMention, (_, id: string) => namePerson(id))
        .replace(ipv4Pattern, (address) => (isAnyIpv4(address) ? replaceAddress(address) : address))
        .replace(ipv6Pattern, (address) => (isIpv6(address) ? replaceAddress(address) : address)),
    pseudonymizePerson: namePerson,
  };
}

/** The value with every text in it rewritten, however deep; of `by`, which names somebody, another name is left. */
export function pseudonymizeDeep<Value>(value: Value, pseudonymizer: Pseudonymizer): Value {
  // The casts: what is rewritten keeps its shape, of which only texts are touched.
  if (typeof value === 'string') return pseudonymizer.pseudonymizeText(value) as Value;
  if (Array.isArray(value)) return value.map((item) => pseudonymizeDeep(item, pseudonymizer)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === 'by' && typeof inner === 'string'
        ? pseudonymizer.pseudonymizePerson(inner)
        : pseudonymizeDeep(inner, pseudonymizer),
    ]),
  ) as Value;
}

function createNumbering(prefix: string): (name: string) => string {
  const numbers = new Map<string, string>();
  return (name) => {
    const pseudonym = numbers.get(name) ?? `${prefix}-${numbers.size + 1}`;
    numbers.set(name, pseudonym);
    return pseudonym;
  };
}

const slackMention = /<@([UW][A-Z0-9]{4,20})(?:\|[^>]{0,80})?>/g;
/** Gateways escape a quote as `\x22` and clients as `%22`, and an address may follow at once. */
const ipv4Pattern =
  /(?<=\\x[0-9a-f]{2}|%[0-9a-f]{2}|(?<![a-z0-9.%]))\d{1,3}(?:\.\d{1,3}){3}(?![a-z0-9]|\.\d)/gi;
/** Clocks have colons too; an address has eight groups, or two colons somewhere. */
const ipv6Pattern =
  /(?<=\\x[0-9a-f]{2}|%[0-9a-f]{2}|(?<![a-z0-9.:%]))[0-9a-f:]{1,38}(?:[0-9a-f]|::)(?![a-z0-9]|:[a-z0-9:])/gi;

/** With leading zeros as well: this is about what to hide, not about what to connect to. */
const isAnyIpv4 = (text: string): boolean => isIpv4(text.replace(/\b0+(?=\d)/g, ''));

const isKept = (address: string): boolean =>
  isLoopbackHost(address) || address === '0.0.0.0' || address === '::';
