import type { Attempt, Request } from '../event.js';
import { attemptsExpected, type Case } from './case.js';
import { isAfterHeader } from './outcome.js';

/** Both logs have times of one second, and the access line is written a moment after the failure. */
const slackMs = 2_000;
/** How long before its end a request may have begun when its log does not tell the duration. */
const unknownDurationMs = 10_000;
/** How far apart two attempts of one request can be: one time-out of nginx's default 60 s, and a second. */
const nextAttemptMs = 61_000;

/**
 * Under what an event is looked for: nginx's connection number with the request where the record has both, and the
 * client with the request. One connection number carries many requests (keepalive in turn, HTTP/2 at once), so it never
 * stands alone.
 */
export function keysOf({ connection, client, request }: Attempt | Request): readonly string[] {
  const asked = request === null ? '' : `${request.method} ${request.target}`;
  const keys: string[] = [];
  if (connection !== null) keys.push(`*${connection} ${asked}`);
  if (client !== null && request !== null) keys.push(`${client} ${asked}`);
  return keys;
}

/** How well an attempt fits a case: 0 not at all; more is better. */
export function attemptFits(attempt: Attempt, candidate: Case): number {
  const { request, attempts } = candidate;
  if (!sameConnection(attempt, [...attempts, ...(request === null ? [] : [request])])) return 0;
  if (request !== null) {
    const full = attempts.length >= Math.max(attemptsExpected(request), 1);
    return full ? 0 : pairFit(attempt, request);
  }
  const last = attempts.at(-1);
  if (last === undefined || attempt.connection === null || last.connection === null) return 0;
  const tried = attempts.some(({ peer }) => peer !== null && peer === attempt.peer);
  const final = last.finding.symptom === 'no-peer';
  if (tried || final || !within(attempt.at, last.at, nextAttemptMs, nextAttemptMs)) return 0;
  return (attempt.subrequest ?? '') === (last.subrequest ?? '') ? 1 : 0;
}

/** How well a request fits a case that has attempts only. */
export function requestFits(request: Request, candidate: Case): number {
  if (candidate.request !== null) return 0;
  const fits = candidate.attempts.map((attempt) => pairFit(attempt, request));
  return fits.includes(0) ? 0 : Math.max(0, ...fits);
}

function pairFit(attempt: Attempt, request: Request): number {
  const sure = attempt.connection !== null && attempt.connection === request.connection;
  if (!sameConnection(attempt, [request])) return 0;
  if (!sure && (attempt.client !== request.client || attempt.client === null)) return 0;
  const spanMs = (request.durationMs ?? unknownDurationMs) + slackMs;
  if (!within(attempt.at, request.at, slackMs, spanMs)) return 0;
  if (!canHaveFailed(attempt, request)) return 0;
  return sure ? 3 : 2;
}

/** True when the access line leaves room for this failed attempt. */
function canHaveFailed(attempt: Attempt, request: Request): boolean {
  if (attempt.subrequest !== null || request.tries.length === 0) return true;
  const peers = request.tries.map(({ peer }) => peer);
  if (attempt.peer !== null && !peers.includes(attempt.peer) && attempt.finding.symptom !== 'no-peer')
    return false;
  return request.finding !== null || isAfterHeader(attempt.finding) || attempt.finding.phase === 'storing';
}

const sameConnection = (
  one: { connection: number | null },
  others: readonly { connection: number | null }[],
) =>
  others.every(
    ({ connection }) => connection === null || one.connection === null || connection === one.connection,
  );

/** `at` lies from `beforeMs` before `end` to `afterMs` after it. Records without a time fit any. */
const within = (at: number | null, end: number | null, afterMs: number, beforeMs: number) =>
  at === null || end === null || (at >= end - beforeMs && at <= end + afterMs);
