import { LRUCache } from 'lru-cache';
import { sumNumbers } from '../base/format-number.js';
import { aftermathWindowMs, canEmptyGroup, isAftermath } from '../diagnose/aftermath.js';
import { getCause } from '../diagnose/causes/index.js';
import { buildFixTarget } from '../diagnose/fix-target.js';
import { affectsUpstream, deriveServiceName, listUpstreamNames } from './incident.js';
import { renamePeers } from './lifecycle.js';
import { canJoinAtOnce } from './same-fault.js';
/** Decides which of the active incidents a failure belongs to. Candidates are those that may still take a failure. */
export class IncidentMatcher {
  #emptyGroups;
  /** Row id of the incident that emptied a group, by the group and the host of the requests that found it empty. */
  #emptyingIncidentIds = new LRUCache({ max: emptiedGroupsMax });
  #findMembers;
  constructor(emptyGroups, findMembers) {
    this.#emptyGroups = emptyGroups;
    this.#findMembers = findMembers;
  }
  /**
   * The incident at the same upstream with the same cause, else in the same outage; for an aftermath, the one that
   * emptied the group; else one that already affects several upstreams with this cause of shared infrastructure.
   * Undefined if the failure is a new fault.
   */
  findIncident(failure, candidates) {
    const { cause, upstream } = failure;
    const service = deriveServiceName(failure);
    const atSameUpstream = candidates.filter(
      (incident) => affectsUpstream(incident, upstream) || (service !== null && incident.service === service),
    );
    const withSameCause = atSameUpstream.filter((incident) => hasFailedLike(incident, failure));
    const inSameOutage = atSameUpstream.filter((incident) => isSameOutage(incident, failure));
    return (
      preferOpen(withSameCause) ??
      preferOpen(inSameOutage) ??
      (isAftermath(cause) ? this.#findEmptyingIncident(failure, candidates) : undefined) ??
      candidates.find((incident) => incident.state.type === 'open' && canJoinAtOnce(cause, incident))
    );
  }
  /** The incident of what emptied the group that this failure found empty. */
  findEmptying(failure, { cause, upstream }, candidates) {
    const incident = this.findIncident({ ...failure, cause, upstream, peer: upstream }, candidates);
    if (incident === undefined || upstream === failure.upstream) return incident;
    const members = failure.upstream === null ? [] : this.#findMembers(failure.upstream);
    return renamePeers(incident, members, failure.upstream);
  }
  /** The incident elsewhere that emptied the group: at its peers, or in resolving its name. */
  #findEmptyingIncident(failure, candidates) {
    const key = `${failure.upstream ?? ''}\n${failure.host ?? ''}`;
    const knownEmptying = candidates.find(({ id }) => id === this.#emptyingIncidentIds.get(key));
    if (knownEmptying !== undefined) return knownEmptying;
    const members = failure.upstream === null ? [] : this.#findMembers(failure.upstream);
    const suspectUpstreams = new Set([...members, ...this.#emptyGroups.findLikelyPeers(failure)]);
    const incident = preferOpen(
      candidates.filter((candidate) => canHaveEmptiedGroup(candidate, suspectUpstreams, failure)),
    );
    if (incident === undefined) return undefined;
    this.#emptyingIncidentIds.set(key, incident.id);
    // The first failures named only addresses. From now on people read the name, and its successes count.
    return renamePeers(incident, members, failure.upstream);
  }
}
/** Empty groups whose emptying incident is remembered. */
const emptiedGroupsMax = 500;
/** The first open incident, else the newest. */
const preferOpen = (incidents) => incidents.find(({ state }) => state.type === 'open') ?? incidents.at(-1);
/**
 * True if the incident has failures of this cause. One that is over reopens only for what it mostly was: an outage that
 * follows it is another one, though a few of its failures looked like that.
 */
function hasFailedLike({ causes, state }, { cause, at }) {
  const count = causes.find((entry) => entry.cause === cause)?.count ?? 0;
  if (!isOver(state, at)) return count > 0;
  return count > sumNumbers(causes.map((entry) => entry.count)) * reopeningShareMin;
}
/** A cause below this share was not what failed. */
const reopeningShareMin = 0.1;
/** Logs are read independently: a failure from before the end belongs to what failed then. */
const isOver = (state, at) => state.type === 'resolved' && at > state.resolvedAt;
/** True if a failure at an upstream of the incident is part of the same outage, though its cause may be new there. */
function isSameOutage(incident, { cause, at, symptom }) {
  const { causes, state } = incident;
  // Before it showed that the group is at its limit, requests only found it empty.
  if (symptom === 'no-peer' && !isAftermath(cause) && causes.every((entry) => isAftermath(entry.cause)))
    return isWithinAftermath(incident, at);
  const isOverByThen = isOver(state, at);
  if (isOverByThen && !isAftermath(cause)) return false;
  if (!isOverByThen && getCause(cause).isOutage && causes.some((entry) => getCause(entry.cause).isOutage))
    return true;
  if (!isWithinAftermath(incident, at)) return false;
  return isAftermath(cause)
    ? causes.some((entry) => canEmptyGroup(entry.cause))
    : // Logs are read independently, so the aftermath may arrive first.
      canEmptyGroup(cause) && causes.every((entry) => isAftermath(entry.cause));
}
/**
 * True if the incident is recent enough, and at one of these upstreams or about the DNS name of the failure's
 * group.
 */
const canHaveEmptiedGroup = (incident, suspectUpstreams, failure) =>
  isWithinAftermath(incident, failure.at) &&
  incident.causes.some(({ cause }) => canEmptyGroup(cause)) &&
  (listUpstreamNames(incident).some((upstream) => suspectUpstreams.has(upstream ?? '')) ||
    isGroupName(incident, failure));
const isWithinAftermath = ({ firstFailureAt, lastFailureAt }, at) =>
  at >= firstFailureAt - aftermathWindowMs && at <= lastFailureAt + aftermathWindowMs;
/**
 * True if a name that could not be resolved is the group's: equal to it, wrapped in it by a service mesh, or
 * beginning with it.
 */
function isGroupName({ upstreams }, { upstream: group }) {
  if (group === null) return false;
  const { name: wrappedName } = buildFixTarget({ upstream: group, peer: null });
  return upstreams.some(
    ({ upstream: name, causes }) =>
      causes.some(({ cause }) => getCause(cause).class === 'dns') &&
      (name === group || name === wrappedName || name?.startsWith(`${group}.`) === true),
  );
}
