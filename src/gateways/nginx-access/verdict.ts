import type { Certainty, Finding, Maker, Outcome, Phase, Request, Symptom } from '../../event.js';
import type { AccessValues } from '../../gateway.js';
import { isOwnPage } from './own-page.js';
import { type FullTry, isPeerAddress } from './tries.js';

/** What an access line alone says about a failure. All null for a request that met none. */
export type Verdict = Pick<Request, 'finding' | 'outcome' | 'madeBy'>;

/** Judges one request by its status and what was tried. `status` is null for 000 and 009. */
export function verdictOf(status: number | null, tries: readonly FullTry[], values: AccessValues): Verdict {
  const last = tries.at(-1);
  if (status === null)
    return values.get('status') === '009' && last?.peer ? failed(otherProtocol, values, last) : fine;
  if (status === 500) return lacksPeer(tries, values) ? failed(lackOfResources, values, last) : fine;
  if (isBad(status))
    return wasRejected(values) ? fine : failed(diagnosis(status, last, values), values, last);
  return status < 500 && !clientCodes.has(status) ? savedVerdict(tries, values) : fine;
}

type Diagnosis = {
  readonly symptom: Symptom;
  readonly phase: Phase | null;
  readonly certainty: Certainty;
  readonly madeBy: Maker;
  readonly lacks?: readonly string[];
};

const fine: Verdict = { finding: null, outcome: null, madeBy: null };
const isBad = (status: number | null): status is 502 | 503 | 504 =>
  status === 502 || status === 503 || status === 504;
/** The client left, was too slow, or was sent away without an answer. */
const clientCodes: ReadonlySet<number> = new Set([408, 444, 460, 463, 494, 495, 496, 497, 499]);

/** A good answer after a bad try: another peer gave it, or a fallback (error_page, backup location, stale cache). */
function savedVerdict(tries: readonly FullTry[], values: AccessValues): Verdict {
  const index = tries.findLastIndex((each) => isBad(each.status));
  const bad = tries[index];
  if (bad === undefined || !isBad(bad.status)) return fine;
  const isRetried = index < tries.length - 1 && !tries.slice(index + 1).some(({ redirected }) => redirected);
  return failed(
    diagnosis(bad.status, bad, values),
    values,
    bad,
    isRetried ? 'saved-by-retry' : 'saved-by-fallback',
  );
}

function failed(
  { symptom, phase, certainty, madeBy, lacks = [] }: Diagnosis,
  values: AccessValues,
  attempt: FullTry | undefined,
  outcome: Outcome = 'client-visible',
): Verdict {
  const peer = attempt?.peer ?? null;
  const socket = peer === null || !isPeerAddress(peer) ? null : peer.startsWith('unix:') ? 'unix' : 'tcp';
  const finding: Finding = { symptom, phase, socket, certainty, words: wordsOf(values), lacks };
  return { finding, outcome, madeBy };
}

const otherProtocol: Diagnosis = {
  symptom: 'other-protocol',
  phase: 'reading-header',
  certainty: 'likely',
  madeBy: 'upstream',
};
/** A socket, descriptor or port was missing: nginx tells which one in its error log only. */
const lackOfResources: Diagnosis = {
  symptom: 'unexplained',
  phase: null,
  certainty: 'likely',
  madeBy: 'gateway',
};

/** nginx began to look for a peer and got none: the address is empty, and the status a dash. */
function lacksPeer(tries: readonly FullTry[], values: AccessValues): boolean {
  const last = tries.at(-1);
  if (last !== undefined) return last.redirected && last.peer === null && last.status === null;
  return values.get('upstream_addr') === '' && values.get('upstream_status') === '-';
}

const wasRejected = (values: AccessValues): boolean =>
  values.get('limit_req_status') === 'REJECTED' || values.get('limit_conn_status') === 'REJECTED';

function diagnosis(status: 502 | 503 | 504, attempt: FullTry | undefined, values: AccessValues): Diagnosis {
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

const made = (madeBy: Maker, symptom: Symptom, phase: Phase | null, certainty: Certainty): Diagnosis => ({
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

function whileConnecting(status: 502 | 503 | 504, { responseMs }: FullTry): Diagnosis {
  if (status === 504) return made('gateway', 'timed-out', 'connecting', 'likely');
  // Only the kernel's own timeout takes so long; an unreachable host is told within a few seconds.
  if ((responseMs ?? 0) >= kernelTimeoutMsMin) return made('gateway', 'ETIMEDOUT', 'connecting', 'likely');
  return made('gateway', 'connect-failed', 'connecting', 'likely');
}

const kernelTimeoutMsMin = 5_000;

function beforeHeader(status: 502 | 503 | 504, attempt: FullTry, values: AccessValues): Diagnosis {
  const { connectMs, bytesSent, bytesReceived } = attempt;
  if (connectMs === null) return unexplained('gateway', ['$upstream_connect_time']);
  const requestBytes = Number(values.get('request_length') ?? Number.NaN);
  const isSending = bytesSent !== null && bytesSent < requestBytes;
  if (status === 504) return made('gateway', 'timed-out', isSending ? 'sending' : 'reading-header', 'likely');
  if (bytesReceived === null)
    return { ...made('gateway', 'closed', 'reading-header', 'guess'), lacks: ['$upstream_bytes_received'] };
  if (bytesReceived > 0) return made('gateway', 'malformed', 'reading-header', 'guess');
  return made('gateway', 'closed', isSending ? 'sending' : 'reading-header', 'likely');
}

/** Neither connect nor header time: only the duration and the size of the answer are left to judge by. */
function untimed(status: 502 | 503 | 504, attempt: FullTry, values: AccessValues): Diagnosis {
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

function withoutTry(status: 502 | 503 | 504, values: AccessValues): Diagnosis {
  const isLogged = values.has('upstream_addr') || values.has('upstream_status');
  if (!isLogged) return unexplained(isOwnPage(status, values) ? 'gateway' : 'undecided', lackingOf(values));
  // ingress-nginx names the service before it looks for endpoints, and answers 503 when there are none.
  if (status === 503 && values.has('proxy_upstream_name'))
    return made('gateway', 'no-peer', 'choosing', 'guess');
  return unexplained('gateway', status === 503 ? lackingOf(values, limits) : []);
}

const unexplained = (madeBy: Maker, lacks: readonly string[]): Diagnosis => ({
  ...made(madeBy, 'unexplained', null, 'guess'),
  lacks,
});

const diagnostic = ['upstream_addr', 'upstream_status', 'upstream_connect_time', 'upstream_header_time'];
const limits = ['limit_req_status', 'limit_conn_status'];
const lackingOf = (values: AccessValues, names = diagnostic): readonly string[] =>
  names.filter((name) => !values.has(name)).map((name) => `$${name}`);

/** What the line says, by the variables that were looked at. */
const wordsOf = (values: AccessValues): string =>
  ['status', ...diagnostic, 'upstream_response_time']
    .flatMap((name) => (values.has(name) ? `${name} ${values.get(name) || '(empty)'}` : []))
    .join(', ');
