import { findRootCause, listUpstreamNames } from '../incidents/incident.js';
import { IncidentTracker } from '../incidents/incident-tracker.js';
import { decideNotification } from './decide-notification.js';
import { isWithinQuietHours } from './policy.js';
import { findSilenceState, silenceRoutesMax } from './silence.js';

/** Interval of the running program's notification planner. */
const evaluateIntervalMs = 1_000;
/**
 * Dry run of alerting: feeds failures and requests to the same incident tracker and the same notification decisions as
 * the running program, without a clock and without a channel, and returns what would have been posted. Input is in order
 * of time.
 */
export class Simulation {
  #tracker;
  #settings;
  /** Incidents that are open, or whose end has not been announced. */
  #active = new Map();
  #states;
  /** Routes and log formats per incident, which silences can match. */
  #traits = new Map();
  /** Announced incidents that were merged, by the incident they were merged into. */
  #absorbed = new Map();
  #now = 0;
  constructor(settings, trackerState, states = new Map(), now = 0) {
    this.#now = now;
    this.#tracker = new IncidentTracker(trackerState, settings.rules);
    this.#settings = settings;
    this.#states = new Map(states);
    for (const incident of trackerState.incidents) this.#updateActive(incident);
  }
  /** Adds a failure, new or amended; returns the notifications up to its time. */
  recordFailure(update) {
    const notifications = this.advanceTime(update.failure.at);
    const { incidentId, failure } = this.#tracker.track(update);
    if (incidentId === null) return notifications;
    const incidentTraits = this.#traits.get(incidentId) ?? { routes: new Set(), gateways: new Set() };
    if (failure.route !== null && incidentTraits.routes.size < silenceRoutesMax)
      incidentTraits.routes.add(failure.route);
    incidentTraits.gateways.add(failure.gateway);
    this.#traits.set(incidentId, incidentTraits);
    return notifications;
  }
  /** Adds served requests, `good` of them successful; returns the notifications up to `at`. */
  recordRequests({ upstream, requests, successes, gatewayHost }, at) {
    const notifications = this.advanceTime(at);
    if (requests > 0) this.#tracker.recordRequests(upstream, at, requests);
    if (successes > 0)
      this.#tracker.recordSuccesses({ upstream, at, count: successes, gatewayHost: gatewayHost ?? null });
    return notifications;
  }
  /** Advances the clock; returns the notifications on the way. */
  advanceTime(now) {
    const notifications = [];
    while (this.#now + evaluateIntervalMs <= now) {
      notifications.push(...this.#evaluate(this.#now + evaluateIntervalMs));
      // Without active incidents nothing changes by time alone: skip ahead.
      if (this.#active.size === 0)
        this.#now = Math.max(this.#now, now - (now % evaluateIntervalMs) - evaluateIntervalMs);
    }
    return notifications;
  }
  /** The last notified state of each incident. */
  listStates() {
    return this.#states;
  }
  /** The state a restart would resume from, without the impact monitor's. */
  trackerState() {
    return this.#tracker.state();
  }
  #evaluate(now) {
    this.#now = now;
    this.#tracker.evaluate(now);
    for (const incident of this.#tracker.takeChanged()) this.#updateActive(incident);
    return [...this.#active.values()].flatMap((incident) => this.#simulateNotification(incident, now) ?? []);
  }
  #simulateNotification(incident, at) {
    const previous = this.#states.get(incident.id);
    const decision = decideNotification(this.#buildContext(incident, at), previous, at);
    if (incident.state.type !== 'open') this.#forget(incident.id);
    if (decision === undefined) return undefined;
    this.#states.set(incident.id, decision.state);
    const { reason, thread } = decision;
    if (previous === undefined) return { at, postedAs: 'message', reason, incident };
    return thread === 'none' ? undefined : { at, postedAs: thread, reason, incident };
  }
  #buildContext(incident, now) {
    const { silences, policy, timezone } = this.#settings;
    const beganAt = incident.state.type === 'pending' ? now : incident.state.openedAt;
    const incidentTraits = this.#traits.get(incident.id);
    const target = {
      upstreams: listUpstreamNames(incident),
      cause: findRootCause(incident),
      routes: [...(incidentTraits?.routes ?? [])],
      gateways: [...(incidentTraits?.gateways ?? [])],
    };
    return {
      incident,
      peerCount: 0,
      absorbedCount: this.#absorbed.get(incident.id)?.size ?? 0,
      silence: findSilenceState(target, silences, beganAt, now),
      isQuietTime: isWithinQuietHours(policy.quietHours, now, timezone),
      escalateAfterMs: policy.escalateAfterMs,
      hasOwners: policy.owners.length > 0,
    };
  }
  #updateActive(incident) {
    const isDue = incident.number !== null && this.#states.get(incident.id)?.isResolved === false;
    if (incident.mergedIntoId !== null && this.#states.has(incident.id))
      this.#recordMerge(incident.id, incident.mergedIntoId);
    if (incident.state.type === 'open' || isDue) this.#active.set(incident.id, incident);
    else this.#active.delete(incident.id);
  }
  #recordMerge(childId, parentId) {
    const grandchildren = this.#absorbed.get(childId) ?? [];
    this.#absorbed.delete(childId);
    this.#absorbed.set(
      parentId,
      new Set([...(this.#absorbed.get(parentId) ?? []), ...grandchildren, childId]),
    );
  }
  #forget(id) {
    this.#active.delete(id);
    this.#traits.delete(id);
  }
}
