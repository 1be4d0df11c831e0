import type { Attempt, Finding, Request, Try } from '../../parse/event.js';
import { causeOf } from '../causes/index.js';
import { type Case, isInside } from './pending-request.js';

/** The record that names the cause, what it found, and whom it blames. */
export type Decider = {
  readonly event: Attempt | Request;
  readonly finding: Finding;
  /** The address of the server that failed; null where there was none. */
  readonly peer: string | null;
  /** The access line's entry for it. */
  readonly tried: Try | undefined;
};

/**
 * Null for records that tell of no failure. The last attempt made the client's status, but a group that had nobody left
 * is only the aftermath of the attempts before; and what the upstream itself answered at last outranks earlier attempts.
 */
export function deciderOf(each: Case): Decider | null {
  const request = isInside(each) ? null : each.request;
  const attempts = inOrderOfTries(each.attempts, request);
  const finding = request?.emptiedBy ?? request?.finding ?? null;
  const isPassedOn = finding?.symptom.startsWith('answered-') === true;
  if (request !== null && finding !== null && (isPassedOn || attempts.length === 0)) {
    const tried = failedTry(request);
    // In place of an address, the line has the group's name where nobody was left to try.
    const peer = tried === undefined || tried.peer === request.group ? request.peer : tried.peer;
    return { event: request, finding, peer, tried };
  }
  const root = attempts.findLast((each) => causeOf(each.finding).aftermath !== true) ?? attempts.at(-1);
  if (root === undefined) return null;
  const tried = request?.tries.findLast(({ peer, status }) => peer === root.peer && isBad(status));
  return { event: root, finding: root.finding, peer: root.peer, tried };
}

/**
 * The attempts as the access line lists their servers. Streams of one HTTP/2 connection that ask for the same can only
 * be told apart by servers, so a record may have come to this case out of turn.
 */
function inOrderOfTries(attempts: readonly Attempt[], request: Request | null): readonly Attempt[] {
  if (request === null || attempts.length < 2) return attempts;
  const placeOf = ({ peer }: Attempt) => request.tries.findLastIndex((each) => each.peer === peer);
  return attempts.every((attempt) => placeOf(attempt) >= 0)
    ? attempts.toSorted((one, other) => placeOf(one) - placeOf(other))
    : attempts;
}

/** The try that a client saw fail, or that something else made good. */
function failedTry({ tries, outcome, group }: Request): Try | undefined {
  const bad = tries.filter(({ status }) => isBad(status));
  const isSaved = outcome === 'saved-by-retry' || outcome === 'saved-by-fallback';
  const last = isSaved ? bad.at(-1) : tries.at(-1);
  return last?.peer === group ? (bad.findLast(({ peer }) => peer !== group) ?? last) : last;
}

const isBad = (status: number | null): boolean => (status ?? 500) >= 500;
