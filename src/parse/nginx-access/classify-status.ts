import type { AccessValues } from '../decoder.js';
import type { Certainty, Maker, Phase, Symptom } from '../event.js';
import { type FullTry, isPeerAddress } from './upstream-attempts.js';

/** What a failed try saw, how far it got, and who made its status. */
export type Judgement = {
  readonly symptom: Symptom;
  readonly phase: Phase | null;
  readonly certainty: Certainty;
  readonly madeBy: Maker;
  readonly lacks?: readonly string[];
};

/** Statuses that stand for the gateway's own failure as well as for the upstream's. */
export type BadStatus = 502 | 503 | 504;

/** True for a status that tells of a failure at a gateway: this one, or one behind it. */
export const isBad = (status: number | null): status is BadStatus =>
  status === 502 || status === 503 || status === 504;

/** Variables that tell what became of a try. */
export const diagnostic = [
  'upstream_addr',
  'upstream_status',
  'upstream_connect_time',
  'upstream_header_time',
];

/** Judges the try that decided, by its times: what nginx never got to has a dash. */
export function judgementOf(
  status: BadStatus,
  attempt: FullTry | undefined,
  values: AccessValues,
): Judgement {
  if (attempt === undefined) return withoutTry(status, values);
  const own = isBad(attempt.status) ? attempt.status : status;
  if (hadNoPeer(own, attempt)) return made('gateway', 'no-peer', 'choosing', 'certain');
  // nginx gives a failed try 502 or 504, never 503.
  if (attempt.status === 503) return made('upstream', 'answered-503', null, 'certain');
  if (attempt.headerMs !== null && isBad(attempt.status))
    return made('upstream', `answered-${own}`, null, 'certain');
  if (values.has('upstream_connect_time') && attempt.connectMs === null) return whileConnecting(own, attempt);
  if (values.has('upstream_header_time') && attempt.headerMs === null)
    return beforeHeader(own, attempt, values);
  if ((attempt.responseLength ?? 0) > 0 && isBad(attempt.status))
    return made('upstream', `answered-${own}`, null, 'likely');
  return untimed(own, attempt, values);
}

const made = (madeBy: Maker, symptom: Symptom, phase: Phase | null, certainty: Certainty): Judgement => ({
  madeBy,
  symptom,
  phase,
  certainty,
});

/** The list has the group's name in place of an address when no peer of the group was alive. */
function hadNoPeer(
  status: number,
  { peer, status: given, connectMs, headerMs, responseMs }: FullTry,
): boolean {
  if (peer === null || isPeerAddress(peer) || status !== 502 || connectMs !== null || headerMs !== null)
    return false;
  const isInstant = responseMs !== null && responseMs <= instantMsMax;
  return peer.includes(':') ? isInstant && given === 502 : isInstant || responseMs === null;
}

/** A refusal and what fails on this host take this long at most. */
const instantMsMax = 50;

function whileConnecting(status: BadStatus, { responseMs }: FullTry): Judgement {
  if (status === 504) return made('gateway', 'timed-out', 'connecting', 'likely');
  // Only the kernel's own timeout takes so long; an unreachable host is told within a few seconds.
  if ((responseMs ?? 0) >= kernelTimeoutMsMin) return made('gateway', 'ETIMEDOUT', 'connecting', 'likely');
  return made('gateway', 'connect-failed', 'connecting', 'likely');
}

const kernelTimeoutMsMin = 5_000;

function beforeHeader(status: BadStatus, attempt: FullTry, values: AccessValues): Judgement {
  const { connectMs, bytesSent, bytesReceived } = attempt;
  if (connectMs === null) return unexplained('gateway', ['$upstream_connect_time']);
  const requestBytes = Number(values.get('request_length') ?? Number.NaN);
  const isSending = bytesSent !== null && bytesSent < requestBytes - rewrittenBytesMax;
  if (status === 504) return made('gateway', 'timed-out', isSending ? 'sending' : 'reading-header', 'likely');
  if (bytesReceived === null)
    return { ...made('gateway', 'closed', 'reading-header', 'guess'), lacks: ['$upstream_bytes_received'] };
  if (bytesReceived > 0) return made('gateway', 'malformed', 'reading-header', 'guess');
  return made('gateway', 'closed', isSending ? 'sending' : 'reading-header', 'likely');
}

/** nginx rewrites the request's header, so fewer bytes may be the whole request; an upload that stalls lacks more. */
const rewrittenBytesMax = 4_096;

/** Neither connect nor header time: only the duration and the size of the answer are left to judge by. */
function untimed(status: BadStatus, attempt: FullTry, values: AccessValues): Judgement {
  const madeBy = isOwnPage(status, values) ? 'gateway' : 'undecided';
  const lacks = lackingOf(values);
  const { responseMs } = attempt;
  const isTimer = responseMs !== null && responseMs >= timerMsMin && responseMs % 1000 <= instantMsMax;
  if (status !== 504 || !isTimer) return unexplained(madeBy, lacks);
  const phase = responseMs < timerMsMin + 1000 ? 'connecting' : 'reading-header';
  return { ...made(madeBy, 'timed-out', phase, 'guess'), lacks };
}

/** A try that lasted whole seconds, at least these, ended by a timer. Five is ingress-nginx's time to connect. */
const timerMsMin = 5_000;

function withoutTry(status: BadStatus, values: AccessValues): Judgement {
  const isLogged = values.has('upstream_addr') || values.has('upstream_status');
  if (!isLogged) return unexplained(isOwnPage(status, values) ? 'gateway' : 'undecided', lackingOf(values));
  // ingress-nginx names the service before it looks for endpoints, and answers 503 when there are none.
  if (status === 503 && values.has('proxy_upstream_name'))
    return made('gateway', 'no-peer', 'choosing', 'guess');
  return unexplained('gateway', status === 503 ? lackingOf(values, limits) : []);
}

const unexplained = (madeBy: Maker, lacks: readonly string[]): Judgement => ({
  ...made(madeBy, 'unexplained', null, 'guess'),
  lacks,
});

const limits = ['limit_req_status', 'limit_conn_status'];
const lackingOf = (values: AccessValues, names = diagnostic): readonly string[] =>
  names.filter((name) => !values.has(name)).map((name) => `$${name}`);

/**
 * True when the answer is as long as nginx's own error page for this status: a fixed text and the signature. Strong
 * evidence that the gateway made it, unless an upstream sent as many bytes.
 */
export function isOwnPage(status: number, values: AccessValues): boolean {
  const bytes = Number(values.get('body_bytes_sent') ?? Number.NaN);
  const base = pageBytes[status];
  return base !== undefined && paddings.some((padding) => signatureBytes.has(bytes - base - padding));
}

/** The pages without signature. */
const pageBytes: Readonly<Record<number, number>> = { 500: 165, 502: 145, 503: 185, 504: 155 };
/** `nginx` and `openresty`, alone and with version, and nginx with the distribution's name. */
const signatureBytes: ReadonlySet<number> = new Set([5, 9, 11, 12, 13, 18, 19, 21, 22]);
/** The comment against Internet Explorer's own pages (also sent to Chrome); the background colour before 1.15. */
const paddings = [0, 402, 16, 418];
