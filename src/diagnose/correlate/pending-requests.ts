import type { Attempt, Notice, Request } from '../../parse/event.js';
import { BoundedKeyIndex, KeyIndex } from './key-index.js';
import { listCorrelationKeys } from './keys.js';
import { createPendingRequest, type PendingRequest } from './pending-request.js';

/** How long late lines can amend a reported failure: longer than a few of nginx's 60 s timeouts in a row. */
const amendWindowMs = 600_000;
/** Maximum number of pending requests. Beyond it, the oldest is reported as it is and forgotten. */
const pendingRequestsMax = 5_000;
/** Maximum number of good requests that are kept, in case the record of a truncated body or a subrequest follows. */
const goodRequestsMax = 4_000;

const attemptsAskedMax = 100;

/** Requests that further records may belong to, indexed by client, connection and request. */
export class PendingRequests {
  /** In order of arrival, which is the order in which they expire. */
  readonly #pending = new Set<PendingRequest>();
  readonly #index = new KeyIndex<PendingRequest>();
  /** Those without an access line. Usually there are none, and then access lines need no look-up. */
  readonly #withoutRequest = new Set<PendingRequest>();
  readonly #goodRequests = new BoundedKeyIndex<PendingRequest>(goodRequestsMax);

  get isFull(): boolean {
    return this.#pending.size > pendingRequestsMax;
  }

  /** In order of arrival. */
  all(): readonly PendingRequest[] {
    return [...this.#pending];
  }

  open(openedAt: number, attempts: readonly Attempt[] = []): PendingRequest {
    return this.add({ ...createPendingRequest(openedAt), attempts });
  }

  add(pending: PendingRequest): PendingRequest {
    this.#pending.add(pending);
    if (pending.request === null) this.#withoutRequest.add(pending);
    else this.#withoutRequest.delete(pending);
    this.#index.add(pending, listPendingKeys(pending));
    return pending;
  }

  /** Changes the records of a pending request and its keys. Its place in the order of arrival stays. */
  update(
    pending: PendingRequest,
    { attempts = pending.attempts, request = pending.request }: Partial<PendingRequest>,
  ): void {
    this.#goodRequests.remove(pending);
    const previousKeys = listPendingKeys(pending);
    pending.attempts = attempts;
    pending.request = request;
    const currentKeys = new Set(listPendingKeys(pending));
    this.#index.remove(
      pending,
      previousKeys.filter((key) => !currentKeys.has(key)),
    );
    this.add(pending);
  }

  /** Keeps a good request for a while. */
  keepGoodRequest(request: Request, openedAt: number): void {
    this.#goodRequests.add(createPendingRequest(openedAt, request), getShortKey(request));
  }

  /** Keeps a request with all its records for a while, as one of a subrequest may follow. */
  complete(pending: PendingRequest, request: Request): void {
    this.remove(pending);
    this.#goodRequests.add(pending, getShortKey(request));
  }

  remove(pending: PendingRequest): void {
    this.#pending.delete(pending);
    this.#withoutRequest.delete(pending);
    this.#index.remove(pending, listPendingKeys(pending));
  }

  /** Requests that can no longer be amended, and the oldest above the limit. */
  findExpired(now: number): readonly PendingRequest[] {
    const expired: PendingRequest[] = [];
    for (const oldest of this.#pending) {
      if (now - oldest.openedAt < amendWindowMs && this.#pending.size - expired.length <= pendingRequestsMax)
        break;
      expired.push(oldest);
    }
    return expired;
  }

  /** Requests that the event may belong to. */
  findCandidates(event: Attempt | Request | Notice): readonly PendingRequest[] {
    return this.#index.find(listCorrelationKeys(event));
  }

  /** Those of them that wait for their access line. */
  findWithoutRequest(request: Request): readonly PendingRequest[] {
    return this.#withoutRequest.size === 0
      ? []
      : this.findCandidates(request).filter((pending) => pending.request === null);
  }

  /** True if an attempt that waits for its access line is as described; the first ones are asked. */
  someAttempt(isAsDescribed: (attempt: Attempt) => boolean): boolean {
    let asked = 0;
    for (const { attempts } of this.#withoutRequest) {
      if (attempts.some(isAsDescribed)) return true;
      asked += 1;
      if (asked >= attemptsAskedMax) return false;
    }
    return false;
  }

  /** Good requests that the attempt may belong to. */
  findGoodRequests(attempt: Attempt): readonly PendingRequest[] {
    return this.#goodRequests.find(listCorrelationKeys(attempt));
  }

  /** Moves a good request to the pending attempts that belong to it. */
  reassignRequest(goodRequest: PendingRequest, target: PendingRequest): void {
    this.#goodRequests.remove(goodRequest);
    this.update(target, { request: goodRequest.request });
  }
}

/** One key is enough: attempts are looked up by all of theirs, and most good requests never are. */
const getShortKey = (request: Request): readonly string[] => listCorrelationKeys(request).slice(0, 1);

const listPendingKeys = ({ attempts, request }: PendingRequest): readonly string[] =>
  [...attempts, ...(request === null ? [] : [request])].flatMap(listCorrelationKeys);
