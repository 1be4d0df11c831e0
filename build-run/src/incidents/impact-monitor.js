import { minuteMs } from '../base/duration.js';
import { isApplicationError, isClientImpacting } from '../diagnose/failure.js';
import { FailureBaseline } from './baseline.js';
import { isInDnsZone } from './dns-zone.js';
import { findRoute } from './failing-routes.js';
import { sumRecentShare } from './failing-traffic.js';
import { countFailures, findFewNetworks, listUpstreamNames } from './incident.js';
import { RecentClients } from './recent-clients.js';
import { RecentRouteTimes, RecentTimes } from './recent-times.js';
import { gradeSeverity } from './severity.js';
import { computeFailureShare, TrafficWindow } from './traffic-window.js';
export const emptyImpactState = { traffic: [], baseline: [] };
/** Tracks the traffic of each upstream, to decide whether failures deserve an alert and how severe they are. */
export class ImpactMonitor {
  #traffic;
  #baseline;
  clients;
  #opening;
  /** Empty after a restart: nothing is lost by that but the share of the last seconds. */
  latest = { requests: new RecentTimes(), failed: new RecentTimes() };
  /** The same by route. */
  latestByRoute = { requests: new RecentRouteTimes(), failed: new RecentRouteTimes() };
  constructor({ traffic, baseline }, opening, clients) {
    this.clients = new RecentClients(clients);
    this.#traffic = new TrafficWindow(traffic);
    this.#baseline = new FailureBaseline(baseline);
    this.#opening = opening;
  }
  /** Counts requests, whatever their outcome. `client` is null if no record names it. */
  recordRequests(upstream, at, requests, client) {
    this.#traffic.recordRequests(upstream, at, requests);
    for (let request = 0; request < requests; request += 1) this.latest.requests.add(upstream, at);
    if (client !== null) this.clients.recordClient(client, at);
  }
  /** Counts a failure; an amended one replaces its former version, and one that is taken back counts no longer. */
  recordFailure({ failure, previous, isRetracted }) {
    if (previous !== null) this.#countFailure(previous, -1);
    if (isRetracted !== true) this.#countFailure(failure, 1);
  }
  /**
   * True if failures do not deserve an alert, whatever their number: a small share of the requests to the upstream and for
   * the route, or the usual rate. Errors of an application become failures only where most requests get one.
   */
  isBelowThreshold(incident, failure) {
    if (isApplicationError(failure)) return false;
    const { windowMs, shareMin, failuresMin } = this.#opening;
    const upstreams = [...new Set([failure.upstream, ...listUpstreamNames(incident)])];
    const traffic = this.#traffic.sumTraffic(upstreams, failure.at, windowMs);
    const failureShare = computeFailureShare(traffic);
    if (failureShare !== null && failureShare < shareMin) return !this.#isRouteDown(incident, failure);
    return (
      traffic.clientImpacting < failuresMin * burstFactor &&
      this.#baseline.isWithinBaseline(failure, failure.at)
    );
  }
  /**
   * True if most requests for the route fail, of however many to its upstream. One person can make a route of their own: that
   * must have been served before, and only fail now.
   */
  #isRouteDown(incident, failure) {
    const requested = findRoute(failure);
    if (requested === null) return false;
    const to = failure.requestAt ?? failure.at;
    const from = to - this.#opening.windowMs;
    const count = (times) => times.of(requested, () => false, from)?.count(from, to) ?? 0;
    const failed = count(this.latestByRoute.failed);
    const requests = count(this.latestByRoute.requests);
    const { failuresMin } = this.#opening;
    return findFewNetworks(incident) === undefined
      ? failed >= failuresMin && failed >= requests * downShareMin
      : failed >= failuresMin * personFactor &&
          failed >= requests &&
          this.latestByRoute.requests.isServed(requested);
  }
  /** True if a DNS zone has several upstreams with traffic and most requests to each of them fail. */
  isDnsZoneDown(dnsZone, at) {
    const upstreams = this.#traffic
      .listUpstreams(at, dnsZoneWindowMs)
      .filter((upstream) => isInDnsZone(upstream, dnsZone));
    const shares = upstreams.map((upstream) =>
      computeFailureShare(this.#traffic.sumTraffic([upstream], at, dnsZoneWindowMs)),
    );
    return shares.length > 1 && shares.every((share) => share !== null && share >= downShareMin);
  }
  /**
   * Current severity of an incident. A fault that reaches one person of many stays minor, however often and from however
   * many addresses it is asked for.
   */
  gradeSeverity(incident, now) {
    const networks = findFewNetworks(incident);
    if (networks !== undefined && this.clients.areFewOfMany(networks, now)) return 'minor';
    if (isMostlyApplicationErrors(incident)) return gradeApplicationErrors(incident);
    const upstreams = listUpstreamNames(incident);
    const traffic = this.#traffic.sumTraffic(upstreams, now, minuteMs);
    // Traffic is counted in whole minutes: the current one and the one before.
    const countedMs = minuteMs + (now % minuteMs);
    const failingMs = Math.max(rateSpanMsMin, now - incident.firstFailureAt);
    return gradeSeverity({
      share: measureShare(incident, now) ?? computeFailureShare(traffic),
      failuresPerMinute: (traffic.clientImpacting * minuteMs) / Math.min(countedMs, failingMs),
      // The addresses of one service count as one upstream.
      upstreamCount: incident.service === null ? upstreams.length : 1,
    });
  }
  #countFailure(failure, delta) {
    if (!isClientImpacting(failure) || isApplicationError(failure)) return;
    this.#traffic.recordFailure(failure.upstream, failure.at, delta);
    this.#baseline.recordFailure(failure, delta);
    if (failure.requestAt === null) return;
    const requested = findRoute(failure);
    if (delta > 0) {
      this.latest.failed.add(failure.upstream, failure.requestAt);
      if (requested !== null) this.latestByRoute.failed.add(requested, failure.requestAt);
    } else {
      this.latest.failed.remove(failure.upstream, failure.requestAt);
      if (requested !== null) this.latestByRoute.failed.remove(requested, failure.requestAt);
    }
  }
}
/** The share that messages show as the last 30 s; null where requests are not known by upstream. */
function measureShare({ upstreams }, now) {
  const recent = sumRecentShare(
    upstreams.map(({ traffic }) => traffic),
    now,
  );
  return recent === null ? null : recent.failed / recent.requests;
}
const isMostlyApplicationErrors = (incident) =>
  incident.outcomes['application-error'] * 2 > countFailures(incident);
/** Never critical: the gateway works, and whoever owns the application has an alarm of their own. */
function gradeApplicationErrors(incident) {
  const { outcomes, firstFailureAt, lastFailureAt } = incident;
  const lastedMs = Math.max(rateSpanMsMin, lastFailureAt - firstFailureAt);
  return (outcomes['application-error'] * minuteMs) / lastedMs >= majorPerMinuteMin ? 'major' : 'minor';
}
const majorPerMinuteMin = 30;
/** Times as many failures must a route have that reaches one person. */
const personFactor = 3;
/** At this multiple of the failures that open an incident the baseline no longer counts. */
const burstFactor = 10;
/** Upstreams without a request in this time are not considered. */
const dnsZoneWindowMs = 2 * minuteMs;
const downShareMin = 0.5;
/** Rates are computed over at least this time: the first moment of a fault has no rate yet. */
const rateSpanMsMin = 15_000;
