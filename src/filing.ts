import { isAftermath } from './aftermath.js';
import type { FiledSighting } from './batch.js';
import { joined } from './branch.js';
import { type Ejection, Ejections } from './ejections.js';
import type { Failure, Sighting } from './failure.js';
import { joinsAtOnce } from './folding.js';
import { advance, begin, type Incident, type Rules, upstreamsOf } from './incident.js';
import { areKin, mayHaveEmptied } from './kinship.js';
import { struck } from './opening.js';
import { serviceOf } from './service.js';
import { nothingWatched, Watch, type Watched } from './watch.js';

/** Where the count of incidents stands. */
export type Counters = { readonly nextId: number; readonly nextNumber: number };

/** What the filing goes on from after a restart. */
export type Filed = {
  /** Not at rest, or resolved so recently that they may reopen. */
  readonly incidents: readonly Incident[];
  readonly counters: Counters;
  readonly watched: Watched;
};

export const nothingFiled: Filed = {
  incidents: [],
  counters: { nextId: 1, nextNumber: 1 },
  watched: nothingWatched,
};

/** Failures whose incident is remembered, so that an amendment finds it. As many as the pairing may amend. */
const filedMax = 5_000;

/** Upstreams of which it is remembered whose aftermath they suffer. */
const followersMax = 500;

/** The addresses that are known to be peers of a group. */
export type MembersOf = (group: string) => readonly string[];

/** Files each sighting under the incident that it belongs to, and keeps the incidents that are not at rest. */
export class Filing {
  readonly #incidents: Map<number, Incident>;
  readonly #filed = new Map<string, number>();
  readonly #changed = new Set<number>();
  /** The incident that emptied a group, by the group and the host of those who found it empty. */
  readonly #followed = new Map<string, number>();
  readonly #ejections = new Ejections();
  readonly #watch: Watch;
  #counters: Counters;
  readonly #rules: Rules;
  readonly #membersOf: MembersOf;

  constructor({ incidents, counters, watched }: Filed, rules: Rules, membersOf: MembersOf = () => []) {
    this.#incidents = new Map(incidents.map((incident) => [incident.id, incident]));
    this.#counters = counters;
    this.#watch = new Watch(watched, rules.opening);
    this.#rules = rules;
    this.#membersOf = membersOf;
  }

  file(sighting: Sighting): FiledSighting {
    const { failure, was } = sighting;
    this.#watch.saw(sighting);
    const known = this.#whole(this.#filed.get(failure.key));
    // After a restart only the incident is known, not which failures it has.
    const before = was === null ? undefined : (known ?? this.#belongsTo(was));
    if (was !== null && before !== undefined) {
      const home = this.#homeAfter(before, failure, was);
      if (home === before) {
        const after = advance(before, { type: 'amended', failure, was }, this.#rules);
        this.#put(was.upstream === failure.peer ? regroup(after, [was.upstream], failure.upstream) : after);
        return { failure, was, incident: before.id };
      }
      this.#put(advance(before, { type: 'retracted', was }, this.#rules));
    }
    const incident = this.#belongsTo(failure) ?? this.#begin(failure);
    const held = incident.state.name !== 'open' && this.#watch.holds(incident, failure);
    for (const each of struck(incident, failure, held, this.#others(incident), this.#rules)) this.#put(each);
    remember(this.#filed, failure.key, incident.id, filedMax);
    return { failure, was, incident: incident.id };
  }

  /** A request on an upstream, whatever came of it: five failures are many or few by what else went through. */
  served(upstream: string | null, at: number, requests = 1): void {
    this.#watch.served(upstream, at, requests);
  }

  /** A good request on an upstream counts towards the recovery of what is open there. */
  succeeded(upstream: string | null, at: number, requests = 1): void {
    for (const incident of this.#incidents.values()) {
      if (incident.state.name === 'open' && upstreamsOf(incident).includes(upstream)) {
        this.#put(advance(incident, { type: 'succeeded', at, upstream, requests }, this.#rules));
      }
    }
  }

  /** A peer was taken out of its group: what failed there may be why others find the group empty. True when it is news. */
  ejected(ejection: Ejection): boolean {
    return this.#ejections.add(ejection);
  }

  /** Looks whether anything is over, and forgets what has been at rest too long to reopen. */
  look(now: number): void {
    for (const incident of this.#incidents.values()) {
      const after = this.#looked(incident, now);
      if (after !== incident) this.#put(after);
      const restsFor = now - incident.lastFailureAt;
      const forgotten =
        this.#rules.recovery.reopenMs + this.#rules.recovery.quietMs + this.#rules.opening.windowMs;
      if (after.state.name !== 'open' && restsFor > forgotten && !this.#changed.has(incident.id)) {
        this.#incidents.delete(incident.id);
      }
    }
  }

  /** Takes over what somebody did by hand: an acknowledgement, two that are one, one that is two. */
  replace(incident: Incident): void {
    const { id, number, state } = incident;
    if (this.#incidents.has(id) || state.name === 'open') this.#incidents.set(id, incident);
    const { nextId, nextNumber } = this.#counters;
    this.#counters = {
      nextId: Math.max(nextId, id + 1),
      nextNumber: Math.max(nextNumber, (number ?? 0) + 1),
    };
  }

  /** All that is not at rest, and where the count stands: what a restart goes on from. */
  state(): Omit<Filed, 'watched'> {
    return { incidents: [...this.#incidents.values()], counters: this.#counters };
  }

  /** The incidents that changed since the last call. */
  takeChanged(): readonly Incident[] {
    const changed = [...this.#changed].flatMap((id) => this.#incidents.get(id) ?? []);
    this.#changed.clear();
    // What something has become a part of is there before it.
    return changed.sort((one, other) => Number(one.partOf !== null) - Number(other.partOf !== null));
  }

  #belongsTo(failure: Failure): Incident | undefined {
    const { cause, upstream, at } = failure;
    const alive = [...this.#incidents.values()].filter((incident) => !this.#isPast(incident, at));
    const service = serviceOf(failure);
    const here = alive.filter(
      (incident) =>
        upstreamsOf(incident).includes(upstream) || (service !== null && incident.service === service),
    );
    const same = here.filter(({ causes }) => causes.some((entry) => entry.cause === cause));
    const kin = here.filter((incident) => areKin(incident, failure));
    return (
      openFirst(same) ??
      openFirst(kin) ??
      (isAftermath(cause) ? this.#emptier(failure, alive) : undefined) ??
      alive.find((incident) => incident.state.name === 'open' && joinsAtOnce(cause, incident))
    );
  }

  /** The incident elsewhere that emptied the group: at its peers, or in looking up its name. */
  #emptier(failure: Failure, alive: readonly Incident[]): Incident | undefined {
    const key = `${failure.upstream ?? ''}\n${failure.host ?? ''}`;
    const followed = alive.find(({ id }) => id === this.#followed.get(key));
    if (followed !== undefined) return followed;
    const members = failure.upstream === null ? [] : this.#membersOf(failure.upstream);
    const suspects = new Set([...members, ...this.#ejections.behind(failure)]);
    const incident = openFirst(alive.filter((each) => mayHaveEmptied(each, suspects, failure)));
    if (incident === undefined) return undefined;
    remember(this.#followed, key, incident.id, followersMax);
    // What was learned after the first failures: from now on people read the name, and good requests count.
    return regroup(incident, members, failure.upstream);
  }

  /**
   * Where an amended failure belongs. When the name of its upstream has become known, it joins the incident that is
   * already there under that name; else its own incident takes the name, if it had none either.
   */
  #homeAfter(before: Incident, failure: Failure, was: Failure): Incident | undefined {
    const upstreams = upstreamsOf(before);
    if (upstreams.includes(failure.upstream)) return before;
    return this.#belongsTo(failure) ?? (upstreams.includes(was.upstream) ? before : undefined);
  }

  #isPast({ state, partOf, lastFailureAt }: Incident, at: number): boolean {
    const { reopenMs, quietMs } = this.#rules.recovery;
    if (partOf !== null) return true;
    // A stray failure long before is not how an outage began.
    if (state.name === 'watching') return at - lastFailureAt > quietMs;
    return state.name === 'resolved' && at - state.resolvedAt > reopenMs;
  }

  #others({ id, lastFailureAt }: Incident): readonly Incident[] {
    return [...this.#incidents.values()].filter(
      (incident) => incident.id !== id && !this.#isPast(incident, lastFailureAt),
    );
  }

  /** The incident with this row number, or the one that it has become a part of. */
  #whole(id: number | undefined): Incident | undefined {
    const incident = this.#incidents.get(id ?? -1);
    return incident === undefined || incident.partOf === null ? incident : this.#whole(incident.partOf);
  }

  #looked(incident: Incident, now: number): Incident {
    if (incident.state.name !== 'open') return incident;
    const severity = this.#watch.severityOf(incident, now);
    const weighed = advance(incident, { type: 'weighed', severity }, this.#rules);
    return advance(weighed, { type: 'looked', now }, this.#rules);
  }

  #begin(failure: Failure): Incident {
    const incident = begin(this.#counters.nextId, failure, serviceOf(failure));
    this.#counters = { ...this.#counters, nextId: incident.id + 1 };
    return incident;
  }

  #put(incident: Incident): void {
    const named =
      incident.state.name === 'open' && incident.number === null ? this.#number(incident) : incident;
    this.#incidents.set(named.id, named);
    this.#changed.add(named.id);
  }

  #number(incident: Incident): Incident {
    const number = this.#counters.nextNumber;
    this.#counters = { ...this.#counters, nextNumber: number + 1 };
    return { ...incident, number };
  }
}

/** The incident with these peers under the name of their group, once that is known. */
function regroup(incident: Incident, peers: readonly (string | null)[], group: string | null): Incident {
  if (group === null) return incident;
  const isPeer = (upstream: string | null) => upstream !== null && peers.includes(upstream);
  const named = incident.branches.map((branch) =>
    isPeer(branch.upstream) ? { ...branch, upstream: group } : branch,
  );
  const branches = joined([], named);
  return { ...incident, branches, upstream: branches[0]?.upstream ?? null };
}

function remember(map: Map<string, number>, key: string, value: number, max: number): void {
  map.set(key, value);
  if (map.size > max) for (const oldest of map.keys()) return void map.delete(oldest);
}

const openFirst = (incidents: readonly Incident[]) =>
  incidents.find(({ state }) => state.name === 'open') ?? incidents.at(-1);
