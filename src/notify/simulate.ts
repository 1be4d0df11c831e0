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
import type { NotificationState, NotifyReason } from './decide-notification.js';
import { decideNotification } from './decide-notification.js';
import { isWithinQuietHours, type NotificationPolicy } from './policy.js';
import { findSilenceState, type Silence } from './silence.js';

/** One thing that the channel would have heard: a message of its own, or a line in a thread. Edits are not heard. */
export type SimulatedNotification = {
  readonly at: number;
  readonly postedAs: 'message' | 'line' | 'broadcast';
  readonly reason: NotifyReason;
  /** As it was then. */
  readonly incident: Incident;
};

/** The settings that decide what is told. */
export type SimulationSettings = {
  readonly rules: IncidentRules;
  readonly policy: NotificationPolicy;
  readonly silences: readonly Silence[];
  readonly timezone: string;
};

/** Requests of one upstream, as far as is known through which gateway. */
type ServedRequests = Omit<UpstreamTraffic, 'minute'> & Pick<SuccessfulRequests, 'gatewayHost'>;

/** How often the survey looks. */
const evaluateIntervalMs = 1_000;

/**
 * Plays failures and requests through the same filing and the same verdicts as the running program, without a clock and
 * without a channel: what would have been told, and when. Everything is given in order of time.
 */
export class Simulation {
  readonly #tracker: IncidentTracker;
  readonly #settings: SimulationSettings;
  /** Those that are open, or whose end was not told yet. */
  readonly #active = new Map<number, Incident>();
  readonly #states: Map<number, NotificationState>;
  /** The routes and dialects that silences may be about. */
  readonly #traits = new Map<number, IncidentTraits>();
  /** Those that the channel had heard of, by what they have become a part of. */
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

  /** A failure, or what later lines told about one; what was heard until then. */
  recordFailure(update: FailureUpdate): readonly SimulatedNotification[] {
    const notifications = this.advanceTime(update.failure.at);
    const { incidentId, failure } = this.#tracker.track(update);
    const incidentTraits = this.#traits.get(incidentId) ?? { routes: new Set(), gateways: new Set() };
    if (failure.route !== null && incidentTraits.routes.size < routesMax)
      incidentTraits.routes.add(failure.route);
    incidentTraits.gateways.add(failure.gateway);
    this.#traits.set(incidentId, incidentTraits);
    return notifications;
  }

  /** Requests that were served, and how many of them well; what was heard until then. */
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

  /** Lets time pass; what is heard meanwhile. */
  advanceTime(now: number): readonly SimulatedNotification[] {
    const notifications: SimulatedNotification[] = [];
    while (this.#now + evaluateIntervalMs <= now) {
      notifications.push(...this.#evaluate(this.#now + evaluateIntervalMs));
      // While nothing is open nothing turns by time alone.
      if (this.#active.size === 0)
        this.#now = Math.max(this.#now, now - (now % evaluateIntervalMs) - evaluateIntervalMs);
    }
    return notifications;
  }

  /** What the channel has heard of each incident. */
  listStates(): ReadonlyMap<number, NotificationState> {
    return this.#states;
  }

  /** What it would go on from after a restart, but for what its watch has seen. */
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
/** More routes than this are no matter of one route. */
const routesMax = 100;
