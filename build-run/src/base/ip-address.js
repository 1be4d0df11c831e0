import ipaddr from 'ipaddr.js';
/** True for four decimal octets. Shorter, octal and hexadecimal forms, which tools read in different ways, are refused. */
export const isIpv4 = (text) => parseIpv4(text) !== null;
/**
 * The address as a number; null for anything else. By hand, as it is asked for each client: the library needs four regular
 * expressions and an array.
 */
function parseIpv4(text) {
  if (text.length > ipv4CharsMax) return null;
  let address = 0;
  let octet = -1;
  let dots = 0;
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charCodeAt(index);
    if (char === dotChar) {
      if (octet < 0 || dots === 3) return null;
      address = address * 256 + octet;
      octet = -1;
      dots += 1;
    } else if (char >= zeroChar && char <= nineChar && octet !== 0) {
      octet = Math.max(octet, 0) * 10 + char - zeroChar;
      if (octet > 255) return null;
    } else return null;
  }
  return octet < 0 || dots < 3 ? null : address * 256 + octet;
}
const dotChar = 0x2e;
const zeroChar = 0x30;
const nineChar = 0x39;
/** True for an IPv6 address without brackets, port or zone id (`%eth0`). */
export const isIpv6 = (text) =>
  // Two colons first: this is asked for each line, of host names, IPv4 addresses and ports too.
  text.indexOf(':') !== text.lastIndexOf(':') &&
  text.length <= ipv6CharsMax &&
  !text.includes('%') &&
  ipaddr.IPv6.isValid(text);
export const isIpAddress = (text) => isIpv4(text) || isIpv6(text);
/** True for a host that only this machine reaches: `localhost`, `127.0.0.0/8` or `::1`. */
export const isLoopbackHost = (host) =>
  host === 'localhost' || (isIpAddress(host) && ipaddr.parse(host).range() === 'loopback');
/** The /24 network of an IPv4 address, as `10.0.7.0/24`; undefined for anything else. */
export const findSlash24 = (address) =>
  isIpv4(address) ? `${address.slice(0, address.lastIndexOf('.'))}.0/24` : undefined;
/** The /64 network of an IPv6 address, as `2001:db8:0:7::/64`; undefined for anything else. */
export function findSlash64(address) {
  if (!isIpv6(address)) return undefined;
  const parsed = ipaddr.IPv6.parse(address);
  return `${new ipaddr.IPv6([...parsed.parts.slice(0, 4), 0, 0, 0, 0])}/64`;
}
/** True for an IPv4 address that is not routed on the internet. */
export function isPrivateIpv4(address) {
  const parsed = parseIpv4(address);
  return parsed !== null && privateNetworks.some(({ from, size }) => parsed >= from && parsed < from + size);
}
/** The host of `10.0.0.7:8080` or `[2001:db8::7]:80`, in lower case. */
export const extractHost = (peer) =>
  (/^\[([^\]]+)\](?::\d+)?$/.exec(peer)?.[1] ?? peer.replace(/^([^:]*):\d+$/, '$1')).toLowerCase();
/** `255.255.255.255`. */
const ipv4CharsMax = 15;
/** An IPv4-mapped address with all its zeros: INET6_ADDRSTRLEN without the final NUL. */
const ipv6CharsMax = 45;
/** RFC 1918 and 6598, and loopback. */
const privateNetworks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '127.0.0.0/8'].map(
  (network) => {
    const [address = '', bits] = network.split('/');
    return { from: parseIpv4(address) ?? 0, size: 2 ** (32 - Number(bits)) };
  },
);
