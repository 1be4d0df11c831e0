import { sumNumbers } from '../base/format-number.js';
import { getCause } from '../diagnose/causes/index.js';
import { unknownCause } from '../diagnose/causes/unknown.js';
import { buildFixTarget, placeholders } from '../diagnose/fix-target.js';
import { findOnlyValue } from './affected-upstream.js';
import { findClientNetwork, personNetworksMax } from './client-network.js';
import { subtractCauses, sumClientImpacting } from './failure-counts.js';
/** Names of the affected upstreams, beginning with the first. */
export const listUpstreamNames = ({ upstreams }) => upstreams.map(({ upstream }) => upstream);
/** True if the incident lists this upstream. Tracking calls it for every incident and record. */
export const affectsUpstream = ({ upstreams }, upstream) =>
  upstreams.some((affected) => affected.upstream === upstream);
/**
 * The cause that names the incident: the operator's, else the most frequent one since it last reopened that is not the
 * aftermath of another.
 */
export function findRootCause({ causes, causesBefore = [], emptiedBy = null, correctedCause = null }) {
  if (correctedCause !== null) return correctedCause;
  const recent = causesBefore.length === 0 ? causes : subtractCauses(causes, causesBefore);
  const root = findRoot(recent) ?? findRoot(causes);
  return root?.cause ?? emptiedBy ?? recent[0]?.cause ?? causes[0]?.cause ?? unknownCause.id;
}
/**
 * Counts the causes, if no cause explains half of the failures. What follows from others is counted nowhere, and an
 * operator's cause stands for all.
 */
export function findMixedCauses(incident) {
  const { causes, causesBefore = [], correctedCause = null } = incident;
  const recent = causesBefore.length === 0 ? causes : subtractCauses(causes, causesBefore);
  const root = findRootCause(incident);
  const own = recent.filter(
    ({ cause }) => cause === root || !(getCause(cause).isAftermath || getCause(cause).isUsedUpByWaiting),
  );
  const failures = sumNumbers(own.map(({ count }) => count));
  const ofRoot = own.find(({ cause }) => cause === root)?.count ?? 0;
  return correctedCause !== null || ofRoot === 0 || ofRoot * 2 >= failures
    ? null
    : { causes: own.length, failures, ofRoot };
}
/** The most frequent cause that no other one explains. */
function findRoot(causes) {
  const roots = causes.filter(({ cause }) => getCause(cause).isAftermath !== true);
  const hasTimeouts = roots.some(({ cause }) => getCause(cause).class === 'timeout');
  return roots.find(({ cause }) => !(hasTimeouts && getCause(cause).isUsedUpByWaiting === true));
}
/** The only client that its failures reached; undefined if there are several, or one is unknown. */
export function findOnlyClient({ upstreams }) {
  const client = findOnlyValue(upstreams, ({ clients }) => clients);
  return client === '' ? undefined : client;
}
/**
 * The networks of the few clients that its failures reached; undefined if they are more than one person has, or one is
 * unknown.
 */
export function findFewNetworks({ upstreams }) {
  const networks = new Set();
  for (const { clients } of upstreams)
    for (const client of clients) {
      networks.add(findClientNetwork(client));
      if (client === '' || networks.size > personNetworksMax) return undefined;
    }
  return [...networks];
}
/**
 * Site and port that a failed peer serves, such as `shop.example:8080`, where no record names its upstream. The
 * addresses behind a service come and go, and three hundred of them are still one upstream. Null if the upstream
 * has a name.
 */
export function deriveServiceName({ upstream, peer, server, host }) {
  const site = server ?? host;
  if (site === null || peer === null || upstream !== peer) return null;
  const { port } = buildFixTarget({ peer, upstream: null });
  return port === placeholders.port ? null : `${site}:${port}`;
}
/** `BG-142`. Only opened incidents have a name. */
export const formatIncidentName = (incident) =>
  incident.number === null ? 'not opened' : `BG-${incident.number}`;
/** 142 for `BG-142` and `142`; -1, which is no incident's number, for anything else. */
export const parseIncidentNumber = (name) => Number(/^(?:bg-)?(\d{1,9})$/i.exec(name)?.[1] ?? -1);
/** All failures of an incident, whatever their outcome. */
export const countFailures = ({ outcomes }) => sumNumbers(Object.values(outcomes));
/** Failures that clients saw, or may have seen. */
export const countClientImpacting = ({ outcomes }) => sumClientImpacting(outcomes);
