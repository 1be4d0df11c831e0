import type { Sighting } from '../diagnose/failure.js';
import type { Good } from '../incidents/affected-upstream.js';
import { type Incident, type Rules, rootCause, upstreamsOf } from '../incidents/incident.js';
import { type Filed, Filing } from '../incidents/incident-tracker.js';
import type { GatewayId } from '../parse/event.js';
import type { Traffic } from '../pipeline/batch.js';
import { verdictOn } from './decide.js';
import { isQuiet, type Manners } from './policy.js';
import type { Reason, Told } from './reason.js';
import { hushOf, type Silence } from './silence.js';

/** One thing that the channel would have heard: a message of its own, or a line in a thread. Edits are not heard. */
export type Heard = {
  readonly at: number;
  readonly as: 'message' | 'line' | 'broadcast';
  readonly reason: Reason;
  /** As it was then. */
  readonly incident: Incident;
};

/** The settings that decide what is told. */
export type Settings = {
  readonly rules: Rules;
  readonly manners: Manners;
  readonly silences: readonly Silence[];
  readonly zone: string;
};

/** Requests of one upstream, as far as is known through which gateway. */
type Served = Omit<Traffic, 'minute'> & Pick<Good, 'gatewayHost'>;

/** How often the survey looks. */
const lookEveryMs = 1_000;

/**
 * Plays failures and requests through the same filing and the same verdicts as the running program, without a clock and
 * without a channel: what would have been told, and when. Everything is given in order of time.
 */
export class Rehearsal {
  readonly #filing: Filing;
  readonly #settings: Settings;
  /** Those that are open, or whose end was not told yet. */
  readonly #living = new Map<number, Incident>();
  readonly #told: Map<number, Told>;
  /** The routes and dialects that silences may be about. */
  readonly #traits = new Map<number, Traits>();
  /** Those that the channel had heard of, by what they have become a part of. */
  readonly #parts = new Map<number, Set<number>>();
  #now = 0;

  constructor(settings: Settings, filed: Filed, told: ReadonlyMap<number, Told> = new Map(), now = 0) {
    this.#now = now;
    this.#filing = new Filing(filed, settings.rules);
    this.#settings = settings;
    this.#told = new Map(told);
    for (const incident of filed.incidents) this.#keep(incident);
  }

  /** A failure, or what later lines told about one; what was heard until then. */
  fails(sighting: Sighting): readonly Heard[] {
    const heard = this.passTo(sighting.failure.at);
    const { incident, failure } = this.#filing.file(sighting);
    const traits = this.#traits.get(incident) ?? { routes: new Set(), gateways: new Set() };
    if (failure.route !== null && traits.routes.size < routesMax) traits.routes.add(failure.route);
    traits.gateways.add(failure.gateway);
    this.#traits.set(incident, traits);
    return heard;
  }

  /** Requests that were served, and how many of them well; what was heard until then. */
  serves({ upstream, requests, good, gatewayHost }: Served, at: number): readonly Heard[] {
    const heard = this.passTo(at);
    if (requests > 0) this.#filing.served(upstream, at, requests);
    if (good > 0) this.#filing.succeeded({ upstream, at, requests: good, gatewayHost: gatewayHost ?? null });
    return heard;
  }

  /** Lets time pass; what is heard meanwhile. */
  passTo(now: number): readonly Heard[] {
    const heard: Heard[] = [];
    while (this.#now + lookEveryMs <= now) {
      heard.push(...this.#look(this.#now + lookEveryMs));
      // While nothing is open nothing turns by time alone.
      if (this.#living.size === 0) this.#now = Math.max(this.#now, now - (now % lookEveryMs) - lookEveryMs);
    }
    return heard;
  }

  /** What the channel has heard of each incident. */
  told(): ReadonlyMap<number, Told> {
    return this.#told;
  }

  /** What it would go on from after a restart, but for what its watch has seen. */
  state(): Omit<Filed, 'watched'> {
    return this.#filing.state();
  }

  #look(now: number): readonly Heard[] {
    this.#now = now;
    this.#filing.look(now);
    for (const incident of this.#filing.takeChanged()) this.#keep(incident);
    return [...this.#living.values()].flatMap((incident) => this.#hear(incident, now) ?? []);
  }

  #hear(incident: Incident, at: number): Heard | undefined {
    const before = this.#told.get(incident.id);
    const verdict = verdictOn(this.#situationOf(incident, at), before, at);
    if (incident.state.name !== 'open') this.#forget(incident.id);
    if (verdict === undefined) return undefined;
    this.#told.set(incident.id, verdict.told);
    const { reason, thread } = verdict;
    if (before === undefined) return { at, as: 'message', reason, incident };
    return thread === 'none' ? undefined : { at, as: thread, reason, incident };
  }

  #situationOf(incident: Incident, now: number) {
    const { silences, manners, zone } = this.#settings;
    const began = incident.state.name === 'watching' ? now : incident.state.openedAt;
    const traits = this.#traits.get(incident.id);
    const audible = {
      upstreams: upstreamsOf(incident),
      cause: rootCause(incident),
      routes: [...(traits?.routes ?? [])],
      gateways: [...(traits?.gateways ?? [])],
    };
    return {
      incident,
      peers: 0,
      parts: this.#parts.get(incident.id)?.size ?? 0,
      silence: hushOf(audible, silences, began, now),
      quiet: isQuiet(manners.quietHours, now, zone),
      escalateMs: manners.escalateMs,
    };
  }

  #keep(incident: Incident): void {
    const isDue = incident.number !== null && this.#told.get(incident.id)?.resolved === false;
    if (incident.partOf !== null && this.#told.has(incident.id)) this.#join(incident.id, incident.partOf);
    if (incident.state.name === 'open' || isDue) this.#living.set(incident.id, incident);
    else this.#living.delete(incident.id);
  }

  #join(part: number, whole: number): void {
    const theirs = this.#parts.get(part) ?? [];
    this.#parts.delete(part);
    this.#parts.set(whole, new Set([...(this.#parts.get(whole) ?? []), ...theirs, part]));
  }

  #forget(id: number): void {
    this.#living.delete(id);
    this.#traits.delete(id);
  }
}

type Traits = { readonly routes: Set<string>; readonly gateways: Set<GatewayId> };
/** More routes than this are no matter of one route. */
const routesMax = 100;
