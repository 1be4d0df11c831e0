import type { FailureUpdate } from '../diagnose/failure.js';
import type { SuccessfulRequests } from '../incidents/affected-upstream.js';
import {
  findRootCause,
  type Incident,
  type IncidentId,
  type IncidentRules,
  listUpstreamNames,
} from '../incidents/incident.js';
import { IncidentTracker, type TrackerState } from '../incidents/incident-tracker.js';
import type { LogFormatId } from '../parse/event.js';
import type { UpstreamTraffic } from '../pipeline/batch.js';
import { decideNotification, type NotificationState, type NotifyReason } from './decide-notification.js';
import { isWithinQuietHours, type NotificationPolicy } from './policy.js';
import { findSilenceState, type Silence, silenceRoutesMax } from './silence.js';

/** A message or thread reply that would have been posted. Edits are left out: nobody is notified of them. */
export type SimulatedNotification = {
  readonly at: number;
  readonly postedAs: 'message' | 'line' | 'broadcast';
  readonly reason: NotifyReason;
  /** The incident at that time. */
  readonly incident: Incident;
};

/** Settings that affect notifications. */
export type SimulationSettings = {
  readonly rules: IncidentRules;
  readonly policy: NotificationPolicy;
  readonly silences: readonly Silence[];
  readonly timezone: string;
};

/** Requests of one upstream, with the gateway host where it is known. */
type ServedRequests = Omit<UpstreamTraffic, 'minute'> & Pick<SuccessfulRequests, 'gatewayHost'>;

/** Interval of the running program's notification planner. */
const evaluateIntervalMs = 1_000;

/**
 * Dry run of alerting: feeds failures and requests to the same incident tracker and the same notification decisions as
 * the running program, without a clock and without a channel, and returns what would have been posted. Input is in order
 * of time.
 */
export class Simulation {
  readonly #tracker: IncidentTracker;
  readonly #settings: SimulationSettings;
  /** Incidents that are open, or whose end has not been announced. */
  readonly #active = new Map<number, Incident>();
  readonly #states: Map<number, NotificationState>;
  /** Routes and log formats per incident, which silences can match. */
  readonly #traits = new Map<number, IncidentTraits>();
  /** Announced incidents that were merged, by the incident they were merged into. */
  readonly #absorbed = new Map<number, Set<number>>();
  #now = 0;

  constructor(
    settings: SimulationSettings,
    trackerState: TrackerState,
    states: ReadonlyMap<number, NotificationState> = new Map(),
    now = 0,
  ) {
    this.#now = now;
    this.#tracker = new IncidentTracker(trackerState, settings.rules);
    this.#settings = settings;
    this.#states = new Map(states);
    for (const incident of trackerState.incidents) this.#updateActive(incident);
  }

  /** Adds a failure, new or amended; returns the notifications up to its time. */
  recordFailure(update: FailureUpdate): readonly SimulatedNotification[] {
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
  recordRequests(
    { upstream, requests, successes, gatewayHost }: ServedRequests,
    at: number,
  ): readonly SimulatedNotification[] {
    const notifications = this.advanceTime(at);
    if (requests > 0) this.#tracker.recordRequests(upstream, at, requests);
    if (successes > 0)
      this.#tracker.recordSuccesses({ upstream, at, count: successes, gatewayHost: gatewayHost ?? null });
    return notifications;
  }

  /** Advances the clock; returns the notifications on the way. */
  advanceTime(now: number): readonly SimulatedNotification[] {
    const notifications: SimulatedNotification[] = [];
    while (this.#now + evaluateIntervalMs <= now) {
      notifications.push(...this.#evaluate(this.#now + evaluateIntervalMs));
      // Without active incidents nothing changes by time alone: skip ahead.
      if (this.#active.size === 0)
        this.#now = Math.max(this.#now, now - (now % evaluateIntervalMs) - evaluateIntervalMs);
    }
    return notifications;
  }

  /** The last notified state of each incident. */
  listStates(): ReadonlyMap<number, NotificationState> {
    return this.#states;
  }

  /** The state a restart would resume from, without the impact monitor's. */
  trackerState(): Omit<TrackerState, 'impactState'> {
    return this.#tracker.state();
  }

  #evaluate(now: number): readonly SimulatedNotification[] {
    this.#now = now;
    this.#tracker.evaluate(now);
    for (const incident of this.#tracker.takeChanged()) this.#updateActive(incident);
    return [...this.#active.values()].flatMap((incident) => this.#simulateNotification(incident, now) ?? []);
  }

  #simulateNotification(incident: Incident, at: number): SimulatedNotification | undefined {
    const previous = this.#states.get(incident.id);
    const decision = decideNotification(this.#buildContext(incident, at), previous, at);
    if (incident.state.type !== 'open') this.#forget(incident.id);
    if (decision === undefined) return undefined;
    this.#states.set(incident.id, decision.state);
    const { reason, thread } = decision;
    if (previous === undefined) return { at, postedAs: 'message', reason, incident };
    return thread === 'none' ? undefined : { at, postedAs: thread, reason, incident };
  }

  #buildContext(incident: Incident, now: number) {
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

  #updateActive(incident: Incident): void {
    const isDue = incident.number !== null && this.#states.get(incident.id)?.isResolved === false;
    if (incident.mergedIntoId !== null && this.#states.has(incident.id))
      this.#recordMerge(incident.id, incident.mergedIntoId);
    if (incident.state.type === 'open' || isDue) this.#active.set(incident.id, incident);
    else this.#active.delete(incident.id);
  }

  #recordMerge(childId: number, parentId: number): void {
    const grandchildren = this.#absorbed.get(childId) ?? [];
    this.#absorbed.delete(childId);
    this.#absorbed.set(
      parentId,
      new Set([...(this.#absorbed.get(parentId) ?? []), ...grandchildren, childId]),
    );
  }

  #forget(id: IncidentId): void {
    this.#active.delete(id);
    this.#traits.delete(id);
  }
}

type IncidentTraits = { readonly routes: Set<string>; readonly gateways: Set<LogFormatId> };
