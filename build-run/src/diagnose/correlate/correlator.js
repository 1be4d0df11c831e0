/**
 * Diagnosis turns the events of a gateway's logs into failures: events come in, and one failure goes out for each failed
 * request, with its cause from `causes/`. From statistics over many failures, `hints/` refines causes later.
 */
import { getProduct } from '../../parse/decoder.js';
import { getLogSide } from '../../parse/event.js';
import { getZoneLog } from '../../parse/zone-reading.js';
import { toApplicationError } from './application-error.js';
import { buildFailure } from './build-failure.js';
import { emptyCorrelatorState, noRestoredRequests } from './correlator-state.js';
import { GatewayHosts } from './gateway-hosts.js';
import { areAllPartOfRequest, isFarFrom, isSameConnection } from './match.js';
import {
  createPendingRequest,
  isAmendable,
  isComplete,
  isFinal,
  isSubrequest,
  traceRequest,
} from './pending-request.js';
import { PendingRequests } from './pending-requests.js';
import { RateLimitedRequests } from './rate-limited.js';
import {
  findEarlierAttempts,
  findParentRequest,
  findPendingRequest,
  findRequestWithOtherAttempts,
  findRequestWithoutAttempts,
  hasReportedFailure,
  mergeAttempts,
  selectCandidates,
} from './select-candidates.js';
import { SilentRequests } from './silent-requests.js';
import { UpstreamNames } from './upstream-names.js';
import { ZoneFinder } from './zone-offset.js';
/** How long a record waits for its counterpart in the other log before it is reported as it is. */
export const counterpartWaitMs = 2_000;
/** How long it waits while its log may be in another zone than it is read in. */
const disputedZoneWaitMs = 15_000;
/**
 * Joins attempts from nginx's error log and requests from its access logs into failures: one for each failed request,
 * however many records there are and in whatever order they are read. Either log alone works as well.
 *
 * It has no clock: `now` is the time of reading when following, and the time of the records when replaying. An update may
 * amend a failure that was returned before (`FailureUpdate.previous`).
 */
export class LogCorrelator {
  #pendingRequests;
  /** Pending requests without a reported failure, in order of arrival. */
  #unreported = new Set();
  #rateLimited = new RateLimitedRequests();
  #upstreamNames;
  /** Of nginx. */
  #seenLogs;
  /** Of others whose logs are a pair; told anew by the first records after a restart. */
  #seenOtherLogs = { attempts: false, requests: false };
  #hosts = new GatewayHosts();
  #zones;
  #silentRequests;
  #customerKey;
  constructor(
    state = emptyCorrelatorState,
    customerKey = null,
    { latest, nextId } = noRestoredRequests,
    options = {},
  ) {
    this.#pendingRequests = new PendingRequests(nextId, options);
    this.#customerKey = customerKey;
    this.#upstreamNames = new UpstreamNames(state.upstreamNames);
    this.#seenLogs = { ...state.seenLogs };
    this.#zones = new ZoneFinder(this.#hosts, state.zones);
    this.#silentRequests = new SilentRequests(this.#zones, this.#pendingRequests);
    for (const waiting of latest) this.#restore(waiting, true);
    for (const waiting of state.pending ?? []) this.#restore(waiting, false);
  }
  #restore(waiting, isStored) {
    const pending = this.#pendingRequests.restore(waiting, isStored);
    if (pending.lastFailure === null) this.#unreported.add(pending);
  }
  /** Announces that a log exists, so that the first failure already waits for both sides. */
  announceFormat(gateway) {
    const side = getLogSide(gateway);
    if (side !== null) this.#seenOf(gateway)[side] = true;
  }
  /** Which logs of the gateway's product have been seen: one product's error log says nothing of another's requests. */
  #seenOf(gateway) {
    return getProduct(gateway) === 'nginx' ? this.#seenLogs : this.#seenOtherLogs;
  }
  /** Announces a log by one of its records: as its format, and as one of its gateway. */
  announceLog(origin) {
    // A log that stays empty is no evidence.
    if (origin.isEmpty !== true) this.announceFormat(origin.gateway);
    this.#hosts.learn(origin);
  }
  /** Returns the failures that the attempt settles; often none, as the access line is still to come. */
  addAttempt(attempt, now) {
    this.announceLog(attempt);
    const found = this.#zones.addAttempt(attempt);
    const updates = this.#joinAttempt(this.#zones.correctTime(attempt), now);
    return found === null ? updates : [...updates, ...this.#rejoinAttempts(found, now)];
  }
  /** Joins again what waits from a log whose zone has been found. What was reported before only gets its time. */
  #rejoinAttempts({ log }, now) {
    return this.#pendingRequests.all().flatMap((pending) => {
      const { attempts, request, lastFailure } = pending;
      if (request !== null || !attempts.some(({ location }) => getZoneLog(location.file) === log)) return [];
      const corrected = attempts.map((attempt) => this.#zones.correctTime(attempt));
      if (lastFailure === null) {
        this.#drop(pending);
        return corrected.flatMap((attempt) => this.#joinAttempt(attempt, now));
      }
      this.#pendingRequests.update(pending, { attempts: corrected });
      return [];
    });
  }
  #joinAttempt(attempt, now, canRecall = true) {
    const candidates = this.#pendingRequests.findForAttempt(attempt, this.#isSameGateway(attempt));
    const known = findPendingRequest(attempt, candidates, this.#seenOf(attempt.gateway).requests);
    if (canRecall && (known === undefined || isFarFrom(attempt, known.request))) {
      const stored = this.#pendingRequests.recall(
        attempt,
        (pending) =>
          this.#isSameGateway(attempt)(pending) &&
          findPendingRequest(attempt, [pending], this.#seenOf(attempt.gateway).requests) !== undefined,
        known === undefined,
      );
      if (stored === 'counted') return [];
      if (stored === 'recalled') return this.#joinAttempt(attempt, now, false);
    }
    const pending = this.#joinEarlierAttempts(attempt, known ?? this.#open(now), candidates);
    const request = pending.request ?? findParentRequest(attempt, candidates);
    this.#pendingRequests.update(pending, { attempts: [...pending.attempts, attempt], request });
    this.#upstreamNames.learnFromPending(pending);
    return this.#reportIfReady(pending);
  }
  /** Moves the attempts before this one to its request. Two failures that were reported separately stay separate. */
  #joinEarlierAttempts(attempt, found, candidates) {
    const { request } = found;
    if (request === null || attempt.subrequest !== null) return found;
    const earlier = findEarlierAttempts(attempt, request, candidates);
    if (earlier === undefined || (earlier.lastFailure !== null && found.lastFailure !== null)) return found;
    const [kept, dropped] = earlier.lastFailure === null ? [found, earlier] : [earlier, found];
    this.#drop(dropped);
    this.#pendingRequests.update(kept, { attempts: [...earlier.attempts, ...found.attempts], request });
    return kept;
  }
  /** Returns the failures that the request settles. Good requests count too: they show that a failed attempt was retried. */
  addRequest(request, now) {
    this.announceLog(request);
    this.#upstreamNames.learnFromRequest(request);
    if (getLogSide(request.gateway) !== 'requests')
      return request.finding ? this.#attachRequest(this.#open(now), request) : [];
    const canShowZone = this.#seenOf(request.gateway).attempts || request.finding !== null;
    const found = canShowZone ? this.#zones.addRequest(request) : null;
    const rejoined = found === null ? [] : this.#rejoinAttempts(found, now);
    return [...rejoined, ...this.#joinRequest(request, now)];
  }
  /** Nothing can belong to most requests, and finding that out must cost them nothing. */
  #joinRequest(request, now) {
    const isGood = request.finding === null && (request.status ?? 500) < 500;
    if (!isGood || this.#pendingRequests.mayHaveAttempts) return this.#joinAttempts(request, now);
    if (this.#seenOf(request.gateway).attempts) this.#pendingRequests.keepGoodRequest(request, now);
    return [];
  }
  #joinAttempts(request, now, canRecall = true) {
    if (this.#rateLimited.consume(request, (notice) => this.#hosts.canBeOne(notice, request))) return [];
    const waiting = this.#pendingRequests.findForRequest(request, this.#isSameGateway(request));
    const candidates = waiting.length === 0 ? [] : selectCandidates(request, waiting);
    const isWithoutNear = candidates.every(({ attempts }) => isFarFrom(attempts.at(-1), request));
    if (canRecall && isWithoutNear && (this.#seenOf(request.gateway).attempts || request.finding !== null)) {
      const stored = this.#pendingRequests.recall(
        request,
        (pending) =>
          this.#isSameGateway(request)(pending) &&
          (isSubrequest(pending)
            ? areAllPartOfRequest(pending.attempts, request)
            : selectCandidates(request, [pending]).length > 0),
        candidates.length === 0,
      );
      if (stored === 'counted') return [];
      if (stored === 'recalled') return this.#joinAttempts(request, now, false);
    }
    const subrequest = waiting.filter(
      (pending) => isSubrequest(pending) && areAllPartOfRequest(pending.attempts, request),
    );
    const updates = subrequest.flatMap((pending) => this.#attachRequest(pending, request));
    return [...updates, ...this.#assemble(request, candidates, now)];
  }
  /** Applies a record that is no failure: a rate-limited request is dropped or taken back, and a request may fail with its subrequest. */
  addNotice(notice) {
    this.announceLog(notice);
    if (notice.kind === 'rate-limited') return this.#dropRateLimited(notice);
    return notice.kind === 'derived' ? this.#failWithSubrequest(notice) : [];
  }
  /** Reports what has waited long enough. */
  tick(now) {
    const updates = [];
    // All are joined before any is reported: a line may have been read before the tries that explain it.
    const joined = new Set(this.#takeDue(now).map((waiting) => this.#adoptRequest(waiting)));
    for (const pending of joined) updates.push(...this.#report(pending));
    for (const decided of this.#silentRequests.takeDecided(now)) updates.push(...this.#report(decided));
    return updates;
  }
  /** Those that have waited long enough for their counterpart. */
  #takeDue(now) {
    const waitMs = this.#zones.isDisputed ? disputedZoneWaitMs : counterpartWaitMs;
    const due = [];
    for (const waiting of this.#unreported) {
      if (now - waiting.openedAt < waitMs) break;
      due.push(waiting);
    }
    return due;
  }
  /**
   * Leaves to the store what memory cannot hold, and forgets what can no longer be amended. Not before the end of a chunk:
   * until its changes are committed, they cannot be found again.
   */
  evict(now) {
    const updates = [];
    for (const expired of this.#pendingRequests.findExpired(now)) {
      if (this.#unreported.has(expired)) updates.push(...this.#report(expired));
      this.#silentRequests.forget(expired);
      if (isComplete(expired) || !isAmendable(expired)) this.#pendingRequests.remove(expired);
      else this.#pendingRequests.archive(expired);
    }
    return updates;
  }
  /** True if the error log of nginx is read as well: only then is its silence evidence. */
  get readsErrorLog() {
    return this.#seenLogs.attempts;
  }
  /** The failure of a request to which the application itself answered 500. It has no records in the other log. */
  buildApplicationError(request, now) {
    const failure = buildFailure(
      createPendingRequest(0, now, toApplicationError(request)),
      this.#upstreamNames,
      this.#customerKey,
    );
    return failure === null ? [] : [{ failure, previous: null }];
  }
  /** The configured name of the upstream of a request or attempt, else the address of its peer, else null. */
  resolveUpstream(event) {
    return this.#upstreamNames.resolve(event);
  }
  /** The known addresses of a group. */
  listPeers(group) {
    return this.#upstreamNames.listPeers(group);
  }
  /** What is known of the zone of a log; undefined if it has no failures without a zone. */
  findZone(path) {
    return this.#zones.findingsOf(path);
  }
  /** The logs that are read in another zone than the configured one, or may have to be. */
  listZones() {
    return this.#zones.listFindings();
  }
  getState() {
    return {
      upstreamNames: this.#upstreamNames.listEntries(),
      seenLogs: { ...this.#seenLogs },
      zones: this.#zones.listFindings(),
    };
  }
  /** What changed in the pending requests since the last call. */
  takePendingChanges(isReplay) {
    return this.#pendingRequests.takeChanges(isReplay);
  }
  /** Number of requests that wait for a record of the other log. */
  get waitingCount() {
    return this.#pendingRequests.waitingCount;
  }
  #open(since, attempts = []) {
    const pending = this.#pendingRequests.open(since, attempts);
    this.#unreported.add(pending);
    return pending;
  }
  /** Joins the request and its attempts. */
  #assemble(request, candidates, now) {
    if (candidates.length === 0 && request.finding === null) {
      if (this.#seenOf(request.gateway).attempts) this.#pendingRequests.keepGoodRequest(request, now);
      return [];
    }
    const pending =
      (
        candidates.find(hasReportedFailure) ??
        candidates.find((candidate) => candidate.pending.lastFailure === null)
      )?.pending ?? this.#open(now);
    const updates = candidates.flatMap((candidate) => this.#releaseRest(candidate, pending));
    this.#pendingRequests.update(pending, { attempts: candidates.flatMap(({ attempts }) => attempts) });
    return [...updates, ...this.#attachRequest(pending, request)];
  }
  /** Keeps the attempts that belong to another request apart from `pending`. */
  #releaseRest({ pending: source, attempts: taken }, pending) {
    const attempts = source.attempts.filter((attempt) => !taken.includes(attempt));
    if (source === pending) {
      if (attempts.length > 0) this.#open(source.openedAt, attempts);
      return [];
    }
    this.#pendingRequests.update(source, { attempts });
    if (attempts.length > 0) return source.lastFailure === null ? [] : this.#report(source);
    this.#drop(source);
    return [];
  }
  #attachRequest(pending, request) {
    this.#pendingRequests.update(pending, { request });
    this.#upstreamNames.learnFromPending(pending);
    return this.#reportIfReady(pending);
  }
  #dropRateLimited(notice) {
    const candidates = this.#pendingRequests.findForNotice(notice, this.#isSameGateway(notice));
    const rejected = this.#rateLimited.findPendingRequest(notice, candidates);
    if (rejected === undefined) return [];
    this.#drop(rejected);
    const { lastFailure } = rejected;
    return lastFailure === null ? [] : [{ failure: lastFailure, previous: lastFailure, isRetracted: true }];
  }
  #failWithSubrequest(notice) {
    const candidates = this.#pendingRequests.findForNotice(notice, this.#isSameGateway(notice));
    const subrequest = candidates.findLast(
      (pending) => isSubrequest(pending) && isSameConnection(pending, notice),
    );
    if (subrequest === undefined) return [];
    subrequest.failedWithSubrequest = true;
    this.#pendingRequests.touch(subrequest);
    return this.#reportIfReady(subrequest);
  }
  #drop(pending) {
    this.#unreported.delete(pending);
    this.#silentRequests.forget(pending);
    this.#pendingRequests.remove(pending);
  }
  #reportIfReady(pending) {
    const isReady = isComplete(pending) || pending.lastFailure !== null || !this.#canStillComplete(pending);
    const updates = isReady ? this.#report(pending) : [];
    if (isFinal(pending) && pending.request !== null)
      this.#pendingRequests.complete(pending, pending.request);
    else if (!isAmendable(pending)) this.#drop(pending);
    return updates;
  }
  /**
   * No line with the status of these attempts was logged, so a retry, a fallback or an error page answered. Returns what
   * is to be reported: the pending request that has both.
   */
  #adoptRequest(pending) {
    const [first] = pending.attempts;
    if (first === undefined || pending.request !== null || isSubrequest(pending)) return pending;
    const isSameGateway = this.#isSameGateway(first);
    const goodRequest = findRequestWithoutAttempts(
      pending,
      this.#pendingRequests.findGoodRequests(first, isSameGateway),
    );
    if (goodRequest !== undefined) {
      this.#pendingRequests.reassignRequest(goodRequest, pending);
      return pending;
    }
    const others = this.#pendingRequests.findForAttempt(first, isSameGateway);
    const badRequest =
      findRequestWithoutAttempts(pending, others) ?? findRequestWithOtherAttempts(pending, others);
    if (badRequest === undefined) return pending;
    this.#drop(pending);
    this.#pendingRequests.update(badRequest, { attempts: mergeAttempts(badRequest, pending) });
    return badRequest;
  }
  /** Accepts the pending requests of the gateway that wrote the event, as far as this is known. */
  #isSameGateway(event) {
    return ({ attempts: [first], request }) => {
      const record = first ?? request;
      return record === null || record === undefined || this.#hosts.canBeOne(record, event);
    };
  }
  #canStillComplete({ attempts: [attempt], request }) {
    if (request !== null) return this.#seenOf(request.gateway).attempts;
    return attempt !== undefined && this.#seenOf(attempt.gateway).requests;
  }
  /** Returns the failure if it is new or has changed; nothing for a good request. */
  #report(pending) {
    this.#unreported.delete(pending);
    const [attempt] = pending.attempts;
    if (attempt !== undefined && pending.request !== null) this.#zones.confirm(attempt);
    const failure = buildFailure(
      this.#seenLogs.attempts ? this.#silentRequests.explain(pending) : pending,
      this.#upstreamNames,
      this.#customerKey,
    );
    if (failure === null) return [];
    const previous = pending.lastFailure;
    pending.lastFailure = failure;
    this.#pendingRequests.touch(pending);
    return previous !== null && isEqual(previous, failure)
      ? []
      : [{ failure, previous, ...traceRequest(pending) }];
  }
}
const isEqual = (a, b) => JSON.stringify(a) === JSON.stringify(b);
