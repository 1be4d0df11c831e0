import { minuteMs } from '../base/duration.js';
import { findSlash24 } from '../base/ip-address.js';
import { causeClasses } from '../diagnose/cause-class.js';
import { getCause } from '../diagnose/causes/index.js';
import { buildFixTarget, placeholders } from '../diagnose/fix-target.js';
import { findFailingGateway } from './affected-upstream.js';
import { findDnsZone } from './dns-zone.js';
import { affectsUpstream, findRootCause, listUpstreamNames } from './incident.js';
import { advanceIncident } from './lifecycle.js';
import { mergeAllIncidents } from './merge-incidents.js';
/**
 * Merges an incident with those that turn out to be the same fault: when it opens, when many pending incidents
 * together are enough to open it, and when it becomes clear that only one gateway fails. Returns every incident
 * that changes.
 */
export function mergeSameFault(context, rules) {
  const { before, after, failure, isBelowThreshold, listOthers } = context;
  const listOpen = () => listOthers().filter(({ state }) => state.type === 'open');
  if (before.state.type === 'open') {
    const hasNewlyIsolatedGateway =
      findFailingGateway(after.upstreams) !== undefined && findFailingGateway(before.upstreams) === undefined;
    const sameGateway = hasNewlyIsolatedGateway
      ? listOpen().filter((candidate) => hasSameGateway(after, candidate))
      : [];
    return mergeAllIncidents([after, ...sameGateway], failure.at);
  }
  if (isBelowThreshold) return [after];
  const simultaneous = findSimultaneousFailures(after, listOthers, rules.opening.failuresMin);
  if (after.state.type !== 'open' && simultaneous.length === 0) return [after];
  const opened =
    after.state.type === 'open' ? after : advanceIncident(after, { type: 'opened', at: failure.at }, rules);
  const opening = {
    incident: opened,
    beganAt: before.state.recentFailureTimes[0] ?? failure.at,
    openedAt: failure.at,
  };
  const allOpen = listOpen();
  const sameFault = allOpen.filter((candidate) => isSameFault(opening, candidate, allOpen, context));
  return mergeAllIncidents([opened, ...sameFault, ...simultaneous], failure.at);
}
/** True if an upstream that starts to fail with this cause certainly belongs to what already affects several. */
export const canJoinAtOnce = (cause, open) =>
  isSharedCause(cause) && open.upstreams.length >= simultaneousMin && findRootCause(open) === cause;
/**
 * Pending incidents that together have enough failures to open, though none has alone: one cause of shared
 * infrastructure at several upstreams.
 */
function findSimultaneousFailures(incident, listOthers, failuresMin) {
  const cause = findRootCause(incident);
  if (!isSharedCause(cause)) return [];
  const simultaneous = listOthers().filter(
    (candidate) => candidate.state.type === 'pending' && findRootCause(candidate) === cause,
  );
  const recentTimes = [incident, ...simultaneous].map(({ state }) =>
    state.type === 'open' ? [] : state.recentFailureTimes,
  );
  const affectedCount = recentTimes.filter((times) => times.length > 0).length;
  return affectedCount >= simultaneousMin && recentTimes.flat().length >= failuresMin * 2 ? simultaneous : [];
}
/** True if an opening incident and an open one are one fault, though they began at different upstreams. */
function isSameFault(opening, open, allOpen, { isDnsZoneDown, answeringPeers }) {
  const { incident } = opening;
  if (countStarts(open, opening) >= stormUpstreamsMin) return true;
  if (hasSameGateway(incident, open) || isUsedUpBySlowness(incident, open)) return true;
  if (!isSameKind(incident, open)) return false;
  const [openingCause, openCause] = [findRootCause(incident), findRootCause(open)];
  if (isSharedFault(openingCause) && openingCause === openCause) return true;
  return (
    beganTogether(opening, open, allOpen) ||
    hasSameUpstream(incident, open) ||
    hasNearbyMachine(incident, open, answeringPeers) ||
    hasSameDnsZone(incident, open, isDnsZoneDown)
  );
}
/**
 * True if both began at one moment and more than the moment links them: a cause, a machine, or a third upstream. Two
 * upstreams that begin to fail by chance within a minute are two faults.
 */
function beganTogether(opening, open, allOpen) {
  const { incident } = opening;
  if (!isSimultaneous(open, opening)) return false;
  if (findRootCause(incident) === findRootCause(open)) return true;
  const openMachines = listMachines(open);
  if (listMachines(incident).some((machine) => openMachines.includes(machine))) return true;
  const simultaneous = allOpen.filter(
    (candidate) => isSameKind(incident, candidate) && isSimultaneous(candidate, opening),
  );
  const upstreams = [incident, ...simultaneous].flatMap(listUpstreamNames);
  return new Set(upstreams).size >= simultaneousMin;
}
/** True if requests that wait for the open incident's slow upstream use up the same gateway's own slots. */
function isUsedUpBySlowness(opening, open) {
  const isSlow = getCause(findRootCause(open)).class === 'timeout';
  if (!isSlow || getCause(findRootCause(opening)).isUsedUpByWaiting !== true) return false;
  const [gateways, slowGateways] = [listGateways(opening), listGateways(open)];
  return (
    isCloseInTime(opening, open) &&
    (gateways.length === 0 ||
      slowGateways.length === 0 ||
      gateways.some((gateway) => slowGateways.includes(gateway)))
  );
}
const listGateways = ({ upstreams }) =>
  upstreams.flatMap(({ gatewayIsolation }) => gatewayIsolation.failingGateways);
/** True if both fail through the same gateway of several, while other gateways reach the upstreams of both. */
function hasSameGateway(a, b) {
  const gateway = findFailingGateway(a.upstreams);
  return isCloseInTime(a, b) && gateway !== undefined && gateway === findFailingGateway(b.upstreams);
}
/** Failures that begin within this time are taken to begin together. */
const simultaneousMs = minuteMs;
/** This many upstreams at one moment fail for one reason, whatever the gateway reports. */
const stormUpstreamsMin = 5;
/** Upstreams that a cause of shared infrastructure must affect. */
const simultaneousMin = 3;
/** Different causes of one kind that begin together are one fault. A header that is too big is only like itself. */
function classifyFault(cause) {
  const { class: causeClass, cutsOff } = getCause(cause);
  const kind = causeClasses[causeClass].kindOfFault;
  return kind ?? (cutsOff === undefined ? cause : 'unreachable');
}
const isSharedCause = (cause) => getCause(cause).isShared === true;
const isSharedFault = (cause) => isSharedCause(cause) && getCause(cause).mayCoincide !== true;
/** True if both fail at an upstream of one name at much the same time. */
const hasSameUpstream = (a, b) =>
  isCloseInTime(a, b) &&
  listUpstreamNames(a).some((upstream) => upstream !== null && affectsUpstream(b, upstream));
const isSameKind = (a, b) => classifyFault(findRootCause(a)) === classifyFault(findRootCause(b));
/** True if an upstream of the incident began to fail, or the incident opened or reopened, at the same moment. */
const isSimultaneous = (incident, opening) =>
  countStarts(incident, opening) > 0 ||
  (incident.state.type !== 'pending' && isAtOpening(incident.state.openedAt, opening));
/** Number of upstreams of the incident that began to fail at the same moment. */
const countStarts = ({ upstreams, reopenedAt }, opening) => {
  const hasReopened = reopenedAt !== null && isAtOpening(reopenedAt, opening);
  return upstreams.filter(
    ({ firstFailureAt, lastFailureAt }) =>
      isAtOpening(firstFailureAt, opening) || (hasReopened && isAtOpening(lastFailureAt, opening)),
  ).length;
};
const isAtOpening = (at, { beganAt, openedAt }) =>
  at >= beganAt - simultaneousMs && at <= openedAt + simultaneousMs;
/**
 * True if both fail at the same machine, or in the same /24 network at much the same time, unless most of what is well
 * lies there too. Where no record tells what is well, a network counts only for one cause.
 */
function hasNearbyMachine(a, b, answeringPeers) {
  const at = Math.max(a.lastFailureAt, b.lastFailureAt);
  const failingPeers = [a, b].flatMap(({ upstreams }) => upstreams.map(({ peer }) => peer));
  const isMostlyWell = (place) => answeringPeers.isMostlyAt({ place, failingPeers, at });
  const [aMachines, bMachines] = [listMachines(a), listMachines(b)];
  if (aMachines.some((machine) => bMachines.includes(machine) && isMostlyWell(machine) !== true)) return true;
  if (!isCloseInTime(a, b)) return false;
  const isOneCause = findRootCause(a) === findRootCause(b);
  const bNetworks = new Set(bMachines.map(findSlash24));
  return aMachines
    .map(findSlash24)
    .some(
      (network) => network !== undefined && bNetworks.has(network) && !(isMostlyWell(network) ?? !isOneCause),
    );
}
/** True if all names lie in one DNS zone, and either cannot be resolved or fail together with the whole zone. */
function hasSameDnsZone(a, b, isDnsZoneDown) {
  if (!isCloseInTime(a, b)) return false;
  const dnsZone = findDnsZone([...listUpstreamNames(a), ...listUpstreamNames(b)]);
  if (dnsZone === undefined) return false;
  return (isUnresolved(a) && isUnresolved(b)) || isDnsZoneDown(dnsZone);
}
const isUnresolved = (incident) => {
  const cause = findRootCause(incident);
  return getCause(cause).class === 'dns' && isSharedFault(cause);
};
/** True if both failed last at much the same time. */
const isCloseInTime = (a, b) => Math.abs(a.lastFailureAt - b.lastFailureAt) <= 5 * simultaneousMs;
const listMachines = ({ upstreams }) =>
  upstreams.flatMap(({ peer }) => {
    const { host } = buildFixTarget({ peer, upstream: null });
    return host === placeholders.host ? [] : host;
  });
