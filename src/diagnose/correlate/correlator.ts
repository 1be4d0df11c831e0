import type { CustomerKey } from '../../parse/customer.js';
import type { Attempt, LogFormatId, Notice, Request } from '../../parse/event.js';
import type { FailureUpdate } from '../failure.js';
import { buildFailure } from './build-failure.js';
import { markConfiguredStatus } from './configured-status.js';
import { areAllPartOfRequest, isSameConnection } from './match.js';
import { isComplete, isFinal, isSubrequest, type PendingRequest } from './pending-request.js';
import { PendingRequests } from './pending-requests.js';
import { RateLimitedRequests } from './rate-limited.js';
import { redactPendingRequest } from './redact-pending.js';
import {
  type Candidate,
  findGoodRequest,
  findParentRequest,
  findPendingRequest,
  hasReportedFailure,
  selectCandidates,
} from './select-candidates.js';
import { UpstreamNames } from './upstream-names.js';

/**
 * What waits for the other log. Plain data: it is stored with the positions, so that a restart forgets nothing that has
 * failed. Good requests are too many to store: a cut body whose record is read after the restart has no status.
 */
export type CorrelatorState = {
  readonly pending: readonly PendingRequest[];
  /** Configured names by peer address, as far as records have told; null for a peer of several. */
  readonly upstreamNames: readonly (readonly [peer: string, name: string | null])[];
  /** Which of nginx's two logs have been seen: what nobody writes is not waited for. */
  readonly seenLogs: { readonly attempts: boolean; readonly requests: boolean };
};

export const emptyCorrelatorState: CorrelatorState = {
  pending: [],
  upstreamNames: [],
  seenLogs: { attempts: false, requests: false },
};

/** How long a record waits for its counterpart in the other log before it is told as it stands. */
export const counterpartWaitMs = 2_000;
/** Unsettled cases that are stored; beyond that a restart may leave the oldest undecided. */
const storedPendingMax = 1_000;

/**
 * Joins the attempts of nginx's error log and the requests of its access logs into failures: one for each request that
 * failed, however many records tell of it and in whatever order they are read. Either log alone works as well.
 *
 * Keeps no clock: `now` is the time of reading when following, and the time of the records when replaying. What it
 * returns may amend what it returned before (`Sighting.was`).
 */
export class LogCorrelator {
  readonly #pendingRequests = new PendingRequests();
  /** Cases of which nothing has been told yet, in order of arrival. */
  readonly #unreported = new Set<PendingRequest>();
  readonly #rateLimited = new RateLimitedRequests();
  readonly #upstreamNames: UpstreamNames;
  readonly #seenLogs: { attempts: boolean; requests: boolean };

  readonly #customerKey: CustomerKey | null;

  constructor(state: CorrelatorState = emptyCorrelatorState, customerKey: CustomerKey | null = null) {
    this.#customerKey = customerKey;
    this.#upstreamNames = new UpstreamNames(state.upstreamNames);
    this.#seenLogs = { ...state.seenLogs };
    for (const unanswered of state.pending) {
      const pending = this.#pendingRequests.add({ ...unanswered });
      if (pending.lastFailure === null) this.#unreported.add(pending);
    }
  }

  /** Tells beforehand which logs there are, so that the first failure already waits for both sides. */
  announceFormat(gateway: LogFormatId): void {
    if (gateway === 'nginx-error') this.#seenLogs.attempts = true;
    if (gateway === 'nginx-access') this.#seenLogs.requests = true;
  }

  /** What the attempt settles at once; often nothing, while the access log is waited for. */
  addAttempt(attempt: Attempt, now: number): readonly FailureUpdate[] {
    this.announceFormat(attempt.gateway);
    const candidates = [
      ...this.#pendingRequests.findCandidates(attempt),
      ...this.#pendingRequests.findGoodRequests(attempt),
    ];
    const pending = findPendingRequest(attempt, candidates) ?? this.#open(now);
    const request = pending.request ?? findParentRequest(attempt, candidates);
    this.#pendingRequests.update(pending, { attempts: [...pending.attempts, attempt], request });
    this.#upstreamNames.learnFromPending(pending);
    return this.#reportIfReady(pending, now);
  }

  /** What the request settles at once. Good requests matter too: they show that a failed attempt was retried. */
  addRequest(request: Request, now: number): readonly FailureUpdate[] {
    this.announceFormat(request.gateway);
    this.#upstreamNames.learnFromRequest(request);
    if (request.gateway !== 'nginx-access')
      return request.finding ? this.#attachRequest(this.#open(now), request, now) : [];
    if (this.#rateLimited.consume(request)) return [];
    const unanswered = this.#pendingRequests.findWithoutRequest(request);
    if (unanswered.length === 0) return this.#assemble(request, [], now);
    const subrequest = unanswered.filter(
      (pending) => isSubrequest(pending) && areAllPartOfRequest(pending.attempts, request),
    );
    const updates = subrequest.flatMap((pending) => this.#attachRequest(pending, request, now));
    return [...updates, ...this.#assemble(request, selectCandidates(request, unanswered), now)];
  }

  /** What a record changes that is no failure: a limit's rejection is none, and a request may fail with its subrequest. */
  addNotice(notice: Notice, now: number): readonly FailureUpdate[] {
    this.announceFormat(notice.gateway);
    if (notice.kind === 'rate-limited') this.#dropRateLimited(notice);
    return notice.kind === 'derived' ? this.#failWithSubrequest(notice, now) : [];
  }

  /** Tells what has waited long enough, and forgets what nothing can amend any more. */
  tick(now: number): readonly FailureUpdate[] {
    const updates: FailureUpdate[] = [];
    for (const unanswered of this.#unreported) {
      if (now - unanswered.openedAt < counterpartWaitMs) break;
      this.#adoptGoodRequest(unanswered);
      updates.push(...this.#report(unanswered));
    }
    for (const expired of this.#pendingRequests.findExpired(now)) {
      if (this.#unreported.has(expired)) updates.push(...this.#report(expired));
      this.#pendingRequests.remove(expired);
    }
    return updates;
  }

  /** The configured name of the upstream that a request or attempt went to, as far as it is known. */
  resolveUpstream(event: Attempt | Request): string | null {
    return this.#upstreamNames.resolve(event);
  }

  /** The addresses that records have told to be the group's. */
  listPeers(group: string): readonly string[] {
    return this.#upstreamNames.listPeers(group);
  }

  getState(): CorrelatorState {
    const unanswered = this.#pendingRequests
      .all()
      .filter((pending) => !isComplete(pending) && this.#canStillComplete(pending));
    return {
      pending: unanswered.slice(-storedPendingMax).map(redactPendingRequest),
      upstreamNames: this.#upstreamNames.listEntries(),
      seenLogs: { ...this.#seenLogs },
    };
  }

  #open(since: number, attempts: readonly Attempt[] = []): PendingRequest {
    const pending = this.#pendingRequests.open(since, attempts);
    this.#unreported.add(pending);
    return pending;
  }

  /** Brings the request and its attempts together. */
  #assemble(request: Request, candidates: readonly Candidate[], now: number): readonly FailureUpdate[] {
    if (candidates.length === 0 && request.finding === null) {
      if (this.#seenLogs.attempts) this.#pendingRequests.keepGoodRequest(request, now);
      return [];
    }
    const pending =
      (
        candidates.find(hasReportedFailure) ??
        candidates.find(({ pending: from }) => from.lastFailure === null)
      )?.pending ?? this.#open(now);
    const updates = candidates.flatMap((candidate) => this.#releaseRest(candidate, pending));
    this.#pendingRequests.update(pending, { attempts: candidates.flatMap(({ attempts }) => attempts) });
    return [...updates, ...this.#attachRequest(pending, request, now)];
  }

  /** Leaves behind what is another request's. */
  #releaseRest(
    { pending: from, attempts: taken }: Candidate,
    pending: PendingRequest,
  ): readonly FailureUpdate[] {
    const attempts = from.attempts.filter((attempt) => !taken.includes(attempt));
    if (from === pending) {
      if (attempts.length > 0) this.#open(from.openedAt, attempts);
      return [];
    }
    this.#pendingRequests.update(from, { attempts });
    if (attempts.length > 0) return from.lastFailure === null ? [] : this.#report(from);
    this.#drop(from);
    return [];
  }

  #attachRequest(pending: PendingRequest, request: Request, now: number): readonly FailureUpdate[] {
    this.#pendingRequests.update(pending, { request });
    this.#upstreamNames.learnFromPending(pending);
    return this.#reportIfReady(pending, now);
  }

  #dropRateLimited(notice: Notice): void {
    const unreported = this.#pendingRequests
      .findCandidates(notice)
      .filter((pending) => this.#unreported.has(pending));
    const rejected = this.#rateLimited.findPendingRequest(notice, unreported);
    if (rejected !== undefined) this.#drop(rejected);
  }

  #failWithSubrequest(notice: Notice, now: number): readonly FailureUpdate[] {
    const candidates = this.#pendingRequests.findCandidates(notice);
    const subrequest = candidates.findLast(
      (pending) => isSubrequest(pending) && isSameConnection(pending, notice),
    );
    if (subrequest === undefined) return [];
    subrequest.failedWithSubrequest = true;
    return this.#reportIfReady(subrequest, now);
  }

  #drop(pending: PendingRequest): void {
    this.#unreported.delete(pending);
    this.#pendingRequests.remove(pending);
  }

  #reportIfReady(pending: PendingRequest, now: number): readonly FailureUpdate[] {
    const isReady = isComplete(pending) || pending.lastFailure !== null || !this.#canStillComplete(pending);
    const updates = isReady ? this.#report(pending) : [];
    if (isFinal(pending) && pending.request !== null)
      this.#pendingRequests.complete(pending, pending.request);
    return this.#pendingRequests.isFull ? [...updates, ...this.tick(now)] : updates;
  }

  /** No bad status came for these attempts, so something else answered. */
  #adoptGoodRequest(pending: PendingRequest): void {
    const [first] = pending.attempts;
    if (first === undefined || pending.request !== null || isSubrequest(pending)) return;
    const goodRequest = findGoodRequest(pending, this.#pendingRequests.findGoodRequests(first));
    if (goodRequest !== undefined) this.#pendingRequests.reassignRequest(goodRequest, pending);
  }

  #canStillComplete({ request }: PendingRequest): boolean {
    return request === null ? this.#seenLogs.requests : this.#seenLogs.attempts;
  }

  /** The failure as it is known now, if that is news. A case without one (a good request) tells nothing. */
  #report(pending: PendingRequest): readonly FailureUpdate[] {
    this.#unreported.delete(pending);
    const failure = buildFailure(
      this.#seenLogs.attempts ? markConfiguredStatus(pending) : pending,
      this.#upstreamNames,
      this.#customerKey,
    );
    if (failure === null) return [];
    const previous = pending.lastFailure;
    pending.lastFailure = failure;
    return previous !== null && isEqual(previous, failure) ? [] : [{ failure, previous }];
  }
}

const isEqual = (a: object, b: object) => JSON.stringify(a) === JSON.stringify(b);
