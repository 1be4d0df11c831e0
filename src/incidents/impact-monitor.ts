import { alarming, type Failure, type Sighting } from '../diagnose/failure.js';
import { Habits, type HourCount } from './baseline.js';
import { isUnder } from './dns-zone.js';
import { type Incident, type Opening, soleClientOf, upstreamsOf } from './incident.js';
import { Clientele } from './recent-clients.js';
import { type Severity, severityOf } from './severity.js';
import { Flow, type FlowMinute, shareOf } from './traffic-window.js';

/** What the watch knows of the time before a restart. */
export type Watched = { readonly flow: readonly FlowMinute[]; readonly habits: readonly HourCount[] };

export const nothingWatched: Watched = { flow: [], habits: [] };

/** Watches what goes through each upstream, to tell whether failures are many enough to wake somebody, and how bad they are. */
export class Watch {
  readonly #flow: Flow;
  readonly #habits: Habits;
  readonly #clientele = new Clientele();
  readonly #opening: Opening;

  constructor({ flow, habits }: Watched, opening: Opening) {
    this.#flow = new Flow(flow);
    this.#habits = new Habits(habits);
    this.#opening = opening;
  }

  served(upstream: string | null, at: number, requests: number, client: string | null): void {
    this.#flow.served(upstream, at, requests);
    if (client !== null) this.#clientele.saw(client, at);
  }

  saw({ failure, was }: Sighting): void {
    if (was !== null) this.#count(was, -1);
    this.#count(failure, 1);
  }

  /** True when the failures of an incident are no reason to wake anybody, many as they may be: a small share, or as usual. */
  holds(incident: Incident, failure: Failure): boolean {
    const { windowMs, share, failures } = this.#opening;
    const upstreams = [...new Set([failure.upstream, ...upstreamsOf(incident)])];
    const flow = this.#flow.over(upstreams, failure.at, windowMs);
    const part = shareOf(flow);
    if (part !== null && part < share) return true;
    return flow.alarming < failures * burstFactor && this.#habits.isUsual(failure, failure.at);
  }

  /** True when most of what goes to each upstream of a DNS zone fails, of which there are several. */
  isDown(zone: string, at: number): boolean {
    const upstreams = this.#flow.upstreams(at, zoneMs).filter((upstream) => isUnder(upstream, zone));
    const shares = upstreams.map((upstream) => shareOf(this.#flow.over([upstream], at, zoneMs)));
    return shares.length > 1 && shares.every((share) => share !== null && share >= mostShare);
  }

  /** How bad it is at the moment. What hits one client of many wakes nobody, however often it asks. */
  severityOf(incident: Incident, now: number): Severity {
    const client = soleClientOf(incident);
    if (client !== undefined && this.#clientele.isOneOfMany(client, now)) return 'minor';
    const upstreams = upstreamsOf(incident);
    const flow = this.#flow.over(upstreams, now, minuteMs);
    // Whole minutes are counted: the one at hand, and the one that was at hand a minute ago.
    const countedMs = minuteMs + (now % minuteMs);
    const failingMs = Math.max(leastMs, now - incident.firstFailureAt);
    return severityOf({
      share: shareOf(flow),
      perMinute: (flow.alarming * minuteMs) / Math.min(countedMs, failingMs),
      // The addresses of one service are one upstream.
      upstreams: incident.service === null ? upstreams.length : 1,
    });
  }

  #count(failure: Failure, by: 1 | -1): void {
    if (!alarming(failure)) return;
    this.#flow.failed(failure.upstream, failure.at, by);
    this.#habits.count(failure, by);
  }
}

/** Ten times as many as would open an incident are never as usual. */
const burstFactor = 10;
const minuteMs = 60_000;
/** An upstream that was asked for nothing meanwhile tells nothing of its zone. */
const zoneMs = 2 * minuteMs;
const mostShare = 0.5;
/** What began a moment ago is not a rate yet. */
const leastMs = 15_000;
