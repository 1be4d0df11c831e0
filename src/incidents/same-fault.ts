import { minuteMs } from '../base/duration.js';
import { causeClasses } from '../diagnose/cause-class.js';
import { type CauseId, getCause } from '../diagnose/causes/index.js';
import { buildFixTarget } from '../diagnose/fix-target.js';
import { findOnlyValue } from './affected-upstream.js';
import { findDnsZone } from './dns-zone.js';
import { findRootCause, type Incident, listUpstreamNames } from './incident.js';

/** An incident that is opening: since when its failures count, and when it opens. */
export type OpeningIncident = {
  readonly incident: Incident;
  readonly beganAt: number;
  readonly openedAt: number;
};

/** True when an incident that is opening and one that is open are one fault, though they began at different upstreams. */
export function isSameFault(
  { incident, beganAt, openedAt }: OpeningIncident,
  open: Incident,
  isDnsZoneDown: (zone: string) => boolean,
): boolean {
  const [openingCause, openCause] = [findRootCause(incident), findRootCause(open)];
  if (listUpstreamNames(open).length >= stormUpstreamsMin && isSimultaneous(open, beganAt, openedAt))
    return true;
  if (hasSameGateway(incident, open)) return true;
  if (classifyFault(openingCause) !== classifyFault(openCause)) return false;
  if (isSharedFault(openingCause) && openingCause === openCause) return true;
  return (
    isSimultaneous(open, beganAt, openedAt) ||
    hasNearbyMachine(incident, open) ||
    hasSameDnsZone(incident, open, isDnsZoneDown)
  );
}

/** True when both fail through one gateway of several, while others reach the upstreams of both. */
export const hasSameGateway = (a: Incident, b: Incident): boolean =>
  isCloseInTime(a, b) &&
  findFailingGateway(a) !== undefined &&
  findFailingGateway(a) === findFailingGateway(b);

/** The host of the one gateway through which alone an incident fails, once it is known that others reach most of its upstreams. */
export function findFailingGateway({ upstreams }: Pick<Incident, 'upstreams'>): string | undefined {
  const only = findOnlyValue(upstreams, ({ gatewayIsolation: isolation }) => isolation.failingGateways);
  if (only === undefined) return undefined;
  const isolatedCount = upstreams.filter(({ gatewayIsolation: isolation }) => isolation.isIsolated).length;
  return isolatedCount * 2 >= upstreams.length ? only : undefined;
}

/** Watched incidents that are together many, though none is alone: one cause of the infrastructure at several upstreams. */
export function findSimultaneousFailures(
  incident: Incident,
  listOthers: () => readonly Incident[],
  failures: number,
): readonly Incident[] {
  const cause = findRootCause(incident);
  if (!isSharedCause(cause)) return [];
  const simultaneous = listOthers().filter(
    (candidate) => candidate.state.type === 'pending' && findRootCause(candidate) === cause,
  );
  const recent = [incident, ...simultaneous].map(({ state }) =>
    state.type === 'open' ? [] : state.recentFailureTimes,
  );
  const affectedCount = recent.filter((times) => times.length > 0).length;
  return affectedCount >= simultaneousMin && recent.flat().length >= failures * 2 ? simultaneous : [];
}

/** True when one more upstream with this cause is certainly a part of what already hits several. */
export const canJoinAtOnce = (cause: CauseId, open: Incident): boolean =>
  isSharedCause(cause) && open.upstreams.length >= simultaneousMin && findRootCause(open) === cause;

/** What begins within this is taken to have begun at once. */
const simultaneousMs = minuteMs;
/** So many upstreams at one moment fail for one reason, whatever the gateway sees of it. */
const stormUpstreamsMin = 5;
const simultaneousMin = 3;

/** Different causes of one kind that begin together are one fault. A header that is too big is only like itself. */
function classifyFault(cause: CauseId): string {
  const { class: causeClass, cutsOff } = getCause(cause);
  const kind = causeClasses[causeClass].kindOfFault;
  return kind ?? (cutsOff === undefined ? cause : 'unreachable');
}

const isSharedCause = (cause: CauseId) => getCause(cause).isShared === true;
const isSharedFault = (cause: CauseId) => isSharedCause(cause) && getCause(cause).mayCoincide !== true;

/** True when something of `open` began at the same moment. */
function isSimultaneous({ upstreams, state }: Incident, beganAt: number, openedAt: number): boolean {
  const startTimes = upstreams.map(({ firstFailureAt }) => firstFailureAt);
  if (state.type !== 'pending') startTimes.push(state.openedAt);
  return startTimes.some(
    (startedAt) => startedAt >= beganAt - simultaneousMs && startedAt <= openedAt + simultaneousMs,
  );
}

/** True when both fail at one machine, or in one small network shortly after one another. */
function hasNearbyMachine(a: Incident, b: Incident): boolean {
  const [aMachines, bMachines] = [listMachines(a), listMachines(b)];
  if (aMachines.some((machine) => bMachines.includes(machine))) return true;
  return (
    isCloseInTime(a, b) &&
    aMachines.some((machine) => bMachines.some((candidate) => isSameNetwork(machine, candidate)))
  );
}

/** True when both names lie in one DNS zone, and cannot be looked up in it or fail with all else that is there. */
function hasSameDnsZone(a: Incident, b: Incident, isDnsZoneDown: (dnsZone: string) => boolean): boolean {
  if (!isCloseInTime(a, b)) return false;
  const dnsZone = findDnsZone([...listUpstreamNames(a), ...listUpstreamNames(b)]);
  if (dnsZone === undefined) return false;
  return (isUnresolved(a) && isUnresolved(b)) || isDnsZoneDown(dnsZone);
}

const isUnresolved = (incident: Incident) => {
  const cause = findRootCause(incident);
  return getCause(cause).class === 'dns' && isSharedFault(cause);
};

/** True when both fail at much the same time. */
const isCloseInTime = (a: Incident, b: Incident): boolean =>
  Math.abs(a.lastFailureAt - b.lastFailureAt) <= 5 * simultaneousMs;

const listMachines = ({ upstreams }: Incident): readonly string[] =>
  upstreams.flatMap(({ peer }) => {
    const { host } = buildFixTarget({ peer, upstream: null });
    return host === 'HOST' ? [] : host;
  });

/** The same /24. */
function isSameNetwork(a: string, b: string): boolean {
  const network = /^(\d+\.\d+\.\d+)\.\d+$/;
  const aNetwork = network.exec(a)?.[1];
  return aNetwork !== undefined && aNetwork === network.exec(b)?.[1];
}
