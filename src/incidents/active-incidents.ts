import type { Failure } from '../diagnose/failure.js';
import { nothingKnown, subjectOf } from '../diagnose/fix-target.js';
import { failuresOf, type Incident, type Recovery } from './incident.js';
import { begin } from './lifecycle.js';

/** Where the count of incidents stands. */
export type Counters = { readonly nextId: number; readonly nextNumber: number };

/** So many that have not opened are remembered. */
export const watchedMax = 500;

/** The incidents that are not at rest, and which of them changed. Whoever opens gets a number. */
export class Docket {
  readonly #incidents: Map<number, Incident>;
  readonly #changed = new Set<number>();
  readonly #recovery: Recovery;
  #counters: Counters;

  constructor(incidents: readonly Incident[], counters: Counters, recovery: Recovery) {
    this.#incidents = new Map(incidents.map((incident) => [incident.id, incident]));
    this.#counters = counters;
    this.#recovery = recovery;
  }

  all(): readonly Incident[] {
    return [...this.#incidents.values()];
  }

  counters(): Counters {
    return this.#counters;
  }

  /** Those that a failure at this time may belong to. */
  alive(at: number): readonly Incident[] {
    return this.all().filter((incident) => !this.#isPast(incident, at));
  }

  /** The incident with this row number, or the one that it has become a part of. */
  whole(id: number | undefined): Incident | undefined {
    const incident = this.#incidents.get(id ?? -1);
    return incident === undefined || incident.partOf === null ? incident : this.whole(incident.partOf);
  }

  /** A new incident, which is in here once it is put. */
  begin(failure: Failure): Incident {
    const incident = begin(this.#counters.nextId, failure, serviceOf(failure));
    this.#counters = { ...this.#counters, nextId: incident.id + 1 };
    return incident;
  }

  put(incident: Incident): void {
    const named =
      incident.state.name === 'open' && incident.number === null ? this.#number(incident) : incident;
    this.#incidents.set(named.id, named);
    this.#changed.add(named.id);
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

  /** Forgets what has been at rest too long to reopen. Logs are read late, so it stays for a while beyond that. */
  forgetAtRest(now: number): void {
    const { reopenMs, quietMs } = this.#recovery;
    for (const { id, state, lastFailureAt } of this.#incidents.values()) {
      const since = state.name === 'resolved' ? state.resolvedAt : lastFailureAt;
      const isForgotten = state.name !== 'open' && now - since > reopenMs + quietMs;
      if (isForgotten && !this.#changed.has(id)) this.#incidents.delete(id);
    }
    this.#forgetSurplus();
  }

  /** Clients can make up upstreams, and each has an incident that is watched: those with least behind them go. */
  #forgetSurplus(): void {
    const watched = this.all().filter(({ state, partOf }) => state.name === 'watching' && partOf === null);
    if (watched.length <= watchedMax) return;
    const byWeight = watched.sort(
      (one, other) => failuresOf(one) - failuresOf(other) || one.lastFailureAt - other.lastFailureAt,
    );
    for (const { id } of byWeight.slice(0, watched.length - watchedMax))
      if (!this.#changed.has(id)) this.#incidents.delete(id);
  }

  /** The incidents that changed since the last call. */
  takeChanged(): readonly Incident[] {
    const changed = [...this.#changed].flatMap((id) => this.#incidents.get(id) ?? []);
    this.#changed.clear();
    // What something has become a part of is there before it.
    return changed.sort((one, other) => Number(one.partOf !== null) - Number(other.partOf !== null));
  }

  #isPast({ state, partOf, lastFailureAt }: Incident, at: number): boolean {
    if (partOf !== null) return true;
    // A stray failure long before is not how an outage began.
    if (state.name === 'watching') return at - lastFailureAt > this.#recovery.quietMs;
    return state.name === 'resolved' && at - state.resolvedAt > this.#recovery.reopenMs;
  }

  #number(incident: Incident): Incident {
    const number = this.#counters.nextNumber;
    this.#counters = { ...this.#counters, nextNumber: number + 1 };
    return { ...incident, number };
  }
}

/**
 * What a failure's peer serves where no record names its upstream: `shop.example:8080`. Behind one service addresses come
 * and go, and three hundred of them are still one upstream. Null where the upstream has a name.
 */
export function serviceOf({ upstream, peer, server, host }: Served): string | null {
  const site = server ?? host;
  if (site === null || peer === null || upstream !== peer) return null;
  const { port } = subjectOf({ peer, upstream: null });
  return port === nothingKnown.port ? null : `${site}:${port}`;
}

type Served = Pick<Failure, 'upstream' | 'peer' | 'server' | 'host'>;
