import { findSlash24 } from '../base/ip-address.js';
import { causeClasses } from '../diagnose/cause-class.js';
import { getCause } from '../diagnose/causes/index.js';
import { buildFixTarget, placeholders } from '../diagnose/fix-target.js';
import { findFailingGateway } from './affected-upstream.js';
import { findDnsZone } from './dns-zone.js';
import { findRootCause, listUpstreamNames } from './incident.js';
/**
 * The factor that the upstreams share; undefined if there is none. For a single upstream only a gateway is
 * reported.
 */
export function findCommonFactor(incident) {
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
function findSharedResource(incident) {
  const { class: causeClass, mayCoincide } = getCause(findRootCause(incident));
  return mayCoincide ? undefined : causeClasses[causeClass].sharedResource;
}
/** The value, if all are equal. */
function findCommonValue(values) {
  const [first] = values;
  return values.every((value) => value === first) ? first : undefined;
}
function parsePeerHost({ peer }) {
  const { host } = buildFixTarget({ peer, upstream: null });
  return host === placeholders.host ? undefined : host;
}
