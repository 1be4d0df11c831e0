import { findSlash24 } from '../base/ip-address.js';
import { causeClasses, type SharedResource } from '../diagnose/cause-class.js';
import { getCause } from '../diagnose/causes/index.js';
import { buildFixTarget, placeholders } from '../diagnose/fix-target.js';
import { type AffectedUpstream, findFailingGateway } from './affected-upstream.js';
import { findDnsZone } from './dns-zone.js';
import { findRootCause, type Incident, listUpstreamNames } from './incident.js';

/** Something that all upstreams of an incident share: the first place to look. */
export type CommonFactor =
  | { readonly type: 'machine'; readonly host: string }
  /** A /24, as `10.0.7.0/24`. */
  | { readonly type: 'network'; readonly network: string }
  /** A DNS domain that contains the names of all upstreams. */
  | { readonly type: 'domain'; readonly domain: string }
  /** Host of the only gateway that fails; other gateways reach the same upstreams. */
  | { readonly type: 'gateway'; readonly host: string }
  /** Infrastructure that all of them use. */
  | { readonly type: 'shared'; readonly resource: SharedResource };

/**
 * The factor that the upstreams share; undefined if there is none. For a single upstream only a gateway is
 * reported.
 */
export function findCommonFactor(
  incident: Pick<Incident, 'upstreams' | 'causes' | 'correctedCause'>,
): CommonFactor | undefined {
  const { upstreams } = incident;
  const gateway = findFailingGateway(upstreams);
  if (gateway !== undefined) return { type: 'gateway', host: gateway };
  if (upstreams.length < 2) return undefined;
  const shared = findSharedResource(incident);
  if (shared !== undefined) return { type: 'shared', resource: shared };
  const host = findCommonValue(upstreams.map(parsePeerHost));
  if (host !== undefined) return { type: 'machine', host };
  const network = findCommonValue(upstreams.map((affected) => findSlash24(parsePeerHost(affected) ?? '')));
  if (network !== undefined) return { type: 'network', network };
  const domain = findDnsZone(listUpstreamNames(incident));
  return domain === undefined ? undefined : { type: 'domain', domain };
}

function findSharedResource(
  incident: Pick<Incident, 'causes' | 'correctedCause'>,
): SharedResource | undefined {
  const { class: causeClass, mayCoincide } = getCause(findRootCause(incident));
  return mayCoincide ? undefined : causeClasses[causeClass].sharedResource;
}

/** The value, if all are equal. */
function findCommonValue(values: readonly (string | undefined)[]): string | undefined {
  const [first] = values;
  return values.every((value) => value === first) ? first : undefined;
}

function parsePeerHost({ peer }: AffectedUpstream): string | undefined {
  const { host } = buildFixTarget({ peer, upstream: null });
  return host === placeholders.host ? undefined : host;
}
