import type { AccessValues } from '../decoder.js';
import type { Certainty, Maker, Phase, Symptom } from '../event.js';
import { type DetailedAttempt, isPeerAddress } from './upstream-attempts.js';

/** What a failed try saw, how far it got, and who made its status. */
export type StatusClassification = {
  readonly symptom: Symptom;
  readonly phase: Phase | null;
  readonly certainty: Certainty;
  readonly madeBy: Maker;
  readonly missingFields?: readonly string[];
};

/** Statuses that stand for the gateway's own failure as well as for the upstream's. */
export type BadStatus = 502 | 503 | 504;

/** True for a status that tells of a failure at a gateway: this one, or one behind it. */
export const isBadStatus = (status: number | null): status is BadStatus =>
  status === 502 || status === 503 || status === 504;

/** Variables that tell what became of a try. */
export const diagnosticVariables = [
  'upstream_addr',
  'upstream_status',
  'upstream_connect_time',
  'upstream_header_time',
];

/** Judges the try that decided, by its times: what nginx never got to has a dash. */
export function classifyStatus(
  status: BadStatus,
  attempt: DetailedAttempt | undefined,
  values: AccessValues,
): StatusClassification {
  if (attempt === undefined) return classifyWithoutAttempt(status, values);
  const attemptStatus = isBadStatus(attempt.status) ? attempt.status : status;
  if (hadNoPeer(attemptStatus, attempt))
    return createClassification('gateway', 'no-peer', 'choosing', 'certain');
  // nginx gives a failed try 502 or 504, never 503.
  if (attempt.status === 503) return createClassification('upstream', 'answered-503', null, 'certain');
  if (attempt.headerMs !== null && isBadStatus(attempt.status))
    return createClassification('upstream', `answered-${attemptStatus}`, null, 'certain');
  if (values.has('upstream_connect_time') && attempt.connectMs === null)
    return classifyWhileConnecting(attemptStatus, attempt);
  if (values.has('upstream_header_time') && attempt.headerMs === null)
    return classifyBeforeHeader(attemptStatus, attempt, values);
  if ((attempt.responseLength ?? 0) > 0 && isBadStatus(attempt.status))
    return createClassification('upstream', `answered-${attemptStatus}`, null, 'likely');
  return classifyUntimed(attemptStatus, attempt, values);
}

const createClassification = (
  madeBy: Maker,
  symptom: Symptom,
  phase: Phase | null,
  certainty: Certainty,
): StatusClassification => ({
  madeBy,
  symptom,
  phase,
  certainty,
});

/** The list has the group's name in place of an address when no peer of the group was alive. */
function hadNoPeer(
  status: number,
  { peer, status: attemptStatus, connectMs, headerMs, responseMs }: DetailedAttempt,
): boolean {
  if (peer === null || isPeerAddress(peer) || status !== 502 || connectMs !== null || headerMs !== null)
    return false;
  const isInstant = responseMs !== null && responseMs <= instantMsMax;
  return peer.includes(':') ? isInstant && attemptStatus === 502 : isInstant || responseMs === null;
}

/** A refusal and what fails on this host take this long at most. */
const instantMsMax = 50;

function classifyWhileConnecting(status: BadStatus, { responseMs }: DetailedAttempt): StatusClassification {
  if (status === 504) return createClassification('gateway', 'timed-out', 'connecting', 'likely');
  // Only the kernel's own timeout takes so long; an unreachable host is told within a few seconds.
  if ((responseMs ?? 0) >= kernelTimeoutMsMin)
    return createClassification('gateway', 'ETIMEDOUT', 'connecting', 'likely');
  return createClassification('gateway', 'connect-failed', 'connecting', 'likely');
}

const kernelTimeoutMsMin = 5_000;

function classifyBeforeHeader(
  status: BadStatus,
  attempt: DetailedAttempt,
  values: AccessValues,
): StatusClassification {
  const { connectMs, bytesSent, bytesReceived } = attempt;
  if (connectMs === null) return classifyUnexplained('gateway', ['$upstream_connect_time']);
  const requestBytes = Number(values.get('request_length') ?? Number.NaN);
  const isSending = bytesSent !== null && bytesSent < requestBytes - rewrittenBytesMax;
  if (status === 504)
    return createClassification('gateway', 'timed-out', isSending ? 'sending' : 'reading-header', 'likely');
  if (bytesReceived === null)
    return {
      ...createClassification('gateway', 'closed', 'reading-header', 'guess'),
      missingFields: ['$upstream_bytes_received'],
    };
  if (bytesReceived > 0) return createClassification('gateway', 'malformed', 'reading-header', 'guess');
  return createClassification('gateway', 'closed', isSending ? 'sending' : 'reading-header', 'likely');
}

/** nginx rewrites the request's header, so fewer bytes may be the whole request; an upload that stalls lacks more. */
const rewrittenBytesMax = 4_096;

/** Neither connect nor header time: only the duration and the size of the answer are left to judge by. */
function classifyUntimed(
  status: BadStatus,
  attempt: DetailedAttempt,
  values: AccessValues,
): StatusClassification {
  const madeBy = isErrorPage(status, values) ? 'gateway' : 'undecided';
  const missingFields = listMissingFields(values);
  const { responseMs } = attempt;
  const isTimer = responseMs !== null && responseMs >= timerMsMin && responseMs % 1000 <= instantMsMax;
  if (status !== 504 || !isTimer) return classifyUnexplained(madeBy, missingFields);
  const phase = responseMs < timerMsMin + 1000 ? 'connecting' : 'reading-header';
  return { ...createClassification(madeBy, 'timed-out', phase, 'guess'), missingFields };
}

/** A try that lasted whole seconds, at least these, ended by a timer. Five is ingress-nginx's time to connect. */
const timerMsMin = 5_000;

function classifyWithoutAttempt(status: BadStatus, values: AccessValues): StatusClassification {
  const isLogged = values.has('upstream_addr') || values.has('upstream_status');
  if (!isLogged)
    return classifyUnexplained(
      isErrorPage(status, values) ? 'gateway' : 'undecided',
      listMissingFields(values),
    );
  // ingress-nginx names the service before it looks for endpoints, and answers 503 when there are none.
  if (status === 503 && values.has('proxy_upstream_name'))
    return createClassification('gateway', 'no-peer', 'choosing', 'guess');
  return classifyUnexplained('gateway', status === 503 ? listMissingFields(values, limitVariables) : []);
}

const classifyUnexplained = (madeBy: Maker, missingFields: readonly string[]): StatusClassification => ({
  ...createClassification(madeBy, 'unexplained', null, 'guess'),
  missingFields,
});

const limitVariables = ['limit_req_status', 'limit_conn_status'];
const listMissingFields = (values: AccessValues, names = diagnosticVariables): readonly string[] =>
  names.filter((name) => !values.has(name)).map((name) => `$${name}`);

/**
 * True when the answer is as long as nginx's own error page for this status: a fixed text and the signature. Strong
 * evidence that the gateway made it, unless an upstream sent as many bytes.
 */
export function isErrorPage(status: number, values: AccessValues): boolean {
  const bytes = Number(values.get('body_bytes_sent') ?? Number.NaN);
  const base = pageBytes[status];
  return base !== undefined && paddingBytes.some((padding) => signatureBytes.has(bytes - base - padding));
}

/** The pages without signature. */
const pageBytes: Readonly<Record<number, number>> = { 500: 165, 502: 145, 503: 185, 504: 155 };
/** `nginx` and `openresty`, alone and with version, and nginx with the distribution's name. */
const signatureBytes: ReadonlySet<number> = new Set([5, 9, 11, 12, 13, 18, 19, 21, 22]);
/** The comment against Internet Explorer's own pages (also sent to Chrome); the background colour before 1.15. */
const paddingBytes = [0, 402, 16, 418];
