import type { CauseId } from '../../../src/diagnose/causes/index.js';
import type { FaultTruth } from './fault.js';
import type { LogFormatName } from './site.js';

/** Which logs are there to judge by. */
export type AvailableLogs = { readonly hasErrorLog: boolean; readonly accessFormat: LogFormatName | null };

/** What can be told of a failure. */
export type ObservableTruth = Pick<FaultTruth, 'cause' | 'upstream' | 'outcome' | 'madeBy' | 'status'>;

/** What the logs that are there can tell of a failure; null when nothing in them shows it. */
export function deriveObservable(truth: FaultTruth, logs: AvailableLogs): ObservableTruth | null {
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

/** A limit's 503 looks like `return 503;` unless the error log, or `$limit_req_status`, tells. */
export const deriveRejection = ({ hasErrorLog, accessFormat }: AvailableLogs): readonly ObservableTruth[] =>
  hasErrorLog || accessFormat === null || accessFormat === 'json'
    ? []
    : [{ cause: 'unknown', upstream: null, outcome: 'client-visible', madeBy: 'gateway', status: 503 }];

/** A status that the upstream made or that is configured is no error to nginx. */
const isInErrorLog = ({ madeBy, cause }: FaultTruth): boolean =>
  madeBy === 'gateway' && cause !== 'gateway-returned';

/**
 * A cut body has a good status. What happened in a subrequest has no line of its own, and makes a 500 without upstream,
 * as any fault in the configuration does: not to be told from the application's own.
 */
function isInAccessLog(
  { outcome, subrequest, status, stageReached, peer }: FaultTruth,
  access: LogFormatName,
): boolean {
  if (outcome === 'truncated' || subrequest !== null) return false;
  if (status === 500) return access !== 'combined' && peer !== null;
  if (access === 'combined') return outcome === 'client-visible' && status !== null;
  // Nothing was tried before the fallback.
  if (outcome === 'saved-by-fallback' && stageReached === 'nothing') return false;
  return status !== null || stageReached === 'header';
}

/** The line tells how far the try had got, not what it met there. */
function deriveAccessCause(truth: FaultTruth, { hasErrorLog, accessFormat }: AvailableLogs): CauseId {
  const { cause, stageReached, madeBy, status } = truth;
  // Everything else would have left a record.
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
 * nginx's error log has the group's name only where it had no server to try, or a name to resolve. The access log has it
 * where `$proxy_host` is logged and set.
 */
function deriveUpstream(truth: FaultTruth, hasRecord: boolean, access: LogFormatName | null): string | null {
  const { upstream, peer, cause, stageReached, isNamed } = truth;
  if (isNamed && (access === 'bg' || access === 'json')) return upstream;
  if (cause === 'no-live-upstreams' && access !== 'combined') return upstream;
  if (hasRecord) return peer;
  return access === 'combined' || stageReached === 'nothing' ? null : peer;
}

/**
 * Only what was cut off behind the header is final in the error log, and a request that failed with its subrequest: all
 * else may have been tried again, or replaced.
 */
const deriveErrorLogOutcome = ({ outcome, subrequest }: FaultTruth) =>
  outcome === 'truncated' || subrequest === 'auth' ? outcome : 'undecided';

/** The status alone tells that something else answered, not what. */
const deriveStatusOutcome = ({ outcome }: FaultTruth) =>
  outcome === 'saved-by-fallback' ? 'saved-by-retry' : outcome;

/** The status that the failed try sets, which holds if nothing follows. */
function deriveErrorLogStatus({ status, cause, outcome }: FaultTruth): number | null {
  if (outcome === 'truncated') return null;
  if (status !== null && status < 500) return cause.endsWith('-timeout') ? 504 : 502;
  return status;
}

/** nginx's own error pages have known lengths. */
const deriveAccessMaker = ({ madeBy }: FaultTruth, access: LogFormatName | null) =>
  access === 'combined' && madeBy === 'upstream' ? 'undecided' : madeBy;
