import type { Notice, Request } from '../../parse/event.js';
import { BoundedKeyIndex } from './key-index.js';
import { listCorrelationKeys } from './keys.js';
import { isPartOfRequest } from './match.js';
import type { PendingRequest } from './pending-request.js';

/** Rejections whose access line has not been read yet. */
const unmatchedMax = 2_000;

/** Requests that a limit of the gateway turned away: nginx's record says so, the access line only that it was a 503. */
export class RateLimitedRequests {
  readonly #unmatched = new BoundedKeyIndex<Notice>(unmatchedMax);

  /** The case that the record shows to be no failure, if its line has been read and not been told. */
  findPendingRequest(notice: Notice, unreported: readonly PendingRequest[]): PendingRequest | undefined {
    const rejected = unreported.find(
      ({ attempts, request }) =>
        attempts.length === 0 &&
        request !== null &&
        canBeRateLimited(request) &&
        isPartOfRequest(notice, request),
    );
    if (rejected === undefined) this.#unmatched.add(notice, listCorrelationKeys(notice));
    return rejected;
  }

  /** True for the request of a rejection whose record has been read. */
  consume(request: Request): boolean {
    if (!canBeRateLimited(request)) return false;
    const match = this.#unmatched
      .find(listCorrelationKeys(request))
      .find((notice) => isPartOfRequest(notice, request));
    if (match !== undefined) this.#unmatched.remove(match);
    return match !== undefined;
  }
}

/** The status of a limit, unless it is configured otherwise, and nobody was tried. */
const canBeRateLimited = ({ status, upstreamAttempts }: Request): boolean =>
  status === 503 && upstreamAttempts.length === 0;
