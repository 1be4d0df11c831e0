import type { Attempt, Notice, Request } from '../../parse/event.js';
import { BoundedKeyIndex, KeyIndex } from './key-index.js';
import { listCorrelationKeys } from './keys.js';
import { createPendingRequest, type PendingRequest } from './pending-request.js';

/** How long a told failure is still amended by late lines: longer than a few of nginx's 60 s time-outs in a row. */
const amendWindowMs = 600_000;
/** Cases that are remembered at once; beyond that the oldest is told as it stands and forgotten. */
const pendingRequestsMax = 5_000;
/** Requests that wait for nothing: one that is read before the record of its cut body or its subrequest. */
const goodRequestsMax = 4_000;

/** The cases that further records may belong to, by client, connection and request. */
export class PendingRequests {
  /** In order of arrival, which is the order in which they expire. */
  readonly #pending = new Set<PendingRequest>();
  readonly #index = new KeyIndex<PendingRequest>();
  /** Those without a request. Mostly there are none, and then no request needs to be looked for. */
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

  /** The only way to change what a case is found by. Its place in the order of arrival stays. */
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

  /** Keeps a request that waits for nothing for a while. */
  keepGoodRequest(request: Request, openedAt: number): void {
    this.#goodRequests.add(createPendingRequest(openedAt, request), getShortKey(request));
  }

  /** The same for one whose records are all there: a subrequest's may still come. */
  complete(pending: PendingRequest, request: Request): void {
    this.remove(pending);
    this.#goodRequests.add(pending, getShortKey(request));
  }

  remove(pending: PendingRequest): void {
    this.#pending.delete(pending);
    this.#withoutRequest.delete(pending);
    this.#index.remove(pending, listPendingKeys(pending));
  }

  /** Those that nothing can amend any more, and the oldest of too many. */
  findExpired(now: number): readonly PendingRequest[] {
    const expired: PendingRequest[] = [];
    for (const oldest of this.#pending) {
      if (now - oldest.openedAt < amendWindowMs && this.#pending.size - expired.length <= pendingRequestsMax)
        break;
      expired.push(oldest);
    }
    return expired;
  }

  /** Cases that the event may belong to. */
  findCandidates(event: Attempt | Request | Notice): readonly PendingRequest[] {
    return this.#index.find(listCorrelationKeys(event));
  }

  /** Of those, the ones that wait for a request. */
  findWithoutRequest(request: Request): readonly PendingRequest[] {
    return this.#withoutRequest.size === 0
      ? []
      : this.findCandidates(request).filter((pending) => pending.request === null);
  }

  /** Requests that wait for nothing, which the attempt may belong to. */
  findGoodRequests(attempt: Attempt): readonly PendingRequest[] {
    return this.#goodRequests.find(listCorrelationKeys(attempt));
  }

  /** Gives a request that waited for nothing to a case that it belongs to. */
  reassignRequest(goodRequest: PendingRequest, target: PendingRequest): void {
    this.#goodRequests.remove(goodRequest);
    this.update(target, { request: goodRequest.request });
  }
}

/** One key is enough where most are never looked for: attempts are looked up by all of theirs. */
const getShortKey = (request: Request): readonly string[] => listCorrelationKeys(request).slice(0, 1);

const listPendingKeys = ({ attempts, request }: PendingRequest): readonly string[] =>
  [...attempts, ...(request === null ? [] : [request])].flatMap(listCorrelationKeys);
