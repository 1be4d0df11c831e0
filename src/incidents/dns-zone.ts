import { buildFixTarget } from '../diagnose/fix-target.js';

/**
 * The DNS zone under which all these upstreams lie: the longest end that their names share. Undefined where one of them is
 * no host name, and where they share no more than what strangers share, as `com` or `co.uk`.
 */
export function findDnsZone(upstreams: readonly (string | null)[]): string | undefined {
  const names = [...new Set(upstreams.map(parseHostName))];
  const [first] = names;
  if (first === undefined || names.length < 2) return undefined;
  const labels = first.split('.');
  for (let labelIndex = 1; labelIndex < labels.length; labelIndex++) {
    const dnsZone = labels.slice(labelIndex).join('.');
    if (names.every((name) => name?.endsWith(`.${dnsZone}`)))
      return isRegistrableDomain(dnsZone) ? dnsZone : undefined;
  }
  return undefined;
}

/** True for an upstream whose name lies under the zone. */
export const isInDnsZone = (upstream: string | null, dnsZone: string): boolean =>
  parseHostName(upstream)?.endsWith(`.${dnsZone}`) === true;

/** Ends under which all names belong to whoever runs the network. */
const privateSuffixes = /(^|\.)(internal|intern|local|localdomain|lan|home|corp|private|consul|test)$/;

/** `shop.example` and `cluster.local` have one owner; `com`, `co.uk` and `com.au` have many. */
const isRegistrableDomain = (domain: string): boolean =>
  privateSuffixes.test(domain) ||
  (domain.includes('.') && !/^(com|co|net|org|edu|gov|ac|ne|or)\.[a-z]{2}$/.test(domain));

function parseHostName(upstream: string | null): string | undefined {
  const { name } = buildFixTarget({ upstream, peer: null });
  return name.includes('.') ? name.toLowerCase() : undefined;
}
