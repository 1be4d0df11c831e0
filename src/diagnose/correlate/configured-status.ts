import type { Finding, Request } from '../../parse/event.js';
import type { PendingRequest } from './pending-request.js';

/** The case as it looks once the error log has nothing on it: all but a status from the configuration is logged. */
export function markConfiguredStatus(pending: PendingRequest): PendingRequest {
  const { attempts, request } = pending;
  if (attempts.length > 0 || request?.finding == null || !isUnexplained(request)) return pending;
  const failedCheck: Finding = {
    ...request.finding,
    symptom: 'returned',
    certainty: request.listsUpstreamAttempts === true ? 'likely' : 'guess',
    message: `${request.finding.message}, no record in the error log`,
    missingFields: [],
  };
  return { ...pending, request: { ...request, finding: failedCheck } };
}

/** True for a bad status that nginx made without trying anybody, and the line does not say why. */
const isUnexplained = ({
  gateway,
  finding: failedCheck,
  madeBy,
  upstreamAttempts,
  status,
}: Request): boolean =>
  gateway === 'nginx-access' &&
  failedCheck?.symptom === 'unexplained' &&
  madeBy === 'gateway' &&
  upstreamAttempts.length === 0 &&
  status !== 500;
