import { countFailures } from './incident.js';
import { createIncident } from './lifecycle.js';
/** Maximum number of pending incidents kept in memory. */
export const pendingIncidentsMax = 500;
/** The incidents that may still change, and which of them did. Assigns a number to an incident that opens. */
export class ActiveIncidents {
  #incidents;
  #changed = new Set();
  #recovery;
  #counters;
  constructor(incidents, counters, recovery) {
    this.#incidents = new Map(incidents.map((incident) => [incident.id, incident]));
    this.#counters = counters;
    this.#recovery = recovery;
  }
  all() {
    return [...this.#incidents.values()];
  }
  get size() {
    return this.#incidents.size;
  }
  counters() {
    return this.#counters;
  }
  /** Incidents that a failure at this time may belong to. */
  candidatesAt(at) {
    return this.all().filter((incident) => !this.#isExpired(incident, at));
  }
  /** The incident with this row id, or the one that it was merged into. */
  findCurrent(id) {
    const incident = this.#incidents.get(id ?? -1);
    return incident === undefined || incident.mergedIntoId === null
      ? incident
      : this.findCurrent(incident.mergedIntoId);
  }
  /** A new incident for this failure; `put` adds it. */
  create(failure) {
    const incident = createIncident(this.#counters.nextId, failure);
    this.#counters = { ...this.#counters, nextId: incident.id + 1 };
    return incident;
  }
  /** Adds or replaces an incident. */
  put(incident) {
    const numbered =
      incident.state.type === 'open' && incident.number === null ? this.#assignNumber(incident) : incident;
    this.#incidents.set(numbered.id, numbered);
    this.#changed.add(numbered.id);
  }
  /** Replaces an incident by a version that need not be stored. */
  refresh(incident) {
    this.#incidents.set(incident.id, incident);
  }
  /** Takes over an incident that an operator changed and that is stored already, with the numbers given to it. */
  replace(incident) {
    const { id, number, state } = incident;
    if (this.#incidents.has(id) || state.type === 'open') this.#incidents.set(id, incident);
    const { nextId, nextNumber } = this.#counters;
    this.#counters = {
      nextId: Math.max(nextId, id + 1),
      nextNumber: Math.max(nextNumber, (number ?? 0) + 1),
    };
  }
  /** Forgets incidents that can no longer reopen. They stay `quietMs` longer, as logs may be read late. */
  evictExpired(now) {
    const { reopenMs, quietMs } = this.#recovery;
    for (const { id, state, lastFailureAt } of this.#incidents.values()) {
      const inactiveSinceAt = state.type === 'resolved' ? state.resolvedAt : lastFailureAt;
      const isExpired = state.type !== 'open' && now - inactiveSinceAt > reopenMs + quietMs;
      if (isExpired && !this.#changed.has(id)) this.#incidents.delete(id);
    }
    this.#evictSurplus();
  }
  /**
   * Clients can make up upstreams, each with a pending incident: evicts those with the fewest and oldest failures.
   */
  #evictSurplus() {
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
  takeChanged() {
    const changed = [...this.#changed].flatMap((id) => this.#incidents.get(id) ?? []);
    this.#changed.clear();
    // Merged incidents last: the one that they refer to must be stored first.
    return changed.sort((a, b) => Number(a.mergedIntoId !== null) - Number(b.mergedIntoId !== null));
  }
  #isExpired({ state, mergedIntoId, lastFailureAt }, at) {
    if (mergedIntoId !== null) return true;
    // A single failure long before is not the start of an outage.
    if (state.type === 'pending') return at - lastFailureAt > this.#recovery.quietMs;
    return state.type === 'resolved' && at - state.resolvedAt > this.#recovery.reopenMs;
  }
  #assignNumber(incident) {
    const number = this.#counters.nextNumber;
    this.#counters = { ...this.#counters, nextNumber: number + 1 };
    return { ...incident, number };
  }
}
