import { isIpv4, isIpv6, isLoopbackHost } from './ip-address.js';
/**
 * Creates pseudonyms for people and IP addresses, except loopback and `keptAddresses` (the machines behind the gateway).
 * They are numbered in order of appearance.
 */
export function createPseudonymizer(keptAddresses) {
  const nameAddress = createNumbering('address');
  const namePerson = createNumbering('person');
  const replaceAddress = (address) =>
    keptAddresses.has(address.toLowerCase()) || isKept(address)
      ? address
      : nameAddress(address.toLowerCase());
  return {
    pseudonymizeText: (text) =>
      text
        .replace(slackMention, (_, id) => namePerson(id))
        .replace(ipv4Pattern, (address) => (isAnyIpv4(address) ? replaceAddress(address) : address))
        .replace(ipv6Pattern, (address) => (isIpv6(address) ? replaceAddress(address) : address)),
    pseudonymizePerson: namePerson,
  };
}
/** Pseudonymizes every text in a value at any depth. A `by` field holds the name of a person. */
export function pseudonymizeDeep(value, pseudonymizer) {
  // The casts are safe: only texts change, so the value keeps its shape.
  if (typeof value === 'string') return pseudonymizer.pseudonymizeText(value);
  if (Array.isArray(value)) return value.map((item) => pseudonymizeDeep(item, pseudonymizer));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === 'by' && typeof inner === 'string'
        ? pseudonymizer.pseudonymizePerson(inner)
        : pseudonymizeDeep(inner, pseudonymizer),
    ]),
  );
}
function createNumbering(prefix) {
  const numbers = new Map();
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
/** Also matches times such as `09:00:00`, which `isIpv6` rejects. */
const ipv6Pattern =
  /(?<=\\x[0-9a-f]{2}|%[0-9a-f]{2}|(?<![a-z0-9.:%]))[0-9a-f:]{1,38}(?:[0-9a-f]|::)(?![a-z0-9]|:[a-z0-9:])/gi;
/** Accepts leading zeros as well: the address is to be hidden, not connected to. */
const isAnyIpv4 = (text) => isIpv4(text.replace(/\b0+(?=\d)/g, ''));
const isKept = (address) => isLoopbackHost(address) || address === '0.0.0.0' || address === '::';
