import type { Attempt, Request } from '../../parse/event.js';
import { fitOf, fitOfNext, isDuring, isListed, otherStatus } from './match.js';
import { type Case, isInside } from './pending-request.js';

/** The attempts of a waiting case that are the request's: all of them, or some where two requests were taken for one. */
export type Part = { readonly from: Case; readonly taken: readonly Attempt[] };

/** What the request finds among cases that wait for their access line, in order of arrival. */
export function partsFor(request: Request, waiting: readonly Case[]): readonly Part[] {
  const outside = waiting.filter((each) => !isInside(each));
  return isListed(request) ? partsByTries(request, outside) : wholeCase(request, outside);
}

/** For each try that the line names, the earliest record of it: both logs are in order. */
function partsByTries(request: Request, waiting: readonly Case[]): readonly Part[] {
  const parts: Part[] = [];
  const found: Attempt[] = [];
  for (const from of waiting) {
    const taken: Attempt[] = [];
    for (const attempt of from.attempts) {
      const fit = fitOf(attempt, request, [...found, ...taken]);
      if (fit > 0 && !isEarly(from, fit)) taken.push(attempt);
    }
    // Two failures that have been told stay two.
    const isSecondTold = isNamed({ from, taken }) && parts.some(isNamed);
    if (taken.length === 0 || isSecondTold) continue;
    parts.push({ from, taken });
    found.push(...taken);
  }
  return parts;
}

/** Where the line names nobody, the case whose last attempt had the same status, else the earliest that may be its. */
function wholeCase(request: Request, waiting: readonly Case[]): readonly Part[] {
  let best: Case | undefined;
  let bestFit = 0;
  for (const from of waiting) {
    const fit = fitOfAll(from, request);
    if (fit > bestFit && !isEarly(from, fit)) [best, bestFit] = [from, fit];
  }
  return best === undefined ? [] : [{ from: best, taken: best.attempts }];
}

/** The good request that attempts without a line of their own status may have been a part of. */
export const servedFor = (mine: Case, served: readonly Case[]): Case | undefined =>
  served.find(
    ({ attempts, request }) => attempts.length === 0 && request !== null && fitOfAll(mine, request) > 0,
  );

/** A weak fit is taken last: a line that fits the attempt better may still be read. */
const isEarly = ({ told }: Pick<Case, 'told'>, fit: number): boolean => told === null && fit === otherStatus;

/** That of the last attempt, which made the status, if all of them fit. */
function fitOfAll({ attempts }: Case, request: Request): number {
  const fits = attempts.map((attempt) => fitOf(attempt, request, []));
  return fits.includes(0) ? 0 : (fits.at(-1) ?? 0);
}

/** A failure is known by its first attempt, so what was told goes where that goes. */
export const isNamed = ({ from: { told, attempts }, taken }: Part): boolean =>
  told !== null && attempts[0] !== undefined && taken.includes(attempts[0]);

/** The case that an attempt fits best: of those with an access line the first, of those without the latest. */
export function caseFor(attempt: Attempt, near: readonly Case[]): Case | undefined {
  let best: Case | undefined;
  let bestFit = 0;
  for (const each of near) {
    const isNext = each.request === null || isInside(each);
    const fit = isNext ? fitOfNext(attempt, each) : fitOfAsked(attempt, each);
    if (fit > bestFit || (isNext && fit > 0 && fit === bestFit)) [best, bestFit] = [each, fit];
  }
  return best;
}

/** The request that a subrequest's attempt was a part of, if it has been read. */
export const parentOf = (attempt: Attempt, near: readonly Case[]): Request | null =>
  attempt.subrequest === null
    ? null
    : (near.find((each) => each.request !== null && !isInside(each) && isDuring(attempt, each.request))
        ?.request ?? null);

function fitOfAsked(attempt: Attempt, { attempts, request }: Case): number {
  if (request === null || attempt.subrequest !== null) return 0;
  const fit = fitOf(attempt, request, attempts);
  return isEarly({ told: null }, fit) ? 0 : fit;
}
