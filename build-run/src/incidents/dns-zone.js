import { getDomain } from 'tldts';
import { buildFixTarget } from '../diagnose/fix-target.js';
/**
 * The DNS zone that contains all these upstreams: the longest suffix that their names share. Undefined when an
 * upstream is no host name, and when the shared suffix is one under which anybody can register a name, such as
 * `com` or `co.uk`.
 */
export function findDnsZone(upstreams) {
  const names = [...new Set(upstreams.map(parseHostName))];
  const [first] = names;
  if (first === undefined || names.length < 2) return undefined;
  const labels = first.split('.');
  for (let labelIndex = 1; labelIndex < labels.length; labelIndex++) {
    const dnsZone = labels.slice(labelIndex).join('.');
    if (names.every((name) => name?.endsWith(`.${dnsZone}`)))
      return hasSingleOwner(dnsZone) ? dnsZone : undefined;
  }
  return undefined;
}
/** True for an upstream whose name lies in the zone. */
export const isInDnsZone = (upstream, dnsZone) => parseHostName(upstream)?.endsWith(`.${dnsZone}`) === true;
/**
 * True for a registrable domain and what lies in it, and for the suffixes of private networks. `co.uk`, `github.io`
 * and `compute.amazonaws.com` belong to many: each name below them has an owner of its own (publicsuffix.org).
 */
const hasSingleOwner = (domain) =>
  privateSuffixes.test(domain) || getDomain(domain, validatedHostName) !== null;
/** Names under these suffixes belong to the operator of the network. */
const privateSuffixes = /(^|\.)(internal|intern|local|localdomain|lan|home|corp|private|consul|test)$/;
/** The name has been validated; the suffixes of hosting providers count as well. */
const validatedHostName = {
  allowPrivateDomains: true,
  detectIp: false,
  extractHostname: false,
  validateHostname: false,
};
function parseHostName(upstream) {
  const { name } = buildFixTarget({ upstream, peer: null });
  return name.includes('.') ? name.toLowerCase() : undefined;
}
