import { dayMs, minuteMs } from '../../base/duration.js';
import { extractHost, isIpAddress } from '../../base/ip-address.js';
import { listUpstreamNames } from '../../incidents/incident.js';
/**
 * The changes in the half hour before an incident, latest first, and a refused configuration of the last day that nobody
 * mended. A mark that names only other upstreams is left out.
 */
export function listPriorChanges(incident, repository) {
  const at = incident.firstFailureAt;
  const changes = repository.changes({ from: at - changeLookbackMs, to: at + 1 });
  const hasMarks = changes.some(({ by }) => by !== null);
  const known = hasMarks
    ? repository.knownNames().upstreams.flatMap((name) => findServiceName(name) ?? [])
    : [];
  const own = listUpstreamNames(incident).map(listOwnNames);
  const refusals = listStandingRefusals(at, repository).filter((change) => change.at < at - changeLookbackMs);
  return [...refusals, ...changes.filter((change) => !isOfOthers(change, known, own))].sort(
    (a, b) => b.at - a.at,
  );
}
/** An upstream without a name may be any of them. */
function isOfOthers({ by, message }, known, own) {
  if (by === null || own.some((names) => names.length === 0)) return false;
  const words = new Set(message.toLowerCase().split(/[^a-z0-9_-]+/));
  return known.some((name) => words.has(name)) && !own.flat().some((name) => words.has(name));
}
/**
 * `storefront` of `storefront.internal:8080` and of `outbound|80||storefront.shop.svc.cluster.local`: what people call
 * it. Null for an address.
 */
function findServiceName(upstream) {
  const host = extractHost(upstream.slice(upstream.lastIndexOf('|') + 1));
  return host === '' || isIpAddress(host) ? null : (host.split(/[.:]/, 1)[0] ?? null);
}
/** Its name, and those in `shop-storefront-80`, as ingress-nginx builds it of namespace, service and port. */
function listOwnNames(upstream) {
  const name = upstream === null ? null : findServiceName(upstream);
  if (name === null) return [];
  const service = /^(.+)-\d{1,5}$/.exec(name)?.[1];
  const parts = service?.split('-') ?? [];
  return [name, ...parts.map((_, index) => parts.slice(index).join('-'))];
}
/** Refused configurations of the last day after which nginx has neither been reloaded nor restarted. */
function listStandingRefusals(at, repository) {
  const changes = repository.changes({ from: at - dayMs, to: at + 1 });
  const mendedAt = changes.findLast(({ kind }) => kind === 'reload' || kind === 'restart')?.at ?? -Infinity;
  return changes.filter((change) => change.kind === 'refused-config' && change.at >= mendedAt);
}
/** An earlier change is rarely to blame. */
const changeLookbackMs = 30 * minuteMs;
