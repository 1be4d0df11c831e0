import { minuteMs } from '../base/duration.js';
import { type Failure, type FailureUpdate, isClientImpacting } from '../diagnose/failure.js';
import { FailureBaseline, type HourlyFailureCount } from './baseline.js';
import { isInDnsZone } from './dns-zone.js';
import { findOnlyClient, type Incident, listUpstreamNames, type OpeningRule } from './incident.js';
import { RecentClients } from './recent-clients.js';
import { gradeSeverity, type Severity } from './severity.js';
import { computeFailureShare, type TrafficMinute, TrafficWindow } from './traffic-window.js';

/** What the watch knows of the time before a restart. */
export type ImpactState = {
  readonly traffic: readonly TrafficMinute[];
  readonly baseline: readonly HourlyFailureCount[];
};

export const emptyImpactState: ImpactState = { traffic: [], baseline: [] };

/** Watches what goes through each upstream, to tell whether failures are many enough to wake somebody, and how bad they are. */
export class ImpactMonitor {
  readonly #traffic: TrafficWindow;
  readonly #baseline: FailureBaseline;
  readonly #clients = new RecentClients();
  readonly #opening: OpeningRule;

  constructor({ traffic, baseline }: ImpactState, opening: OpeningRule) {
    this.#traffic = new TrafficWindow(traffic);
    this.#baseline = new FailureBaseline(baseline);
    this.#opening = opening;
  }

  recordRequests(upstream: string | null, at: number, requests: number, client: string | null): void {
    this.#traffic.recordRequests(upstream, at, requests);
    if (client !== null) this.#clients.recordClient(client, at);
  }

  recordFailure({ failure, previous }: FailureUpdate): void {
    if (previous !== null) this.#countFailure(previous, -1);
    this.#countFailure(failure, 1);
  }

  /** True when the failures of an incident are no reason to wake anybody, many as they may be: a small share, or as usual. */
  isBelowThreshold(incident: Incident, failure: Failure): boolean {
    const { windowMs, shareMin, failuresMin } = this.#opening;
    const upstreams = [...new Set([failure.upstream, ...listUpstreamNames(incident)])];
    const traffic = this.#traffic.sumTraffic(upstreams, failure.at, windowMs);
    const failureShare = computeFailureShare(traffic);
    if (failureShare !== null && failureShare < shareMin) return true;
    return (
      traffic.clientImpacting < failuresMin * burstFactor &&
      this.#baseline.isWithinBaseline(failure, failure.at)
    );
  }

  /** True when most of what goes to each upstream of a DNS zone fails, of which there are several. */
  isDnsZoneDown(dnsZone: string, at: number): boolean {
    const upstreams = this.#traffic
      .listUpstreams(at, dnsZoneWindowMs)
      .filter((upstream) => isInDnsZone(upstream, dnsZone));
    const shares = upstreams.map((upstream) =>
      computeFailureShare(this.#traffic.sumTraffic([upstream], at, dnsZoneWindowMs)),
    );
    return shares.length > 1 && shares.every((share) => share !== null && share >= downShareMin);
  }

  /** How bad it is at the moment. What hits one client of many wakes nobody, however often it asks. */
  gradeSeverity(incident: Incident, now: number): Severity {
    const client = findOnlyClient(incident);
    if (client !== undefined && this.#clients.isOneOfMany(client, now)) return 'minor';
    const upstreams = listUpstreamNames(incident);
    const traffic = this.#traffic.sumTraffic(upstreams, now, minuteMs);
    // Whole minutes are counted: the one at hand, and the one that was at hand a minute ago.
    const countedMs = minuteMs + (now % minuteMs);
    const failingMs = Math.max(rateSpanMsMin, now - incident.firstFailureAt);
    return gradeSeverity({
      share: computeFailureShare(traffic),
      failuresPerMinute: (traffic.clientImpacting * minuteMs) / Math.min(countedMs, failingMs),
      // The addresses of one service are one upstream.
      upstreamCount: incident.service === null ? upstreams.length : 1,
    });
  }

  #countFailure(failure: Failure, by: 1 | -1): void {
    if (!isClientImpacting(failure)) return;
    this.#traffic.recordFailure(failure.upstream, failure.at, by);
    this.#baseline.recordFailure(failure, by);
  }
}

/** Ten times as many as would open an incident are never as usual. */
const burstFactor = 10;
/** An upstream that was asked for nothing meanwhile tells nothing of its zone. */
const dnsZoneWindowMs = 2 * minuteMs;
const downShareMin = 0.5;
/** What began a moment ago is not a rate yet. */
const rateSpanMsMin = 15_000;
