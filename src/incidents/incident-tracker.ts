import { dropOldest } from '../base/oldest.js';
import { isAftermath } from '../diagnose/aftermath.js';
import type { Failure, Sighting } from '../diagnose/failure.js';
import { type Counters, Docket, serviceOf } from './active-incidents.js';
import { type Good, joined } from './affected-upstream.js';
import { type Ejection, Ejections } from './ejections.js';
import { nothingWatched, Watch, type Watched } from './impact-monitor.js';
import { type Incident, type Rules, upstreamsOf } from './incident.js';
import { advance } from './lifecycle.js';
import { struck } from './open-incident.js';
import { joinsAtOnce } from './same-fault.js';
import { areKin, mayHaveEmptied } from './same-outage.js';

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
  readonly #docket: Docket;
  readonly #filed = new Map<string, number>();
  /** The incident that emptied a group, by the group and the host of those who found it empty. */
  readonly #followed = new Map<string, number>();
  readonly #ejections = new Ejections();
  readonly #watch: Watch;
  readonly #rules: Rules;
  readonly #membersOf: MembersOf;

  constructor({ incidents, counters, watched }: Filed, rules: Rules, membersOf: MembersOf = () => []) {
    this.#docket = new Docket(incidents, counters, rules.recovery);
    this.#watch = new Watch(watched, rules.opening);
    this.#rules = rules;
    this.#membersOf = membersOf;
  }

  file(sighting: Sighting): FiledSighting {
    const { failure, was } = sighting;
    this.#watch.saw(sighting);
    const known = this.#docket.whole(this.#filed.get(failure.key));
    // After a restart only the incident is known, not which failures it has.
    const before = was === null ? undefined : (known ?? this.#belongsTo(was));
    if (was !== null && before !== undefined) {
      const home = this.#homeAfter(before, failure, was);
      if (home === before) {
        const after = advance(before, { type: 'amended', failure, was }, this.#rules);
        this.#docket.put(
          was.upstream === failure.peer ? regroup(after, [was.upstream], failure.upstream) : after,
        );
        return { failure, was, incident: before.id };
      }
      this.#docket.put(advance(before, { type: 'retracted', was }, this.#rules));
    }
    const incident = this.#belongsTo(failure) ?? this.#docket.begin(failure);
    const held = incident.state.name !== 'open' && this.#watch.holds(incident, failure);
    const others = () => this.#docket.alive(failure.at).filter(({ id }) => id !== incident.id);
    for (const each of struck(
      { incident, failure, held, others, isDown: (zone) => this.#watch.isDown(zone, failure.at) },
      this.#rules,
    ))
      this.#docket.put(each);
    remember(this.#filed, failure.key, incident.id, filedMax);
    return { failure, was, incident: incident.id };
  }

  /** A request on an upstream, whatever came of it: five failures are many or few by what else went through. */
  served(upstream: string | null, at: number, requests = 1, client: string | null = null): void {
    this.#watch.served(upstream, at, requests, client);
  }

  /** A good request on an upstream counts towards the recovery of what is open there. */
  succeeded(good: Good): void {
    for (const incident of this.#docket.all()) {
      if (incident.state.name === 'resolved' || !isAt(incident, good.upstream)) continue;
      const after = advance(incident, { type: 'succeeded', ...good }, this.#rules);
      // What is merely watched has nothing to prove: only what is learned of its gateway matters.
      if (after.state.name === 'open' || isInformed(after, incident)) this.#docket.put(after);
    }
  }

  /** A peer was taken out of its group: what failed there may be why others find the group empty. True when it is news. */
  ejected(ejection: Ejection): boolean {
    return this.#ejections.add(ejection);
  }

  /** Looks whether anything is over, and forgets what has been at rest too long to reopen. */
  look(now: number): void {
    for (const incident of this.#docket.all()) {
      const after = this.#looked(incident, now);
      if (after !== incident) this.#docket.put(after);
    }
    this.#docket.forgetAtRest(now);
  }

  /** Takes over what somebody did by hand: an acknowledgement, two that are one, one that is two. */
  replace(incident: Incident): void {
    this.#docket.replace(incident);
  }

  /** All that is not at rest, and where the count stands: what a restart goes on from. */
  state(): Omit<Filed, 'watched'> {
    return { incidents: this.#docket.all(), counters: this.#docket.counters() };
  }

  /** The incidents that changed since the last call. */
  takeChanged(): readonly Incident[] {
    return this.#docket.takeChanged();
  }

  #belongsTo(failure: Failure): Incident | undefined {
    const { cause, upstream, at } = failure;
    const alive = this.#docket.alive(at);
    const service = serviceOf(failure);
    const here = alive.filter(
      (incident) => isAt(incident, upstream) || (service !== null && incident.service === service),
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

  #looked(incident: Incident, now: number): Incident {
    if (incident.state.name !== 'open') return incident;
    const severity = this.#watch.severityOf(incident, now);
    const weighed = advance(incident, { type: 'weighed', severity }, this.#rules);
    return advance(weighed, { type: 'looked', now }, this.#rules);
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
  if (map.size > max) dropOldest(map);
}

/** Asked of all incidents for each record. */
const isAt = ({ branches }: Incident, upstream: string | null): boolean =>
  branches.some((branch) => branch.upstream === upstream);

const isInformed = ({ branches }: Incident, before: Incident): boolean =>
  branches.some(({ passage }, at) => passage !== before.branches[at]?.passage);

const openFirst = (incidents: readonly Incident[]) =>
  incidents.find(({ state }) => state.name === 'open') ?? incidents.at(-1);

/** A sighting and the incident that it belongs to. */
export type FiledSighting = Sighting & { readonly incident: number };
