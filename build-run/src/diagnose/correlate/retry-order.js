/** nginx's default timeouts, and the one-second resolution of the logs. */
export const attemptGapMsMax = 61_000;
/** A connection that is refused or unreachable fails at once. */
const instantFailureMsMax = 2_000;
/** True when the attempt may be the next one of the same request, judging by the error log alone. */
export function canFollowAttempt(attempt, previous, gapMsMax = attemptGapMsMax) {
  if (attempt.subrequest !== previous.subrequest || isFirstAttempt(attempt)) return false;
  if (!isAfter(attempt, previous, gapMsMax)) return false;
  if (isScriptLeftWithout(attempt, previous)) return true;
  return hasSameUri(attempt, previous) ? !isLastAttempt(previous) : isErrorPage(attempt, previous);
}
/** True when the records show that nginx tried one server after another. */
export const isRetryKnown = (attempts) =>
  attempts.some(
    (attempt, index) =>
      attempt.peer !== null &&
      attempts
        .slice(0, index)
        .some(
          (previous) =>
            previous.peer !== null && previous.peer !== attempt.peer && hasSameUri(attempt, previous),
        ),
  );
/** True when several attempts ask for the same: an error page may come from another group. */
export const areOfOneGroup = ([first, ...others]) =>
  first !== undefined &&
  others.length > 0 &&
  removeServer(first) !== null &&
  others.every((attempt) => removeServer(attempt) !== null && hasSameUri(attempt, first));
/** True when the attempt is to fetch an error page: what was requested had been asked for, and something else now is. */
export const isErrorPage = (attempt, previous) =>
  // While a mirror runs, nginx names its subrequest in the records of the main request too.
  attempt.subrequest === null &&
  hasBadStatus(previous) &&
  isAsRequested(previous) &&
  !isAsRequested(attempt) &&
  !hasSameUri(attempt, previous);
const isAsRequested = ({ upstream, request }) =>
  request !== null && upstream?.endsWith(request.target) === true;
function isAfter(attempt, previous, gapMsMax) {
  if (attempt.at === null || previous.at === null) return true;
  const isInstant = attempt.finding.phase === 'connecting' && failsInstantly(attempt);
  return (
    attempt.at >= previous.at && attempt.at <= previous.at + (isInstant ? instantFailureMsMax : gapMsMax)
  );
}
/** True for a balancer script that has no server left after this attempt: it names the last server as its upstream. */
export const isScriptLeftWithout = ({ finding, upstreamName, upstream }, { peer }) =>
  finding.symptom === 'no-peer' &&
  upstreamName === null &&
  peer !== null &&
  upstream?.includes(peer) === true;
const hasBadStatus = ({ status }) => status !== null && status >= 500;
/** True when nginx had no server yet, so no attempt can precede it. */
const isFirstAttempt = ({ finding: { phase } }) => phase === 'resolving' || phase === 'preparing';
/** True when nginx, by default, does not try another server afterwards. */
function isLastAttempt({ finding: { symptom, phase }, status, request }) {
  if (status !== 502 && status !== 504) return true;
  if (neverRetriedSymptoms.has(symptom)) return true;
  const isSent = phase === 'sending' || phase === 'reading-header';
  return isSent && /^(?:POST|LOCK|PATCH)$/.test(request?.method ?? '');
}
/** No server is left, the name has no address, or the response was bad: `invalid_header` is not retried by default. */
const neverRetriedSymptoms = new Set([
  'no-peer',
  'name-not-found',
  'name-timed-out',
  'name-server-failed',
  'misconfigured',
  'malformed',
  'header-too-big',
  'other-protocol',
]);
const failsInstantly = ({ finding: { symptom } }) => symptom !== 'timed-out' && symptom !== 'ETIMEDOUT';
/** nginx builds a request once for all servers of a group. Some protocols log no URI. */
function hasSameUri(a, b) {
  const [uriA, uriB] = [removeServer(a), removeServer(b)];
  if (uriA === null || uriB === null) return true;
  return isCut(a) || isCut(b) ? uriA.startsWith(uriB) || uriB.startsWith(uriA) : uriA === uriB;
}
/** True if nginx cut the record within the request: it does not tell which server was tried. */
export const isCutBeforeServer = ({ request, upstream }) => request?.isCut === true && upstream === null;
/** nginx cuts a record at 2,048 bytes, which may be within the URI. */
const isCut = ({ text }) => text.length >= cutRecordCharsMin;
const cutRecordCharsMin = 1_900;
/** Scheme and URI from nginx's `upstream:`, without the address or group name between them. */
function removeServer({ upstream, peer, upstreamName }) {
  const server = peer ?? upstreamName;
  const index = upstream === null || server === null ? -1 : upstream.indexOf(server);
  return upstream === null || server === null || index < 0
    ? null
    : `${upstream.slice(0, index)} ${upstream.slice(index + server.length)}`;
}
