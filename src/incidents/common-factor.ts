import { causeById } from '../diagnose/causes/index.js';
import { nothingKnown, subjectOf } from '../diagnose/fix-target.js';
import type { Branch } from './affected-upstream.js';
import { zoneOf } from './dns-zone.js';
import { type Incident, rootCause, upstreamsOf } from './incident.js';
import { gatewayOf } from './same-fault.js';

/** What the upstreams of one incident have in common: where to look first. */
export type Common =
  | { readonly name: 'machine'; readonly host: string }
  /** A /24, as `10.0.7.0/24`. */
  | { readonly name: 'network'; readonly network: string }
  /** A domain under which all names of upstreams lie. */
  | { readonly name: 'domain'; readonly domain: string }
  /** The host of the one gateway that fails; others reach the same upstreams. */
  | { readonly name: 'gateway'; readonly host: string }
  /** They use it all together: resolver, certificates, the gateway itself. */
  | { readonly name: 'shared'; readonly what: 'resolver' | 'certificates' | 'gateway' };

/** What the upstreams have in common besides the moment; undefined where nothing is. Of one upstream, at most the gateway. */
export function commonOf(incident: Pick<Incident, 'branches' | 'causes' | 'corrected'>): Common | undefined {
  const { branches } = incident;
  const gateway = gatewayOf(incident);
  if (gateway !== undefined) return { name: 'gateway', host: gateway };
  if (branches.length < 2) return undefined;
  const shared = sharedBy(incident);
  if (shared !== undefined) return { name: 'shared', what: shared };
  const host = only(branches.map(hostOf));
  if (host !== undefined) return { name: 'machine', host };
  const network = only(branches.map((branch) => networkOf(hostOf(branch))));
  if (network !== undefined) return { name: 'network', network };
  const domain = zoneOf(upstreamsOf(incident));
  return domain === undefined ? undefined : { name: 'domain', domain };
}

function sharedBy(incident: Pick<Incident, 'causes' | 'corrected'>) {
  switch (causeById(rootCause(incident)).class) {
    case 'dns':
      // A resolver that says that a name does not exist works.
      return rootCause(incident) === 'dns-not-found' ? undefined : 'resolver';
    case 'tls':
      return 'certificates';
    case 'gateway-resources':
      return 'gateway';
    default:
      return undefined;
  }
}

/** The value, if all have the same. */
function only(values: readonly (string | undefined)[]): string | undefined {
  const [first] = values;
  return values.every((value) => value === first) ? first : undefined;
}

function hostOf({ peer }: Branch): string | undefined {
  const { host } = subjectOf({ peer, upstream: null });
  return host === nothingKnown.host ? undefined : host;
}

function networkOf(host: string | undefined): string | undefined {
  const network = /^(\d+\.\d+\.\d+)\.\d+$/.exec(host ?? '')?.[1];
  return network === undefined ? undefined : `${network}.0/24`;
}
