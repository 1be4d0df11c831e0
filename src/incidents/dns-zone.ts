import { subjectOf } from '../diagnose/fix-target.js';

/**
 * The DNS zone under which all these upstreams lie: the longest end that their names share. Undefined where one of them is
 * no host name, and where they share no more than what strangers share, as `com` or `co.uk`.
 */
export function zoneOf(upstreams: readonly (string | null)[]): string | undefined {
  const names = [...new Set(upstreams.map(hostNameOf))];
  const [first] = names;
  if (first === undefined || names.length < 2) return undefined;
  const labels = first.split('.');
  for (let from = 1; from < labels.length; from++) {
    const zone = labels.slice(from).join('.');
    if (names.every((name) => name?.endsWith(`.${zone}`))) return isSomebodys(zone) ? zone : undefined;
  }
  return undefined;
}

/** True for an upstream whose name lies under the zone. */
export const isUnder = (upstream: string | null, zone: string): boolean =>
  hostNameOf(upstream)?.endsWith(`.${zone}`) === true;

/** Ends under which all names belong to whoever runs the network. */
const privateEnds = /(^|\.)(internal|intern|local|localdomain|lan|home|corp|private|consul|test)$/;

/** `shop.example` and `cluster.local` have one owner; `com`, `co.uk` and `com.au` have many. */
const isSomebodys = (zone: string): boolean =>
  privateEnds.test(zone) ||
  (zone.includes('.') && !/^(com|co|net|org|edu|gov|ac|ne|or)\.[a-z]{2}$/.test(zone));

function hostNameOf(upstream: string | null): string | undefined {
  const { name } = subjectOf({ upstream, peer: null });
  return name.includes('.') ? name.toLowerCase() : undefined;
}
