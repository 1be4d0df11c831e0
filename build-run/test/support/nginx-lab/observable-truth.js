/** The best possible diagnosis from the available logs; null if none of them shows the failure. */
export function deriveObservable(truth, logs) {
  const { hasErrorLog, accessFormat } = logs;
  const { outcome, status } = truth;
  const hasRecord = hasErrorLog && isInErrorLog(truth);
  if (!hasRecord && (accessFormat === null || !isInAccessLog(truth, accessFormat))) return null;
  return {
    cause: hasRecord ? truth.cause : deriveAccessCause(truth, logs),
    upstream: deriveUpstream(truth, hasRecord, accessFormat),
    outcome:
      accessFormat === null
        ? deriveErrorLogOutcome(truth)
        : accessFormat === 'combined'
          ? deriveStatusOutcome(truth)
          : outcome,
    madeBy: hasRecord ? 'gateway' : deriveAccessMaker(truth, accessFormat),
    status: accessFormat === null ? deriveErrorLogStatus(truth) : status,
  };
}
/** A 503 from a rate limit looks like `return 503;` without the error log or `$limit_req_status`. */
export const deriveRejection = ({ hasErrorLog, accessFormat }) =>
  hasErrorLog || accessFormat === null || accessFormat === 'json'
    ? []
    : [{ cause: 'unknown', upstream: null, outcome: 'client-visible', madeBy: 'gateway', status: 503 }];
/** nginx does not log an error for a status that came from the upstream or from a `return` directive. */
const isInErrorLog = ({ madeBy, cause }) => madeBy === 'gateway' && cause !== 'gateway-returned';
/**
 * A truncated response is logged with a success status. A failed subrequest has no line of its own and ends in a 500
 * without upstream, as does any configuration error, so it is indistinguishable from a 500 of the application.
 */
function isInAccessLog({ outcome, subrequest, status, stageReached, peer, hasErrorPage }, access) {
  if (outcome === 'truncated' || subrequest !== null) return false;
  // Without tries, a status other than 502 to 504 shows no failure of the gateway.
  if (hasErrorPage) return access !== 'combined' || status === 503;
  if (status === 500) return access !== 'combined' && peer !== null;
  if (access === 'combined') return outcome === 'client-visible' && status !== null;
  // No upstream was tried before the fallback.
  if (outcome === 'saved-by-fallback' && stageReached === 'nothing') return false;
  return status !== null || stageReached === 'header';
}
/** An access line shows how far the attempt got, but not the error that ended it. */
function deriveAccessCause(truth, { hasErrorLog, accessFormat }) {
  const { cause, stageReached, madeBy, status } = truth;
  // Any other cause would be in the error log.
  if (cause === 'gateway-returned') return hasErrorLog ? cause : 'unknown';
  if (accessFormat === 'combined') return 'unknown';
  if (madeBy === 'upstream' || cause === 'no-live-upstreams' || stageReached === 'header') return cause;
  const isTimer = status === 504 || cause === 'read-timeout';
  switch (stageReached) {
    case 'nothing':
      return 'unknown';
    case 'address':
      return isTimer ? 'connect-timeout' : 'connect-failed';
    case 'connection':
      if (isTimer) return cause === 'send-timeout' && accessFormat === 'bg' ? cause : 'read-timeout';
      return 'premature-close';
    case 'answer':
      return accessFormat === 'bg' ? 'malformed-response' : 'premature-close';
  }
}
/**
 * nginx's error log contains the group name only if no server was available or a name had to be resolved. The access
 * log contains it if `$proxy_host` is logged and set.
 */
function deriveUpstream(truth, hasRecord, access) {
  const { upstream, peer, cause, stageReached, isNamed } = truth;
  if (isNamed && (access === 'bg' || access === 'json')) return upstream;
  if (cause === 'no-live-upstreams' && access !== 'combined') return upstream;
  if (hasRecord) return peer;
  return access === 'combined' || stageReached === 'nothing' ? null : peer;
}
/**
 * In the error log, only a response truncated after the header and a request that failed with its auth subrequest are
 * final. Anything else may have been retried or replaced by a fallback.
 */
const deriveErrorLogOutcome = ({ outcome, subrequest }) =>
  outcome === 'truncated' || subrequest === 'auth' ? outcome : 'undecided';
/** The status alone shows that something else answered, but not whether a retry, a fallback or an error page. */
const deriveStatusOutcome = ({ outcome }) =>
  outcome === 'saved-by-fallback' || outcome === 'saved-by-retry' ? 'answered-otherwise' : outcome;
/** Status of the failed attempt, which is final unless a retry or fallback follows. */
function deriveErrorLogStatus({ status, cause, outcome, hasErrorPage }) {
  if (hasErrorPage) return 502;
  if (outcome === 'truncated') return null;
  if (status !== null && status < 500) return cause.endsWith('-timeout') ? 504 : 502;
  return status;
}
/** nginx's own error pages have known lengths; a page of any other length may come from either side. */
const deriveAccessMaker = ({ madeBy, hasErrorPage }, access) =>
  access === 'combined' && (madeBy === 'upstream' || hasErrorPage) ? 'undecided' : madeBy;
