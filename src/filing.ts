import { isAftermath } from './aftermath.js';
import type { FiledSighting } from './batch.js';
import { type Ejection, Ejections } from './ejections.js';
import type { Failure, Sighting } from './failure.js';
import { advance, begin, type Incident, type Rules, upstreamsOf } from './incident.js';
import { areKin, mayHaveEmptied } from './kinship.js';

/** Where the count of incidents stands. */
export type Counters = { readonly nextId: number; readonly nextNumber: number };

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
  #counters: Counters;
  readonly #rules: Rules;
  readonly #membersOf: MembersOf;

  constructor(
    incidents: readonly Incident[],
    counters: Counters,
    rules: Rules,
    membersOf: MembersOf = () => [],
  ) {
    this.#incidents = new Map(incidents.map((incident) => [incident.id, incident]));
    this.#counters = counters;
    this.#rules = rules;
    this.#membersOf = membersOf;
  }

  file({ failure, was }: Sighting): FiledSighting {
    const known = this.#incidents.get(this.#filed.get(failure.key) ?? -1);
    // After a restart only the incident is known, not which failures it has.
    const before = was === null ? undefined : (known ?? this.#belongsTo(was));
    if (was !== null && before !== undefined) {
      const home = this.#homeAfter(before, failure, was);
      if (home === before) {
        this.#put(advance(before, { type: 'amended', failure, was }, this.#rules));
        return { failure, was, incident: before.id };
      }
      this.#put(advance(before, { type: 'retracted', was }, this.#rules));
    }
    const incident = this.#belongsTo(failure) ?? this.#begin(failure);
    this.#put(advance(incident, { type: 'failed', failure }, this.#rules));
    remember(this.#filed, failure.key, incident.id, filedMax);
    return { failure, was, incident: incident.id };
  }

  /** A good request on an upstream counts towards the recovery of what is open there. */
  succeeded(upstream: string | null, at: number): void {
    for (const incident of this.#incidents.values()) {
      if (incident.state.name === 'open' && upstreamsOf(incident).includes(upstream)) {
        this.#put(advance(incident, { type: 'succeeded', at, upstream }, this.#rules));
      }
    }
  }

  /** A peer was taken out of its group: what failed there may be why others find the group empty. */
  ejected(ejection: Ejection): void {
    this.#ejections.add(ejection);
  }

  /** Looks whether anything is over, and forgets what has been at rest too long to reopen. */
  look(now: number): void {
    for (const incident of this.#incidents.values()) {
      const after = advance(incident, { type: 'looked', now }, this.#rules);
      if (after !== incident) this.#put(after);
      const restsFor = now - incident.lastFailureAt;
      const forgotten =
        this.#rules.recovery.reopenMs + this.#rules.recovery.quietMs + this.#rules.opening.windowMs;
      if (after.state.name !== 'open' && restsFor > forgotten && !this.#changed.has(incident.id)) {
        this.#incidents.delete(incident.id);
      }
    }
  }

  /** Takes over what somebody did by hand, such as an acknowledgement. */
  replace(incident: Incident): void {
    if (this.#incidents.has(incident.id)) this.#incidents.set(incident.id, incident);
  }

  /** The incidents that changed since the last call. */
  takeChanged(): readonly Incident[] {
    const changed = [...this.#changed].flatMap((id) => this.#incidents.get(id) ?? []);
    this.#changed.clear();
    return changed;
  }

  #belongsTo(failure: Failure): Incident | undefined {
    const { cause, upstream, at } = failure;
    const alive = [...this.#incidents.values()].filter((incident) => !this.#isPast(incident, at));
    const here = alive.filter((incident) => incident.upstream === upstream);
    const same = here.filter(({ causes }) => causes.some((entry) => entry.cause === cause));
    const kin = here.filter((incident) => areKin(incident, failure));
    return (
      openFirst(same) ?? openFirst(kin) ?? (isAftermath(cause) ? this.#emptier(failure, alive) : undefined)
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
    const isLearned = members.includes(incident.upstream ?? '');
    return isLearned ? { ...incident, upstream: failure.upstream } : incident;
  }

  /**
   * Where an amended failure belongs. When the name of its upstream has become known, it joins the incident that is
   * already there under that name; else its own incident takes the name, if it had none either.
   */
  #homeAfter(before: Incident, failure: Failure, was: Failure): Incident | undefined {
    if (failure.upstream === before.upstream) return before;
    return this.#belongsTo(failure) ?? (before.upstream === was.upstream ? before : undefined);
  }

  #isPast({ state }: Incident, at: number): boolean {
    return state.name === 'resolved' && at - state.resolvedAt > this.#rules.recovery.reopenMs;
  }

  #begin(failure: Failure): Incident {
    const incident = begin(this.#counters.nextId, failure);
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

function remember(map: Map<string, number>, key: string, value: number, max: number): void {
  map.set(key, value);
  if (map.size > max) for (const oldest of map.keys()) return void map.delete(oldest);
}

const openFirst = (incidents: readonly Incident[]) =>
  incidents.find(({ state }) => state.name === 'open') ?? incidents.at(-1);
