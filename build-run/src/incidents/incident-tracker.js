/**
 * Incidents group failures of one fault: failures, requests and the time come in, and incidents that opened, grew, merged,
 * reopened or recovered go out. `match-incident.ts` assigns a failure, `lifecycle.ts` holds the states, `same-fault.ts`
 * merges incidents, `impact-monitor.ts` decides what deserves an alert and how severe it is.
 */
import { LRUCache } from 'lru-cache';
import { isAftermath } from '../diagnose/aftermath.js';
import { ActiveIncidents } from './active-incidents.js';
import { AnsweringPeers } from './answering-peers.js';
import { countIncidentRequests, hasNewTraffic, noteBusiestSecond } from './count-traffic.js';
import { EmptyGroups, withEmptyingCause } from './empty-groups.js';
import { emptyImpactState, ImpactMonitor } from './impact-monitor.js';
import { affectsUpstream, listUpstreamNames } from './incident.js';
import { advanceIncident, renamePeers } from './lifecycle.js';
import { IncidentMatcher } from './match-incident.js';
import { mergeUnexplained } from './merge-incidents.js';
import { RouteAnswers } from './route-answers.js';
import { mergeSameFault } from './same-fault.js';
import { SuccessBuffer } from './success-buffer.js';
import { withUsualAnswers } from './usual-answers.js';
export const emptyTrackerState = {
  incidents: [],
  counters: { nextId: 1, nextNumber: 1 },
  impactState: emptyImpactState,
};
/** Keeps the active incidents up to date. `takeChanged` returns those that changed. */
export class IncidentTracker {
  #active;
  /** Takes ejections and health checks, which may tell why a group is empty. */
  emptyGroups;
  #matcher;
  #monitor;
  #rules;
  #answeringPeers = new AnsweringPeers();
  #routeAnswers = new RouteAnswers();
  #successes = new SuccessBuffer();
  /** Row id of its incident by the key of a failure, for amendments. */
  #incidentIds = new LRUCache({ max: assignedFailuresMax });
  constructor({ incidents, counters, impactState, emptyGroups, clients }, rules, findMembers = () => []) {
    this.#active = new ActiveIncidents(incidents, counters, rules.recovery);
    this.emptyGroups = new EmptyGroups(findMembers, emptyGroups);
    this.#matcher = new IncidentMatcher(this.emptyGroups, findMembers);
    this.#monitor = new ImpactMonitor(impactState, rules.opening, clients);
    this.#rules = rules;
  }
  /** Assigns a failure to its incident, and applies it there. */
  track(reported) {
    this.#countSuccesses();
    if (reported.isRetracted === true) return this.#retract(reported);
    const { update, emptiedBy } = this.emptyGroups.settle(reported);
    const { failure, previous } = update;
    this.#monitor.recordFailure(update);
    const amendedId = previous === null ? undefined : this.#amend(failure, previous);
    const incidentId = amendedId === undefined ? this.#add(failure, emptiedBy) : amendedId;
    return { failure, previous, incidentId, emptiedBy };
  }
  /** Takes a failure out of its incident, which stays even if it has no other. */
  #retract(update) {
    const { failure } = update;
    this.#monitor.recordFailure(update);
    const incident =
      this.#active.findCurrent(this.#incidentIds.get(failure.key)) ?? this.#findIncident(failure);
    if (incident !== undefined)
      this.#active.put(advanceIncident(incident, { type: 'retracted', previous: failure }, this.#rules));
    return { ...update, incidentId: incident?.id ?? null };
  }
  /** Amends a failure in its incident. Undefined if it belongs to another one; null if that is forgotten. */
  #amend(failure, previous) {
    // After a restart the incidents are known, but not which failures they have.
    const current =
      this.#active.findCurrent(this.#incidentIds.get(failure.key)) ?? this.#findIncident(previous);
    if (current === undefined) return null;
    if (this.#findAmendedIncident(failure, previous, current) !== current) {
      this.#active.put(advanceIncident(current, { type: 'retracted', previous }, this.#rules));
      return undefined;
    }
    const amended = advanceIncident(current, { type: 'amended', failure, previous }, this.#rules);
    const isPeerOfGroup = previous.upstream === failure.peer;
    this.#active.put(isPeerOfGroup ? renamePeers(amended, [previous.upstream], failure.upstream) : amended);
    return current.id;
  }
  /**
   * The incident of an amended failure that `current` has counted until now. A failure whose upstream name becomes
   * known moves to the incident that already has the name; if none has, `current` replaces the address by it. One whose
   * cause becomes known moves from an incident that is not open to the open one that fails of it.
   */
  #findAmendedIncident(failure, previous, current) {
    const upstreams = listUpstreamNames(current);
    if (upstreams.includes(failure.upstream)) {
      if (failure.cause === previous.cause || current.state.type === 'open') return current;
      const found = this.#findIncident(failure);
      return found?.state.type === 'open' ? found : current;
    }
    return this.#findIncident(failure) ?? (upstreams.includes(previous.upstream) ? current : undefined);
  }
  /** Counts a failure at its incident, which may open or turn out to be the same fault as others. */
  #add(failure, emptiedBy) {
    const emptying =
      emptiedBy && this.#matcher.findEmptying(failure, emptiedBy, this.#active.candidatesAt(failure.at));
    const found = emptying ?? this.#findIncident(failure);
    const incident = withEmptyingCause(found ?? this.#active.create(failure), emptiedBy);
    const isBelowThreshold =
      incident.state.type !== 'open' && this.#monitor.isBelowThreshold(incident, failure);
    const changed = mergeSameFault(
      {
        before: incident,
        after: advanceIncident(incident, { type: 'failed', failure, isBelowThreshold }, this.#rules),
        failure,
        isBelowThreshold,
        listOthers: () => this.#active.candidatesAt(failure.at).filter(({ id }) => id !== incident.id),
        isDnsZoneDown: (dnsZone) => this.#monitor.isDnsZoneDown(dnsZone, failure.at),
        answeringPeers: this.#answeringPeers,
      },
      this.#rules,
    );
    const unexplained = emptiedBy === null ? [] : this.#listUnexplained(failure, [incident, ...changed]);
    for (const changedIncident of mergeUnexplained(changed, unexplained, failure.at))
      this.#active.put(withUsualAnswers(changedIncident, failure, this.#routeAnswers));
    this.#incidentIds.set(failure.key, incident.id);
    return incident.id;
  }
  /** Other incidents of requests that found this group empty before it was known why. */
  #listUnexplained({ upstream, at }, explained) {
    return this.#active
      .candidatesAt(at)
      .filter(
        (incident) =>
          incident.state.type !== 'resolved' &&
          incident.emptiedBy === null &&
          affectsUpstream(incident, upstream) &&
          incident.causes.every(({ cause }) => isAftermath(cause)) &&
          !explained.some(({ id }) => id === incident.id),
      );
  }
  #findIncident(failure) {
    return this.#matcher.findIncident(failure, this.#active.candidatesAt(failure.at));
  }
  /** Counts requests to an upstream, whatever their outcome: whether five failures are many depends on them. */
  recordRequests(upstream, at, requests = 1, client = null) {
    this.#monitor.recordRequests(upstream, at, requests, client);
  }
  /** The clients seen lately, to be stored; undefined if that can wait. */
  takeClients(now) {
    return this.#monitor.clients.takeChanged(now);
  }
  /** Counts a request for a route, whatever its outcome: where no record names the upstream, a share is of these. */
  recordRoute(requested, at, isServed = false) {
    this.#monitor.latestByRoute.requests.add(requested, at, isServed);
  }
  /** Notes that a peer of an upstream gave a good answer. */
  recordAnswer(upstream, peer, at) {
    this.#answeringPeers.recordAnswer(peer, at);
    if (upstream !== null) this.emptyGroups.recordAnswer(upstream, at);
  }
  /** Notes what a good answer was like. */
  recordRouteAnswer(requested, durationMs, headerBytes, at) {
    this.#routeAnswers.add(requested, durationMs, headerBytes, at);
  }
  /** True when an incident could recover by good requests. */
  get hasActiveIncidents() {
    return this.#active.size > 0;
  }
  /** Counts successful requests towards the recovery of the incidents at their upstream or routes. */
  recordSuccesses(successes) {
    if (this.#active.size > 0) this.#successes.add(successes);
  }
  /** Counts the good requests since the last call: an incident is copied once, however many of them are its own. */
  #countSuccesses() {
    const successes = this.#successes.drain();
    if (successes.length === 0) return;
    for (const incident of this.#active.all()) {
      const counted = advanceIncident(incident, { type: 'succeeded', successes }, this.#rules);
      if (counted !== incident) this.#active.put(counted);
    }
  }
  /** Grades and resolves open incidents, and forgets those that can no longer reopen. */
  evaluate(now) {
    this.#countSuccesses();
    this.#countRequests();
    for (const incident of this.#active.all()) {
      if (incident.state.type !== 'open') continue;
      const severity = this.#monitor.gradeSeverity(incident, now);
      const graded = advanceIncident(incident, { type: 'graded', severity }, this.#rules);
      const evaluated = advanceIncident(graded, { type: 'evaluated', now }, this.#rules);
      if (evaluated !== incident) this.#active.put(evaluated);
    }
    this.#active.evictExpired(now);
  }
  /** Counts the latest requests at the upstreams of each incident, before its share is needed. */
  #countRequests() {
    for (const incident of this.#active.all()) {
      if (incident.mergedIntoId !== null) continue;
      const counted = noteBusiestSecond(
        countIncidentRequests(incident, this.#monitor),
        this.#monitor.latest.requests,
      );
      if (counted === incident) continue;
      // What follows the last failure counts only if another one comes, and is stored with that.
      if (incident.state.type === 'open' || hasNewTraffic(counted, incident)) this.#active.put(counted);
      else this.#active.refresh(counted);
    }
    const { latest, latestByRoute } = this.#monitor;
    for (const times of [latest.requests, latest.failed, latestByRoute.requests, latestByRoute.failed])
      times.markRead();
  }
  /** Takes over an incident that an operator changed: acknowledged, resolved, corrected, merged or split. */
  replace(incident) {
    this.#active.replace(incident);
  }
  /** The active incidents and the counters, to resume from after a restart. */
  state() {
    return { incidents: this.#active.all(), counters: this.#active.counters() };
  }
  /** The incidents that changed since the last call. */
  takeChanged() {
    return this.#active.takeChanged();
  }
}
/** Failures whose incident is remembered for amendments: as many as the correlator may amend. */
const assignedFailuresMax = 5_000;
