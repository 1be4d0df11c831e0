import { classifyStatus, diagnosticVariables, isBadStatus, isErrorPage } from './classify-status.js';
import { isPeerAddress } from './upstream-attempts.js';
/** Classifies a request by its status and upstream attempts. `status` is null for 000 and 009. */
export function classifyNginxRequest(status, attempts, values) {
  const last = attempts.at(-1);
  if (status === null)
    return values.get('status') === '009' && last?.peer
      ? createClassification(otherProtocol, values, last)
      : noFailure;
  if (status === 500 && lacksPeer(attempts, values))
    return createClassification(resourceExhausted, values, last);
  if (isBadStatus(status))
    return isRateLimited(values)
      ? gatewayAnswer
      : classifyFailedAttempt(status, attempts.length - 1, attempts, values);
  if (clientErrorStatuses.has(status)) return noFailure;
  const canBeReplaced = status < 500 || isBadStatus(last?.status ?? null);
  const replaced = canBeReplaced ? classifyReplaced(status, attempts, values) : noFailure;
  return replaced === noFailure && status >= 400 ? classifyErrorAnswer(status, last, values) : replaced;
}
const noFailure = { finding: null, outcome: null, madeBy: null };
const gatewayAnswer = { ...noFailure, madeBy: 'gateway' };
const upstreamAnswer = { ...noFailure, madeBy: 'upstream' };
const undecidedAnswer = { ...noFailure, madeBy: 'undecided' };
/** Who made an error status that is no gateway failure. */
function classifyErrorAnswer(status, last, values) {
  if (last?.status === status) return upstreamAnswer;
  const isLogged = values.has('upstream_status');
  return isLogged || isErrorPage(status, values) ? gatewayAnswer : undecidedAnswer;
}
/** The client left, was too slow, or was rejected without an answer. */
const clientErrorStatuses = new Set([408, 444, 460, 463, 494, 495, 496, 497, 499]);
/** Another answer after a failed attempt, from another peer or a fallback (error_page, backup location, stale cache). */
function classifyReplaced(status, attempts, values) {
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
    isRetried ? 'saved-by-retry' : judgeFallback(status, values),
  );
}
/** An error page that is missing or refuses the method is no help, and nobody knows where a redirect leads. */
function judgeFallback(status, values) {
  if (status < 300 || values.get('upstream_cache_status') === 'STALE') return 'saved-by-fallback';
  return status < 400 ? 'undecided' : 'client-visible';
}
/** Classifies the attempt at `index`. If no peer was left to try, the previous attempt is the one that emptied the group. */
function classifyFailedAttempt(status, index, attempts, values, outcome) {
  const last = attempts[index];
  const statusClassification = classifyStatus(status, last, values);
  const classification = createClassification(statusClassification, values, last, outcome);
  const previous = last?.redirected === true ? undefined : attempts[index - 1];
  if (statusClassification.symptom !== 'no-peer' || previous === undefined || !isBadStatus(previous.status))
    return classification;
  const { finding } = createClassification(
    classifyStatus(previous.status, previous, values),
    values,
    previous,
    outcome,
  );
  return finding === null ? classification : { ...classification, emptiedBy: finding };
}
function createClassification(
  { symptom, phase, certainty, madeBy, missingFields = [] },
  values,
  attempt,
  outcome = 'client-visible',
) {
  const peer = attempt?.peer ?? null;
  const socket = peer === null || !isPeerAddress(peer) ? null : peer.startsWith('unix:') ? 'unix' : 'tcp';
  const finding = {
    symptom,
    phase,
    socket,
    certainty,
    message: summarizeValues(values),
    missingFields,
  };
  return { finding, outcome, madeBy };
}
const otherProtocol = {
  symptom: 'other-protocol',
  phase: 'reading-header',
  certainty: 'likely',
  // The answer had no header, and so no bad status of the upstream.
  madeBy: 'gateway',
};
/** nginx lacked a socket, file descriptor or port; only its error log shows which. */
const resourceExhausted = {
  symptom: 'unexplained',
  phase: null,
  certainty: 'likely',
  madeBy: 'gateway',
};
/** nginx looked for a peer and got none: the address is empty, and the status is a dash. */
function lacksPeer(attempts, values) {
  const last = attempts.at(-1);
  if (last !== undefined) return last.redirected && last.peer === null && last.status === null;
  return values.get('upstream_addr') === '' && values.get('upstream_status') === '-';
}
const isRateLimited = (values) =>
  values.get('limit_req_status') === 'REJECTED' || values.get('limit_conn_status') === 'REJECTED';
/** The relevant variables and their values, as text. */
const summarizeValues = (values) =>
  ['status', ...diagnosticVariables, 'upstream_response_time']
    .flatMap((name) => (values.has(name) ? `${name} ${values.get(name) || '(empty)'}` : []))
    .join(', ');
