import type { Attempt, Request } from '../../parse/event.js';
import type { Failure } from '../failure.js';

/** The records of one request, or of one subrequest, that have been found so far. Changed only by `Pairing`. */
export type Case = {
  attempts: readonly Attempt[];
  /** For a subrequest: the request that it was a part of. */
  request: Request | null;
  /** When its first record was read. */
  readonly since: number;
  /** What was told of it last. */
  told: Failure | null;
  /** Set when nginx says that the whole request failed with its subrequest. */
  inherited?: true;
};

export const openCase = (since: number, request: Request | null = null): Case => ({
  attempts: [],
  request,
  since,
  told: null,
});

/** True for a failure inside a subrequest: it has no access line of its own. */
export const isInside = ({ attempts: [first] }: Pick<Case, 'attempts'>): boolean =>
  first !== undefined && first.subrequest !== null;

/** True when the other log can add nothing: the request is known, and so are all attempts that it counts. */
export const isSettled = (each: Case): boolean =>
  each.request !== null && (isInside(each) || each.attempts.length >= attemptsExpected(each.request));

/** True when even a record of the same log can add nothing: the access line names every server that was tried. */
export const isFinal = (each: Case): boolean =>
  isSettled(each) && !isInside(each) && (each.request?.tries.length ?? 0) > 0;

/** How many error records nginx writes for this request. A status that an upstream made leaves none. */
function attemptsExpected({ gateway, finding, tries, madeBy }: Request): number {
  if (gateway !== 'nginx-access' || finding === null) return 0;
  return Math.max(tries.filter(failedAtGateway).length, madeBy === 'upstream' ? 0 : 1);
}

const failedAtGateway = ({ status, headerMs }: Request['tries'][number]): boolean =>
  (status ?? 500) >= 500 && headerMs === null;
