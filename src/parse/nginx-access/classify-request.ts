import type { AccessValues } from '../decoder.js';
import type { Finding, Outcome, Request } from '../event.js';
import {
  type BadStatus,
  classifyStatus,
  diagnosticVariables,
  isBadStatus,
  type StatusClassification,
} from './classify-status.js';
import { type DetailedAttempt, isPeerAddress } from './upstream-attempts.js';

/** What an access line alone says about a failure. All null for a request that met none. */
export type NginxClassification = Pick<Request, 'finding' | 'emptiedBy' | 'outcome' | 'madeBy'>;

/** Judges one request by its status and what was tried. `status` is null for 000 and 009. */
export function classifyNginxRequest(
  status: number | null,
  attempts: readonly DetailedAttempt[],
  values: AccessValues,
): NginxClassification {
  const last = attempts.at(-1);
  if (status === null)
    return values.get('status') === '009' && last?.peer
      ? createClassification(otherProtocol, values, last)
      : noFailure;
  if (status === 500)
    return lacksPeer(attempts, values) ? createClassification(resourceExhausted, values, last) : noFailure;
  if (isBadStatus(status))
    return isRateLimited(values)
      ? noFailure
      : classifyFailedAttempt(status, attempts.length - 1, attempts, values);
  return status < 500 && !clientErrorStatuses.has(status) ? classifyRecovered(attempts, values) : noFailure;
}

const noFailure: NginxClassification = { finding: null, outcome: null, madeBy: null };
/** The client left, was too slow, or was sent away without an answer. */
const clientErrorStatuses: ReadonlySet<number> = new Set([408, 444, 460, 463, 494, 495, 496, 497, 499]);

/** A good answer after a bad try: another peer gave it, or a fallback (error_page, backup location, stale cache). */
function classifyRecovered(attempts: readonly DetailedAttempt[], values: AccessValues): NginxClassification {
  const index = attempts.findLastIndex((attempt) => isBadStatus(attempt.status));
  const lastBad = attempts[index];
  if (lastBad === undefined || !isBadStatus(lastBad.status)) return noFailure;
  const isRetried =
    index < attempts.length - 1 && !attempts.slice(index + 1).some(({ redirected }) => redirected);
  return classifyFailedAttempt(
    lastBad.status,
    index,
    attempts,
    values,
    isRetried ? 'saved-by-retry' : 'saved-by-fallback',
  );
}

/** The verdict on the try at that place. Where nobody was left to try, the one before emptied the group. */
function classifyFailedAttempt(
  status: BadStatus,
  index: number,
  attempts: readonly DetailedAttempt[],
  values: AccessValues,
  outcome?: Outcome,
): NginxClassification {
  const last = attempts[index];
  const statusClassification = classifyStatus(status, last, values);
  const classification = createClassification(statusClassification, values, last, outcome);
  const previous = last?.redirected === true ? undefined : attempts[index - 1];
  if (statusClassification.symptom !== 'no-peer' || previous === undefined || !isBadStatus(previous.status))
    return classification;
  const { finding: failedCheck } = createClassification(
    classifyStatus(previous.status, previous, values),
    values,
    previous,
    outcome,
  );
  return failedCheck === null ? classification : { ...classification, emptiedBy: failedCheck };
}

function createClassification(
  { symptom, phase, certainty, madeBy, missingFields = [] }: StatusClassification,
  values: AccessValues,
  attempt: DetailedAttempt | undefined,
  outcome: Outcome = 'client-visible',
): NginxClassification {
  const peer = attempt?.peer ?? null;
  const socket = peer === null || !isPeerAddress(peer) ? null : peer.startsWith('unix:') ? 'unix' : 'tcp';
  const failedCheck: Finding = {
    symptom,
    phase,
    socket,
    certainty,
    message: summarizeValues(values),
    missingFields,
  };
  return { finding: failedCheck, outcome, madeBy };
}

const otherProtocol: StatusClassification = {
  symptom: 'other-protocol',
  phase: 'reading-header',
  certainty: 'likely',
  // What came was no header, let alone one with a bad status.
  madeBy: 'gateway',
};
/** A socket, descriptor or port was missing: nginx tells which one in its error log only. */
const resourceExhausted: StatusClassification = {
  symptom: 'unexplained',
  phase: null,
  certainty: 'likely',
  madeBy: 'gateway',
};

/** nginx began to look for a peer and got none: the address is empty, and the status a dash. */
function lacksPeer(attempts: readonly DetailedAttempt[], values: AccessValues): boolean {
  const last = attempts.at(-1);
  if (last !== undefined) return last.redirected && last.peer === null && last.status === null;
  return values.get('upstream_addr') === '' && values.get('upstream_status') === '-';
}

const isRateLimited = (values: AccessValues): boolean =>
  values.get('limit_req_status') === 'REJECTED' || values.get('limit_conn_status') === 'REJECTED';

/** What the line says, by the variables that were looked at. */
const summarizeValues = (values: AccessValues): string =>
  ['status', ...diagnosticVariables, 'upstream_response_time']
    .flatMap((name) => (values.has(name) ? `${name} ${values.get(name) || '(empty)'}` : []))
    .join(', ');
