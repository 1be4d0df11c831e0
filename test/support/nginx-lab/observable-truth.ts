import type { CauseId } from '../../../src/diagnose/cause.js';
import type { Truth } from './fault.js';
import type { FormatName } from './site.js';

/** Which logs are there to judge by. */
export type Evidence = { readonly errorLog: boolean; readonly access: FormatName | null };

/** What can be told of a failure. */
export type Tale = Pick<Truth, 'cause' | 'upstream' | 'outcome' | 'madeBy' | 'status'>;

/** What the logs that are there can tell of a failure; null when nothing in them shows it. */
export function tellable(truth: Truth, evidence: Evidence): Tale | null {
  const { errorLog, access } = evidence;
  const { outcome, status } = truth;
  const hasRecord = errorLog && leavesRecord(truth);
  if (!hasRecord && (access === null || !showsInAccess(truth, access))) return null;
  return {
    cause: hasRecord ? truth.cause : causeFromAccess(truth, evidence),
    upstream: upstreamTold(truth, hasRecord, access),
    outcome:
      access === null ? outcomeFromErrors(truth) : access === 'combined' ? outcomeByStatus(truth) : outcome,
    madeBy: hasRecord ? 'gateway' : makerFromAccess(truth, access),
    status: access === null ? statusFromErrors(truth) : status,
  };
}

/** A limit's 503 looks like `return 503;` unless the error log, or `$limit_req_status`, tells. */
export const rejection = ({ errorLog, access }: Evidence): readonly Tale[] =>
  errorLog || access === null || access === 'json'
    ? []
    : [{ cause: 'unknown', upstream: null, outcome: 'client-visible', madeBy: 'gateway', status: 503 }];

/** A status that the upstream made or that is configured is no error to nginx. */
const leavesRecord = ({ madeBy, cause }: Truth): boolean =>
  madeBy === 'gateway' && cause !== 'gateway-returned';

/**
 * A cut body has a good status. What happened in a subrequest has no line of its own, and makes a 500 without upstream,
 * as any fault in the configuration does: not to be told from the application's own.
 */
function showsInAccess({ outcome, inside, status, reached, peer }: Truth, access: FormatName): boolean {
  if (outcome === 'truncated' || inside !== null) return false;
  if (status === 500) return access !== 'combined' && peer !== null;
  if (access === 'combined') return outcome === 'client-visible' && status !== null;
  // Nothing was tried before the fallback.
  if (outcome === 'saved-by-fallback' && reached === 'nothing') return false;
  return status !== null || reached === 'header';
}

/** The line tells how far the try had got, not what it met there. */
function causeFromAccess(truth: Truth, { errorLog, access }: Evidence): CauseId {
  const { cause, reached, madeBy, status } = truth;
  // Everything else would have left a record.
  if (cause === 'gateway-returned') return errorLog ? cause : 'unknown';
  if (access === 'combined') return 'unknown';
  if (madeBy === 'upstream' || cause === 'no-live-upstreams' || reached === 'header') return cause;
  const isTimer = status === 504 || cause === 'read-timeout';
  switch (reached) {
    case 'nothing':
      return 'unknown';
    case 'address':
      return isTimer ? 'connect-timeout' : 'connect-failed';
    case 'connection':
      if (isTimer) return cause === 'send-timeout' && access === 'bg' ? cause : 'read-timeout';
      return 'premature-close';
    case 'answer':
      return access === 'bg' ? 'malformed-response' : 'premature-close';
  }
}

/**
 * nginx's error log has the group's name only where it had no server to try, or a name to resolve. The access log has it
 * where `$proxy_host` is logged and set.
 */
function upstreamTold(truth: Truth, hasRecord: boolean, access: FormatName | null): string | null {
  const { upstream, peer, cause, reached, isNamed } = truth;
  if (isNamed && (access === 'bg' || access === 'json')) return upstream;
  if (cause === 'no-live-upstreams' && access !== 'combined') return upstream;
  if (hasRecord) return peer;
  return access === 'combined' || reached === 'nothing' ? null : peer;
}

/**
 * Only what was cut off behind the header is final in the error log, and a request that failed with its subrequest: all
 * else may have been tried again, or replaced.
 */
const outcomeFromErrors = ({ outcome, inside }: Truth) =>
  outcome === 'truncated' || inside === 'auth' ? outcome : 'undecided';

/** The status alone tells that something else answered, not what. */
const outcomeByStatus = ({ outcome }: Truth) =>
  outcome === 'saved-by-fallback' ? 'saved-by-retry' : outcome;

/** The status that the failed try sets, which holds if nothing follows. */
function statusFromErrors({ status, cause, outcome }: Truth): number | null {
  if (outcome === 'truncated') return null;
  if (status !== null && status < 500) return cause.endsWith('-timeout') ? 504 : 502;
  return status;
}

/** nginx's own error pages have known lengths. */
const makerFromAccess = ({ madeBy }: Truth, access: FormatName | null) =>
  access === 'combined' && madeBy === 'upstream' ? 'undecided' : madeBy;
