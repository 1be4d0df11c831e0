import { isClientImpacting } from '../diagnose/failure.js';
import { ApplicationErrors } from '../incidents/application-errors.js';
import { identifyGatewayInstance } from '../parse/gateway-instance.js';
import { GatewayLogNames } from '../parse/gateway-log.js';
import { RequestedRoutes } from './requested-routes.js';
import { PeerTrafficCounter, RequestTrafficCounter, UpstreamTrafficCounter } from './traffic-counters.js';
/** Takes a request to all that counts it, good or bad: by far the most frequent event. */
export class RequestRecorder {
  #correlator;
  #hops;
  #tracker;
  #logNames = new GatewayLogNames();
  #routes = new RequestedRoutes();
  #peerCounter = new PeerTrafficCounter();
  #requestCounter;
  #applicationErrors;
  #upstreamCounter = new UpstreamTrafficCounter();
  constructor({ correlator, hops, tracker }, customerKey, applicationErrorShare) {
    this.#correlator = correlator;
    this.#hops = hops;
    this.#tracker = tracker;
    this.#requestCounter = new RequestTrafficCounter(customerKey);
    this.#applicationErrors = new ApplicationErrors(applicationErrorShare);
  }
  /** Records a request, and returns the failures that it settles. */
  record(request, now) {
    this.#hops.learn(request);
    const at = request.at ?? now;
    const updates = this.#correlator.addRequest(request, now);
    const upstream = this.#correlator.resolveUpstream(request);
    const requested = this.#routes.find(request);
    const applicationErrors =
      updates.length > 0 ? [] : this.#watchApplication(request, upstream, requested, now);
    // An error page may answer a failure with a status below 500.
    const isSuccess =
      request.finding === null &&
      (request.status ?? 500) < 500 &&
      !updates.some(({ failure }) => isClientImpacting(failure));
    const log = this.#logNames.nameOf(request);
    this.#upstreamCounter.add(at, log, upstream, isSuccess);
    this.#requestCounter.add(at, log, upstream, requested?.route ?? null, request, isSuccess);
    this.#peerCounter.add(at, upstream, request, isSuccess);
    // What another gateway passed on is already counted, but for those of a known upstream.
    const isCountedBefore = this.#hops.isBehind(log);
    if (upstream !== null || !isCountedBefore) this.#tracker.recordRequests(upstream, at, 1, request.client);
    if (!isCountedBefore && requested !== null) this.#tracker.recordRoute(requested, at, isSuccess);
    if (isSuccess && request.peer !== null) this.#tracker.recordAnswer(upstream, request.peer, at);
    if (isSuccess && requested !== null) this.#recordRouteAnswer(request, requested, at);
    if (isSuccess && this.#tracker.hasActiveIncidents)
      this.#tracker.recordSuccesses({
        upstream,
        requested,
        at,
        count: 1,
        gatewayHost: identifyGatewayInstance(request),
      });
    return updates.length > 0 ? updates : applicationErrors;
  }
  /** Only of an answer of the upstream itself: what a cache or a redirect answers says nothing about it. */
  #recordRouteAnswer({ status, upstreamAttempts, durationMs }, requested, at) {
    const [attempt] = upstreamAttempts;
    if (
      attempt === undefined ||
      upstreamAttempts.length > 1 ||
      status === null ||
      status < 200 ||
      status >= 300
    )
      return;
    const tookMs = attempt.responseMs ?? durationMs;
    if (tookMs !== null) this.#tracker.recordRouteAnswer(requested, tookMs, attempt.headerBytes ?? null, at);
  }
  /** Takes the failures of a while into account: a 500 of the gateway itself may be behind others that seemed the application's. */
  recordFailures(updates) {
    if (updates.some(({ failure }) => failure.status === 500 && failure.madeBy === 'gateway'))
      this.#applicationErrors.discardHeld();
  }
  /** Returns the counts by upstream, and resets them. */
  drainUpstreamTraffic() {
    const counts = this.#upstreamCounter.listCounts();
    this.#upstreamCounter = new UpstreamTrafficCounter();
    return counts;
  }
  /** Returns the counts by peer whose minute is over, or all of them. */
  drainPeerTraffic(now, flushAll) {
    return this.#peerCounter.drain(now, flushAll);
  }
  /** Returns the counts by route and by customer, and resets them. */
  drainRequestTraffic() {
    return this.#requestCounter.drain();
  }
  /** True if the counts by route and by customer should be drained, as many are pending. */
  get isFull() {
    return this.#requestCounter.isFull;
  }
  /** The failures of an application that answers 500 to most requests; none for a usual request. */
  #watchApplication(request, upstream, requested, now) {
    const isError = request.status === 500 && request.finding === null && this.#isApplicationError(request);
    if (!isError && !this.#applicationErrors.isWatching) return [];
    // Where no record names the upstream, host and route tell services apart.
    const key = upstream ?? `${request.host ?? ''} ${requested?.route ?? ''}`;
    const at = request.at ?? now;
    if (isError)
      return this.#applicationErrors
        .recordError(key, at, request)
        .flatMap((failed) => this.#correlator.buildApplicationError(failed, now));
    this.#applicationErrors.recordRequest(key, at);
    return [];
  }
  /** Where the access log does not name the maker, the silence of an error log that is read tells it. */
  #isApplicationError({ madeBy, gateway, isSuspect }) {
    if (isSuspect) return false;
    return (
      madeBy === 'upstream' ||
      (madeBy === 'undecided' && gateway === 'nginx-access' && this.#correlator.readsErrorLog)
    );
  }
}
