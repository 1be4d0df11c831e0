import { dropOldest } from '../base/oldest.js';
import { isAftermath } from '../diagnose/aftermath.js';
import type { Failure, FailureUpdate } from '../diagnose/failure.js';
import { ActiveIncidents, deriveServiceName, type IncidentCounters } from './active-incidents.js';
import { mergeUpstreams, type SuccessfulRequests } from './affected-upstream.js';
import { type Ejection, RecentEjections } from './ejections.js';
import { emptyImpactState, ImpactMonitor, type ImpactState } from './impact-monitor.js';
import { type Incident, type IncidentId, type IncidentRules, listUpstreamNames } from './incident.js';
import { advanceIncident } from './lifecycle.js';
import { applyFailure } from './open-incident.js';
import { canJoinAtOnce } from './same-fault.js';
import { canHaveEmptiedGroup, isSameOutage } from './same-outage.js';

/** What the filing goes on from after a restart. */
export type TrackerState = {
  /** Not at rest, or resolved so recently that they may reopen. */
  readonly incidents: readonly Incident[];
  readonly counters: IncidentCounters;
  readonly impactState: ImpactState;
};

export const emptyTrackerState: TrackerState = {
  incidents: [],
  counters: { nextId: 1, nextNumber: 1 },
  impactState: emptyImpactState,
};

/** Failures whose incident is remembered, so that an amendment finds it. As many as the pairing may amend. */
const assignedFailuresMax = 5_000;

/** Upstreams of which it is remembered whose aftermath they suffer. */
const emptiedGroupsMax = 500;

/** The addresses that are known to be peers of a group. */
export type FindGroupMembers = (group: string) => readonly string[];

/** Files each sighting under the incident that it belongs to, and keeps the incidents that are not at rest. */
export class IncidentTracker {
  readonly #active: ActiveIncidents;
  readonly #incidentIds = new Map<string, number>();
  /** The incident that emptied a group, by the group and the host of those who found it empty. */
  readonly #emptyingIncidentIds = new Map<string, number>();
  readonly #ejections = new RecentEjections();
  readonly #monitor: ImpactMonitor;
  readonly #rules: IncidentRules;
  readonly #findMembers: FindGroupMembers;

  constructor(
    { incidents, counters, impactState }: TrackerState,
    rules: IncidentRules,
    findMembers: FindGroupMembers = () => [],
  ) {
    this.#active = new ActiveIncidents(incidents, counters, rules.recovery);
    this.#monitor = new ImpactMonitor(impactState, rules.opening);
    this.#rules = rules;
    this.#findMembers = findMembers;
  }

  track(update: FailureUpdate): AssignedFailure {
    const { failure, previous } = update;
    this.#monitor.recordFailure(update);
    const current = this.#active.findCurrent(this.#incidentIds.get(failure.key));
    // After a restart only the incident is known, not which failures it has.
    const before = previous === null ? undefined : (current ?? this.#findIncident(previous));
    if (previous !== null && before !== undefined) {
      const target = this.#findAmendedIncident(before, failure, previous);
      if (target === before) {
        const updated = advanceIncident(before, { type: 'amended', failure, previous }, this.#rules);
        this.#active.put(
          previous.upstream === failure.peer
            ? renamePeersToGroup(updated, [previous.upstream], failure.upstream)
            : updated,
        );
        return { failure, previous, incidentId: before.id };
      }
      this.#active.put(advanceIncident(before, { type: 'retracted', previous }, this.#rules));
    }
    const incident = this.#findIncident(failure) ?? this.#active.create(failure);
    const isBelowThreshold =
      incident.state.type !== 'open' && this.#monitor.isBelowThreshold(incident, failure);
    const listOthers = () => this.#active.candidatesAt(failure.at).filter(({ id }) => id !== incident.id);
    for (const changed of applyFailure(
      {
        incident,
        failure,
        isBelowThreshold,
        listOthers,
        isDnsZoneDown: (dnsZone) => this.#monitor.isDnsZoneDown(dnsZone, failure.at),
      },
      this.#rules,
    ))
      this.#active.put(changed);
    setBounded(this.#incidentIds, failure.key, incident.id, assignedFailuresMax);
    return { failure, previous, incidentId: incident.id };
  }

  /** A request on an upstream, whatever came of it: five failures are many or few by what else went through. */
  recordRequests(upstream: string | null, at: number, requests = 1, client: string | null = null): void {
    this.#monitor.recordRequests(upstream, at, requests, client);
  }

  /** A good request on an upstream counts towards the recovery of what is open there. */
  recordSuccesses(successes: SuccessfulRequests): void {
    for (const incident of this.#active.all()) {
      if (incident.state.type === 'resolved' || !affectsUpstream(incident, successes.upstream)) continue;
      const updated = advanceIncident(incident, { type: 'succeeded', ...successes }, this.#rules);
      // What is merely watched has nothing to prove: only what is learned of its gateway matters.
      if (updated.state.type === 'open' || hasNewIsolation(updated, incident)) this.#active.put(updated);
    }
  }

  /** A peer was taken out of its group: what failed there may be why others find the group empty. True when it is news. */
  recordEjection(ejection: Ejection): boolean {
    return this.#ejections.add(ejection);
  }

  /** Looks whether anything is over, and forgets what has been at rest too long to reopen. */
  evaluate(now: number): void {
    for (const incident of this.#active.all()) {
      const updated = this.#evaluateIncident(incident, now);
      if (updated !== incident) this.#active.put(updated);
    }
    this.#active.evictExpired(now);
  }

  /** Takes over what somebody did by hand: an acknowledgement, two that are one, one that is two. */
  replace(incident: Incident): void {
    this.#active.replace(incident);
  }

  /** All that is not at rest, and where the count stands: what a restart goes on from. */
  state(): Omit<TrackerState, 'impactState'> {
    return { incidents: this.#active.all(), counters: this.#active.counters() };
  }

  /** The incidents that changed since the last call. */
  takeChanged(): readonly Incident[] {
    return this.#active.takeChanged();
  }

  #findIncident(failure: Failure): Incident | undefined {
    const { cause, upstream, at } = failure;
    const candidates = this.#active.candidatesAt(at);
    const service = deriveServiceName(failure);
    const atSameUpstream = candidates.filter(
      (incident) => affectsUpstream(incident, upstream) || (service !== null && incident.service === service),
    );
    const withSameCause = atSameUpstream.filter(({ causes }) =>
      causes.some((entry) => entry.cause === cause),
    );
    const inSameOutage = atSameUpstream.filter((incident) => isSameOutage(incident, failure));
    return (
      preferOpen(withSameCause) ??
      preferOpen(inSameOutage) ??
      (isAftermath(cause) ? this.#findEmptyingIncident(failure, candidates) : undefined) ??
      candidates.find((incident) => incident.state.type === 'open' && canJoinAtOnce(cause, incident))
    );
  }

  /** The incident elsewhere that emptied the group: at its peers, or in looking up its name. */
  #findEmptyingIncident(failure: Failure, candidates: readonly Incident[]): Incident | undefined {
    const key = `${failure.upstream ?? ''}\n${failure.host ?? ''}`;
    const knownEmptying = candidates.find(({ id }) => id === this.#emptyingIncidentIds.get(key));
    if (knownEmptying !== undefined) return knownEmptying;
    const members = failure.upstream === null ? [] : this.#findMembers(failure.upstream);
    const suspectUpstreams = new Set([...members, ...this.#ejections.findLikelyPeers(failure)]);
    const incident = preferOpen(
      candidates.filter((changed) => canHaveEmptiedGroup(changed, suspectUpstreams, failure)),
    );
    if (incident === undefined) return undefined;
    setBounded(this.#emptyingIncidentIds, key, incident.id, emptiedGroupsMax);
    // What was learned after the first failures: from now on people read the name, and good requests count.
    return renamePeersToGroup(incident, members, failure.upstream);
  }

  /**
   * Where an amended failure belongs. When the name of its upstream has become known, it joins the incident that is
   * already there under that name; else its own incident takes the name, if it had none either.
   */
  #findAmendedIncident(before: Incident, failure: Failure, was: Failure): Incident | undefined {
    const upstreams = listUpstreamNames(before);
    if (upstreams.includes(failure.upstream)) return before;
    return this.#findIncident(failure) ?? (upstreams.includes(was.upstream) ? before : undefined);
  }

  #evaluateIncident(incident: Incident, now: number): Incident {
    if (incident.state.type !== 'open') return incident;
    const severity = this.#monitor.gradeSeverity(incident, now);
    const graded = advanceIncident(incident, { type: 'graded', severity }, this.#rules);
    return advanceIncident(graded, { type: 'evaluated', now }, this.#rules);
  }
}

/** The incident with these peers under the name of their group, once that is known. */
function renamePeersToGroup(
  incident: Incident,
  peers: readonly (string | null)[],
  group: string | null,
): Incident {
  if (group === null) return incident;
  const isPeer = (upstream: string | null) => upstream !== null && peers.includes(upstream);
  const renamed = incident.upstreams.map((affected) =>
    isPeer(affected.upstream) ? { ...affected, upstream: group } : affected,
  );
  const upstreams = mergeUpstreams([], renamed);
  return { ...incident, upstreams, upstream: upstreams[0]?.upstream ?? null };
}

function setBounded(map: Map<string, number>, key: string, value: number, max: number): void {
  map.set(key, value);
  if (map.size > max) dropOldest(map);
}

/** Asked of all incidents for each record. */
const affectsUpstream = ({ upstreams }: Incident, upstream: string | null): boolean =>
  upstreams.some((affected) => affected.upstream === upstream);

const hasNewIsolation = ({ upstreams }: Incident, previous: Incident): boolean =>
  upstreams.some(
    ({ gatewayIsolation: isolation }, index) => isolation !== previous.upstreams[index]?.gatewayIsolation,
  );

const preferOpen = (incidents: readonly Incident[]) =>
  incidents.find(({ state }) => state.type === 'open') ?? incidents.at(-1);

/** A sighting and the incident that it belongs to. */
export type AssignedFailure = FailureUpdate & { readonly incidentId: IncidentId };
