import { isPeerAddress } from './upstream-attempts.js';
/** True for the status of a gateway failure, at this gateway or one behind it. */
export const isBadStatus = (status) => status === 502 || status === 503 || status === 504;
/** Variables that show the result of an attempt. */
export const diagnosticVariables = [
  'upstream_addr',
  'upstream_status',
  'upstream_connect_time',
  'upstream_header_time',
];
/** Classifies the deciding attempt by its times: a dash marks a phase that nginx did not reach. */
export function classifyStatus(status, attempt, values) {
  if (attempt === undefined) return classifyWithoutAttempt(status, values);
  const attemptStatus = isBadStatus(attempt.status) ? attempt.status : status;
  if (hadNoPeer(attemptStatus, attempt))
    return createClassification('gateway', 'no-peer', 'choosing', 'certain');
  // nginx sets 502 or 504 for a failed attempt, never 503.
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
const createClassification = (madeBy, symptom, phase, certainty) => ({
  madeBy,
  symptom,
  phase,
  certainty,
});
/** True if the list has the group's name in place of an address: no peer of the group was available. */
function hadNoPeer(status, { peer, status: attemptStatus, connectMs, headerMs, responseMs }) {
  if (peer === null || isPeerAddress(peer) || status !== 502 || connectMs !== null || headerMs !== null)
    return false;
  const isInstant = responseMs !== null && responseMs <= instantMsMax;
  return peer.includes(':') ? isInstant && attemptStatus === 502 : isInstant || responseMs === null;
}
/** Maximum duration of a refused connection and of local failures. */
const instantMsMax = 50;
function classifyWhileConnecting(status, { responseMs }) {
  if (status === 504) return createClassification('gateway', 'timed-out', 'connecting', 'likely');
  // Only the kernel's own timeout takes this long; an unreachable host is reported within a few seconds.
  if ((responseMs ?? 0) >= kernelTimeoutMsMin)
    return createClassification('gateway', 'ETIMEDOUT', 'connecting', 'likely');
  return createClassification('gateway', 'connect-failed', 'connecting', 'likely');
}
const kernelTimeoutMsMin = 5_000;
function classifyBeforeHeader(status, attempt, values) {
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
/** nginx rewrites the request header, so slightly fewer bytes may be the complete request; a stalled upload lacks more. */
const rewrittenBytesMax = 4_096;
/** Classifies an attempt without connect and header times, by its duration and the size of the answer. */
function classifyUntimed(status, attempt, values) {
  const madeBy = isErrorPage(status, values) ? 'gateway' : 'undecided';
  const missingFields = listMissingFields(values);
  const { responseMs } = attempt;
  const isTimer = responseMs !== null && responseMs >= timerMsMin && responseMs % 1000 <= instantMsMax;
  if (status !== 504 || !isTimer) return classifyUnexplained(madeBy, missingFields);
  const phase = responseMs < timerMsMin + 1000 ? 'connecting' : 'reading-header';
  return { ...createClassification(madeBy, 'timed-out', phase, 'guess'), missingFields };
}
/** An attempt that lasts whole seconds, at least this long, ended by a timeout. 5 s is ingress-nginx's connect timeout. */
const timerMsMin = 5_000;
function classifyWithoutAttempt(status, values) {
  const isLogged = values.has('upstream_addr') || values.has('upstream_status');
  if (!isLogged)
    return classifyUnexplained(
      isErrorPage(status, values) ? 'gateway' : 'undecided',
      listMissingFields(values),
    );
  // ingress-nginx sets the service name before it looks for endpoints, and answers 503 if there are none.
  if (status === 503 && values.has('proxy_upstream_name'))
    return createClassification('gateway', 'no-peer', 'choosing', 'guess');
  return classifyUnexplained('gateway', status === 503 ? listMissingFields(values, limitVariables) : []);
}
const classifyUnexplained = (madeBy, missingFields) => ({
  ...createClassification(madeBy, 'unexplained', null, 'guess'),
  missingFields,
});
const limitVariables = ['limit_req_status', 'limit_conn_status'];
const listMissingFields = (values, names = diagnosticVariables) =>
  names.filter((name) => !values.has(name)).map((name) => `$${name}`);
/**
 * True if the answer is as long as nginx's own error page for this status: a fixed text and the signature. Strong evidence
 * that the gateway made it, unless an upstream happened to send as many bytes.
 */
export function isErrorPage(status, values) {
  const bytes = Number(values.get('body_bytes_sent') ?? Number.NaN);
  const base = pageBytes[status];
  return base !== undefined && paddingBytes.some((padding) => signatureBytes.has(bytes - base - padding));
}
/** Lengths of the pages without signature. */
const pageBytes = { 500: 165, 502: 145, 503: 185, 504: 155 };
/** Lengths of `nginx` and `openresty`, alone and with version, and of nginx with the distribution's name. */
const signatureBytes = new Set([5, 9, 11, 12, 13, 18, 19, 21, 22]);
/** Padding against Internet Explorer's own error pages (also sent to Chrome); the background colour before nginx 1.15. */
const paddingBytes = [0, 402, 16, 418];
