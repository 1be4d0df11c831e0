import type { CauseClass, CauseId } from '../diagnose/cause.js';
import { causeById } from '../diagnose/causes/index.js';
import { subjectOf } from '../diagnose/fix-target.js';
import { soleOf } from './affected-upstream.js';
import { zoneOf } from './dns-zone.js';
import { type Incident, rootCause, upstreamsOf } from './incident.js';

/** An incident that is opening: since when its failures count, and when it opens. */
export type Opened = { readonly incident: Incident; readonly since: number; readonly at: number };

/** True when an incident that is opening and one that is open are one fault, though they began at different upstreams. */
export function isOneFault(
  { incident, since, at }: Opened,
  open: Incident,
  isDown: (zone: string) => boolean,
): boolean {
  const [ours, theirs] = [rootCause(incident), rootCause(open)];
  if (upstreamsOf(open).length >= stormMin && isMoment(open, since, at)) return true;
  if (haveOneGateway(incident, open)) return true;
  if (familyOf(ours) !== familyOf(theirs)) return false;
  if (isOfOne(ours) && ours === theirs) return true;
  return isMoment(open, since, at) || haveNeighbours(incident, open) || haveOneZone(incident, open, isDown);
}

/** True when both fail through one gateway of several, while others reach the upstreams of both. */
export const haveOneGateway = (one: Incident, other: Incident): boolean =>
  isNear(one, other) && gatewayOf(one) !== undefined && gatewayOf(one) === gatewayOf(other);

/** The host of the one gateway through which alone an incident fails, once it is known that others reach most of its upstreams. */
export function gatewayOf({ branches }: Pick<Incident, 'branches'>): string | undefined {
  const only = soleOf(branches, ({ passage }) => passage.gateways);
  if (only === undefined) return undefined;
  const apart = branches.filter(({ passage }) => passage.isApart).length;
  return apart * 2 >= branches.length ? only : undefined;
}

/** Watched incidents that are together many, though none is alone: one cause of the infrastructure at several upstreams. */
export function crowdOf(
  incident: Incident,
  others: () => readonly Incident[],
  failures: number,
): readonly Incident[] {
  const cause = rootCause(incident);
  if (!isShared(cause)) return [];
  const crowd = others().filter((each) => each.state.name === 'watching' && rootCause(each) === cause);
  const recent = [incident, ...crowd].map(({ state }) => (state.name === 'open' ? [] : state.recent));
  const hit = recent.filter((times) => times.length > 0).length;
  return hit >= crowdMin && recent.flat().length >= failures * 2 ? crowd : [];
}

/** True when one more upstream with this cause is certainly a part of what already hits several. */
export const joinsAtOnce = (cause: CauseId, open: Incident): boolean =>
  isShared(cause) && open.branches.length >= crowdMin && rootCause(open) === cause;

/** What begins within this is taken to have begun at once. */
const momentMs = 60_000;
/** So many upstreams at one moment fail for one reason, whatever the gateway sees of it. */
const stormMin = 5;
const crowdMin = 3;

/** Causes that look different and are alike for who stands outside: something could not be reached, or did not answer. */
const unreachable: ReadonlySet<CauseClass> = new Set([
  'upstream-down',
  'network',
  'dns',
  'timeout',
  'overload',
  'passthrough',
]);
const closes: ReadonlySet<CauseId> = new Set(['premature-close', 'connection-reset', 'stream-reset']);

/** Classes whose causes are one thing under several names. */
const alike: ReadonlySet<CauseClass> = new Set(['tls', 'gateway-resources']);

/** Causes of one family at one moment are one fault; a header that is too big and a wrong protocol are not. */
function familyOf(cause: CauseId): string {
  const { class: kind } = causeById(cause);
  if (unreachable.has(kind) || closes.has(cause)) return 'unreachable';
  return alike.has(kind) ? kind : cause;
}

/** Causes of what all upstreams share: resolver, network, certificates, the gateway itself. */
const sharedClasses: ReadonlySet<CauseClass> = new Set(['dns', 'gateway-resources']);
const sharedCauses: ReadonlySet<CauseId> = new Set(['tls-verify', 'network-unreachable', 'ports-exhausted']);
const isShared = (cause: CauseId) => sharedClasses.has(causeById(cause).class) || sharedCauses.has(cause);
/** A resolver that says that a name does not exist works: two such names may be two slips, years apart. */
const isOfOne = (cause: CauseId) => isShared(cause) && cause !== 'dns-not-found';

/** True when something of `open` began at the same moment. */
function isMoment({ branches, state }: Incident, since: number, at: number): boolean {
  const beginnings = branches.map(({ firstFailureAt }) => firstFailureAt);
  if (state.name !== 'watching') beginnings.push(state.openedAt);
  return beginnings.some((began) => began >= since - momentMs && began <= at + momentMs);
}

/** True when both fail at one machine, or in one small network shortly after one another. */
function haveNeighbours(one: Incident, other: Incident): boolean {
  const [ours, theirs] = [machinesOf(one), machinesOf(other)];
  if (ours.some((machine) => theirs.includes(machine))) return true;
  return isNear(one, other) && ours.some((machine) => theirs.some((each) => isSameNetwork(machine, each)));
}

/** True when both names lie in one DNS zone, and cannot be looked up in it or fail with all else that is there. */
function haveOneZone(one: Incident, other: Incident, isDown: (zone: string) => boolean): boolean {
  if (!isNear(one, other)) return false;
  const zone = zoneOf([...upstreamsOf(one), ...upstreamsOf(other)]);
  if (zone === undefined) return false;
  return (isUnresolved(one) && isUnresolved(other)) || isDown(zone);
}

const isUnresolved = (incident: Incident) => {
  const cause = rootCause(incident);
  return causeById(cause).class === 'dns' && isOfOne(cause);
};

/** True when both fail at much the same time. */
const isNear = (one: Incident, other: Incident): boolean =>
  Math.abs(one.lastFailureAt - other.lastFailureAt) <= 5 * momentMs;

const machinesOf = ({ branches }: Incident): readonly string[] =>
  branches.flatMap(({ peer }) => {
    const { host } = subjectOf({ peer, upstream: null });
    return host === 'HOST' ? [] : host;
  });

/** The same /24. */
function isSameNetwork(one: string, other: string): boolean {
  const network = /^(\d+\.\d+\.\d+)\.\d+$/;
  const ours = network.exec(one)?.[1];
  return ours !== undefined && ours === network.exec(other)?.[1];
}
