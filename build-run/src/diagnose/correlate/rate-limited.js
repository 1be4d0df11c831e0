import { BoundedKeyIndex } from './key-index.js';
import { listIndexKeys, listLookUpKeys } from './keys.js';
import { getRequestWindow, isPartOfRequest } from './match.js';

/** Maximum number of rejections that wait for their access line. */
const unmatchedMax = 2_000;
/** Requests that a rate limit rejected: nginx's error record says so, while the access line only has the 503. */
export class RateLimitedRequests {
  #unmatched = new BoundedKeyIndex(unmatchedMax, ({ at }) => [{ at, status: null }]);
  /** The request that the record shows to be rate-limited, reported or not; otherwise the record waits for it. */
  findPendingRequest(notice, candidates) {
    const rejected = candidates.find(
      ({ attempts, request }) =>
        attempts.length === 0 &&
        request !== null &&
        canBeRateLimited(request) &&
        isRejectedAt(notice, request),
    );
    if (rejected === undefined) this.#unmatched.add(notice, listIndexKeys(notice));
    return rejected;
  }
  /** True when the record of the rejection has been read. Each record matches one request. */
  consume(request, isSameGateway) {
    if (!canBeRateLimited(request)) return false;
    const match = this.#unmatched
      .find(
        listLookUpKeys(request),
        getRequestWindow(request),
        (notice) => isRejectedAt(notice, request) && isSameGateway(notice),
      )
      .at(0);
    if (match !== undefined) this.#unmatched.remove(match);
    return match !== undefined;
  }
}
/** A rejected request ends at once, whatever the time that others take. */
const isRejectedAt = (notice, request) =>
  isPartOfRequest(notice, request) &&
  (notice.at === null || request.at === null || request.at - notice.at <= rejectionMsMax);
const rejectionMsMax = 2_000;
/** The default status of nginx's limits, with no server tried. */
const canBeRateLimited = ({ status, upstreamAttempts }) => status === 503 && upstreamAttempts.length === 0;
