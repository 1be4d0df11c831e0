import type { Failure } from '../diagnose/failure.js';
import {
  countFailures,
  type Incident,
  type IncidentId,
  type IncidentNumber,
  type RecoveryRule,
} from './incident.js';
import { createIncident } from './lifecycle.js';

/** Where the count of incidents stands. */
export type IncidentCounters = { readonly nextId: IncidentId; readonly nextNumber: IncidentNumber };

/** So many that have not opened are remembered. */
export const pendingIncidentsMax = 500;

/** The incidents that are not at rest, and which of them changed. Whoever opens gets a number. */
export class ActiveIncidents {
  readonly #incidents: Map<number, Incident>;
  readonly #changed = new Set<number>();
  readonly #recovery: RecoveryRule;
  #counters: IncidentCounters;

  constructor(incidents: readonly Incident[], counters: IncidentCounters, recovery: RecoveryRule) {
    this.#incidents = new Map(incidents.map((incident) => [incident.id, incident]));
    this.#counters = counters;
    this.#recovery = recovery;
  }

  all(): readonly Incident[] {
    return [...this.#incidents.values()];
  }

  counters(): IncidentCounters {
    return this.#counters;
  }

  /** Those that a failure at this time may belong to. */
  candidatesAt(at: number): readonly Incident[] {
    return this.all().filter((incident) => !this.#isExpired(incident, at));
  }

  /** The incident with this row number, or the one that it has become a part of. */
  findCurrent(id: IncidentId | undefined): Incident | undefined {
    const incident = this.#incidents.get(id ?? -1);
    return incident === undefined || incident.mergedIntoId === null
      ? incident
      : this.findCurrent(incident.mergedIntoId);
  }

  /** A new incident, which is in here once it is put. */
  create(failure: Failure): Incident {
    const incident = createIncident(this.#counters.nextId, failure);
    this.#counters = { ...this.#counters, nextId: incident.id + 1 };
    return incident;
  }

  put(incident: Incident): void {
    const numbered =
      incident.state.type === 'open' && incident.number === null ? this.#assignNumber(incident) : incident;
    this.#incidents.set(numbered.id, numbered);
    this.#changed.add(numbered.id);
  }

  /** Takes over what somebody did by hand: an acknowledgement, two that are one, one that is two. */
  replace(incident: Incident): void {
    const { id, number, state } = incident;
    if (this.#incidents.has(id) || state.type === 'open') this.#incidents.set(id, incident);
    const { nextId, nextNumber } = this.#counters;
    this.#counters = {
      nextId: Math.max(nextId, id + 1),
      nextNumber: Math.max(nextNumber, (number ?? 0) + 1),
    };
  }

  /** Forgets what has been at rest too long to reopen. Logs are read late, so it stays for a while beyond that. */
  evictExpired(now: number): void {
    const { reopenMs, quietMs } = this.#recovery;
    for (const { id, state, lastFailureAt } of this.#incidents.values()) {
      const restingSinceAt = state.type === 'resolved' ? state.resolvedAt : lastFailureAt;
      const isExpired = state.type !== 'open' && now - restingSinceAt > reopenMs + quietMs;
      if (isExpired && !this.#changed.has(id)) this.#incidents.delete(id);
    }
    this.#evictSurplus();
  }

  /** Clients can make up upstreams, and each has an incident that is watched: those with least behind them go. */
  #evictSurplus(): void {
    const pending = this.all().filter(
      ({ state, mergedIntoId }) => state.type === 'pending' && mergedIntoId === null,
    );
    if (pending.length <= pendingIncidentsMax) return;
    const leastSeriousFirst = pending.sort(
      (a, b) => countFailures(a) - countFailures(b) || a.lastFailureAt - b.lastFailureAt,
    );
    for (const { id } of leastSeriousFirst.slice(0, pending.length - pendingIncidentsMax))
      if (!this.#changed.has(id)) this.#incidents.delete(id);
  }

  /** The incidents that changed since the last call. */
  takeChanged(): readonly Incident[] {
    const changed = [...this.#changed].flatMap((id) => this.#incidents.get(id) ?? []);
    this.#changed.clear();
    // What something has become a part of is there before it.
    return changed.sort((a, b) => Number(a.mergedIntoId !== null) - Number(b.mergedIntoId !== null));
  }

  #isExpired({ state, mergedIntoId, lastFailureAt }: Incident, at: number): boolean {
    if (mergedIntoId !== null) return true;
    // A stray failure long before is not how an outage began.
    if (state.type === 'pending') return at - lastFailureAt > this.#recovery.quietMs;
    return state.type === 'resolved' && at - state.resolvedAt > this.#recovery.reopenMs;
  }

  #assignNumber(incident: Incident): Incident {
    const number = this.#counters.nextNumber;
    this.#counters = { ...this.#counters, nextNumber: number + 1 };
    return { ...incident, number };
  }
}
