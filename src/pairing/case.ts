import type { Attempt, Request, Try } from '../event.js';
import type { Failure } from '../failure.js';

/** The records of one request that have been found so far. Changed only by `Pairing`. */
export type Case = {
  attempts: readonly Attempt[];
  request: Request | null;
  /** When its first record was read. */
  readonly since: number;
  /** What was told of it last. */
  told: Failure | null;
};

export const openCase = (since: number): Case => ({ attempts: [], request: null, since, told: null });

/** True when the other log can add nothing: the request is known, and so are all attempts that it counts. */
export function isSettled({ attempts, request }: Case): boolean {
  return request !== null && attempts.length >= attemptsExpected(request);
}

/** True when even a record of the same log can add nothing: the access line names every server that was tried. */
export const isFinal = (each: Case): boolean => isSettled(each) && (each.request?.tries.length ?? 0) > 0;

/** How many error records nginx writes for this request. A status that an upstream made leaves none. */
export function attemptsExpected(request: Request): number {
  if (request.gateway !== 'nginx-access' || request.finding === null) return 0;
  if (request.tries.length > 0) return request.tries.filter(failedAtGateway).length;
  return request.madeBy === 'upstream' ? 0 : 1;
}

const failedAtGateway = ({ status, headerMs }: Try): boolean => (status ?? 500) >= 500 && headerMs === null;
