import { getProduct } from '../../parse/decoder.js';
import { getLogSide } from '../../parse/event.js';
import { isAfterHeader } from './outcome.js';
import {
  attemptGapMsMax,
  canFollowAttempt,
  isCutBeforeServer,
  isErrorPage,
  isScriptLeftWithout,
} from './retry-order.js';
import { removePort } from './upstream-names.js';

/** The error log has whole seconds, and an access log may have them. */
const toleranceMs = 1_000;
/** Duration of the longest request that is found among thousands alike. */
const longestRequestMs = 600_000;
/** Assumed maximum duration since its last failed attempt: one more server took nginx's default time-out. */
const unknownDurationMsMax = attemptGapMsMax;
/** The access line lists the server of the record. */
const namedServerScore = 4;
/** The line lists no servers, but has the status of the record. */
const sameStatusScore = 3;
const nextAttemptScore = 2;
/** The line does not list the server, and its status is that of another attempt or of the final answer. */
export const otherStatusScore = 1;
/** Scores an attempt as the next one of a request whose access line is not known yet. */
export function scoreNextAttempt(attempt, { attempts }, gapMsMax = attemptGapMsMax) {
  const last = attempts.at(-1);
  if (last === undefined || attempt.connection === null || attempt.connection !== last.connection) return 0;
  const isTriedAlready = attempts.some(
    (tried) =>
      tried.peer !== null &&
      tried.peer === attempt.peer &&
      !isErrorPage(attempt, tried) &&
      !isErrorPage(tried, attempt),
  );
  if (isTriedAlready) return 0;
  // Records of one second may be read in any order, as from two parts of a rotated log.
  const isReadLate = attempt.at === last.at && isErrorPage(last, attempt);
  return isReadLate || canFollowAttempt(attempt, last, gapMsMax) ? nextAttemptScore : 0;
}
/** Scores an attempt against a request for which some attempts have been found. */
export function scoreMatch(attempt, request, foundAttempts) {
  if (!isPartOfRequest(attempt, request)) return 0;
  return hasUpstreamAttemptList(request)
    ? scoreByUpstreamAttempts(attempt, request, foundAttempts)
    : scoreByStatus(attempt, request, foundAttempts);
}
/** True when the line lists the servers that were tried. */
export const hasUpstreamAttemptList = ({ listsUpstreamAttempts, upstreamAttempts }) =>
  listsUpstreamAttempts === true || upstreamAttempts.length > 0;
/** True when nginx's record belongs to the request, by connection or client and by time. */
export function isPartOfRequest(record, request) {
  if (!isOfClient(record, request)) return false;
  return isWithin(record, request, request.durationMs ?? unknownDurationMsMax);
}
/** True when nginx's record may be of the request, judging by connection and client. */
export function isOfClient({ gateway, connection, client }, request) {
  if (getLogSide(request.gateway) !== 'requests' || getProduct(gateway) !== getProduct(request.gateway))
    return false;
  // A balancer sends the requests of several clients over one connection.
  if (client !== null && request.client !== null && client !== request.client) return false;
  if (connection !== null && request.connection !== null) return connection === request.connection;
  return client !== null && client === request.client;
}
/** Where the records of a request are looked for, nearest first: its last failed attempt and its line end together. */
export const getRequestWindow = ({ at, status, durationMs }) => ({
  at,
  status,
  beforeMs: (durationMs ?? unknownDurationMsMax) + 2 * toleranceMs,
  afterMs: toleranceMs,
});
/** Where the line of a record is looked for. */
export const getRecordWindow = (record) => ({
  at: record.at,
  status: record.type === 'attempt' ? record.status : null,
  beforeMs: toleranceMs,
  afterMs: longestRequestMs,
});
function isWithin({ at }, request, tookMs) {
  if (at === null || request.at === null) return true;
  return at >= request.at - tookMs - 2 * toleranceMs && at <= request.at + toleranceMs;
}
/** True when the record was written after the request had ended. */
export const isAfterEnd = ({ at }, request) =>
  at !== null && request.at !== null && at > request.at + toleranceMs;
/** True when the record has the connection number of all attempts. */
export const isSameConnection = ({ attempts }, { connection }) =>
  connection !== null && attempts.every((attempt) => attempt.connection === connection);
/** True when all records belong to the request. */
export const areAllPartOfRequest = (records, request) =>
  records.every((record) => isPartOfRequest(record, request));
/** The line lists every attempt: one with the same server and status must still lack its record. */
function scoreByUpstreamAttempts(attempt, request, foundAttempts) {
  if (isCutBeforeServer(attempt) && isListedByStatus(attempt, request, foundAttempts))
    return namedServerScore;
  const server = getListedServer(attempt);
  const listedCount = request.upstreamAttempts.filter(
    (entry) => entry.peer === server && hasMatchingStatus(entry, attempt),
  ).length;
  const foundCount = foundAttempts.filter((entry) => getListedServer(entry) === server).length;
  if (server !== null && listedCount > foundCount) return namedServerScore;
  const last = foundAttempts.at(-1);
  if (server === null && last !== undefined && isScriptLeftWithout(attempt, last)) return namedServerScore;
  return isUnlisted(attempt) && !foundAttempts.some(isUnlisted) ? scoreUnlisted(attempt, request) : 0;
}
/** True if an attempt with this status still lacks its record: nginx cut the record before it named the server. */
const isListedByStatus = (attempt, { upstreamAttempts }, foundAttempts) =>
  upstreamAttempts.filter((entry) => hasMatchingStatus(entry, attempt)).length >
  foundAttempts.filter(({ status }) => status === attempt.status).length;
/** nginx lists nothing before it has an address, or when it has no local resources to connect. */
const isUnlisted = ({ peer, status, finding }) =>
  finding.symptom !== 'no-peer' && (peer === null || status === 500);
/** An empty list, or an empty element in it, leaves room for an attempt that is not listed. */
function scoreUnlisted(attempt, { upstreamAttempts, status, upstreamName }) {
  if (upstreamAttempts.length === 0)
    return status === attempt.status && isSameGroup(upstreamName, attempt.upstreamName)
      ? namedServerScore
      : 0;
  if (upstreamAttempts.every(({ peer }) => peer !== null)) return 0;
  if (status === attempt.status) return namedServerScore;
  return attempt.status !== 500 && (status ?? 500) < 500 ? otherStatusScore : 0;
}
/** nginx's record has the name to resolve without the port. */
const isSameGroup = (a, b) => a === null || b === null || removePort(a) === removePort(b);
/** The value of `$upstream_addr` for the attempt: an address, or the name of a group without one. */
const getListedServer = ({ peer, upstreamName, finding }) =>
  finding.symptom === 'no-peer' ? upstreamName : peer;
function hasMatchingStatus({ status, headerMs }, attempt) {
  if (isAfterHeader(attempt)) return headerMs !== null || (status ?? 500) < 500;
  return attempt.status === null || status === attempt.status;
}
function scoreByStatus(attempt, request, foundAttempts) {
  const { status, durationMs } = request;
  if (foundAttempts.length > 0 && scoreNextAttempt(attempt, { attempts: foundAttempts }) === 0) return 0;
  // The attempt that set the status ended the request: a later line of the same status may well be another request's.
  const isUsual = durationMs !== null || isWithin(attempt, request, 0);
  const sameScore = isUsual ? sameStatusScore : otherStatusScore;
  if (isAfterHeader(attempt)) return status !== null && status < 500 ? sameScore : 0;
  if (status === attempt.status || (status === null && attempt.status === null)) return sameScore;
  // An error page may change any status into any other.
  return attempt.status !== 500 || (status ?? 0) >= 500 ? otherStatusScore : 0;
}
/**
 * True if alike requests of one client may be nearer in time. Those are looked for outside memory too: each must get its
 * own record, or some end without one.
 */
export const isFarFrom = (attempt, request) =>
  attempt !== undefined &&
  request !== null &&
  (attempt.connection === null || attempt.connection !== request.connection) &&
  Math.abs((attempt.at ?? 0) - (request.at ?? 0)) > nearMs;
/** Logs with whole seconds. */
const nearMs = 1_000;
