import { interpretBodyLength } from './body-lengths.js';
import { isConnectTimeout } from './connect-timer.js';
import { isUnregisteredDestination, standsForMissingBackend } from './destination.js';
import { interpretDetails, interpretUpstreamStatus } from './details.js';
import { grpcUnavailable } from './grpc-status.js';
import { collectIndicators } from './indicators.js';
import { guessedFailure, isEnvoyFailure, likelyFailure } from './meaning.js';
import { interpretFlags } from './response-flags.js';
/**
 * Classifies a request by the most specific indicator that it has: details, flags, gRPC status, length of the answer, and
 * finally the status. Null for a request without a gateway failure.
 */
export function classifyEnvoyRequest(values, hasOperator) {
  const indicators = collectIndicators(values, hasOperator);
  const meaning =
    classifyMissingDestination(values, hasOperator) ??
    classifyByDetails(indicators) ??
    classifyByFlags(indicators) ??
    classifyByFilter(indicators) ??
    classifyByUpstreamStatus(indicators) ??
    classifyByStatus(indicators);
  return isEnvoyFailure(meaning) ? createClassification(meaning, indicators) : null;
}
/** Answers that stand for a destination or a backend which the configuration does not have. */
const classifyMissingDestination = (values, hasOperator) =>
  isUnregisteredDestination(values, hasOperator) || standsForMissingBackend(values)
    ? likelyFailure('no-route', 'preparing')
    : undefined;
function classifyByDetails(indicators) {
  const { details, status } = indicators;
  if (details === null) return undefined;
  const meaning = interpretDetails(details, status);
  if (details.name === 'via_upstream' && meaning === 'harmless')
    return detectTruncation(indicators) ?? classifyByGrpcStatus(indicators);
  return isEnvoyFailure(meaning) ? refineFailure(meaning, indicators) : meaning;
}
/** A good status with the flag of a broken stream: old releases do not update the details when a response breaks off. */
function detectTruncation({ status, flags }) {
  if (status < 200 || status >= 400 || flags.includes('DC') || flags.includes('DR')) return undefined;
  const flag = flags.find((name) => truncationFlags.has(name));
  const meaning = flag === undefined ? undefined : interpretFlags([flag], status);
  return isEnvoyFailure(meaning) ? likelyFailure(meaning.symptom, 'reading-body') : undefined;
}
const truncationFlags = new Set(['UC', 'UR', 'LR', 'UPE']);
/** With gRPC an upstream answers 200, and a 503 appears as Unavailable, or as exhausted retries that only the flag shows. */
function classifyByGrpcStatus({ status, grpcStatus, flags }) {
  const isFailed = grpcStatus === grpcUnavailable || (flags.includes('URX') && grpcStatus !== 0);
  return status === 200 && isFailed ? likelyFailure('answered-503', 'reading-header') : 'harmless';
}
function classifyByFlags(indicators) {
  const meaning = interpretFlags(indicators.flags, indicators.status);
  if (!isEnvoyFailure(meaning)) return meaning;
  const refined = refineFailure(meaning, indicators);
  return refined.phase === 'reading-header' && hasResponseBegun(indicators)
    ? { ...refined, phase: 'reading-body' }
    : refined;
}
/** Refines a general connection failure by the transport error, or else by the duration. */
function refineFailure(meaning, indicators) {
  const { symptom, phase } = meaning;
  const { transportFailure, flags, bytesSent } = indicators;
  const isVague = (phase === 'connecting' && meaning.certainty !== 'certain') || symptom === 'no-peer';
  if (transportFailure && (isVague || (symptom === 'closed' && phase !== 'reading-body')))
    return transportFailure;
  if (symptom === 'connect-failed') {
    if (isTimerExpired(indicators)) return likelyFailure('timed-out', 'connecting');
    const bodyFailure = interpretBodyLength(bytesSent ?? -1);
    return bodyFailure?.phase === 'connecting' ? bodyFailure : meaning;
  }
  const isLocalReset = flags.includes('LR') && meaning.certainty === 'guess';
  return isLocalReset && isTimerExpired(indicators) ? guessedFailure('timed-out', 'connecting') : meaning;
}
const isTimerExpired = (indicators) =>
  isConnectTimeout({
    ...indicators,
    wasRetried: indicators.flags.includes('URX') || (indicators.attempts ?? 1) > 1,
  });
/** Without details, a good status with a body is a response that broke off. gRPC failures have no body. */
const hasResponseBegun = ({ details, status, grpcStatus, bytesSent }) =>
  details === null && status >= 200 && status < 400 && grpcStatus === undefined && bytesSent !== 0;
/** Filters may set details of their own. The one below only means that a request was too big to be retried. */
function classifyByFilter({ details, status }) {
  if (details?.name === 'request_payload_exceeded_retry_buffer_limit') return 'harmless';
  return details !== null && status >= 500 ? guessedFailure('filter-failed', null) : undefined;
}
/** If flags are logged but none is set, Envoy itself did not fail, so the answer came from the upstream. */
function classifyByUpstreamStatus(indicators) {
  const { status, flags, hasOperator } = indicators;
  if (!hasOperator('RESPONSE_FLAGS') && !hasOperator('RESPONSE_FLAGS_LONG')) return undefined;
  if (!indicators.hasUpstreamAnswer && !flags.includes('URX')) return undefined;
  const grpcMeaning = classifyByGrpcStatus(indicators);
  if (isEnvoyFailure(grpcMeaning)) return grpcMeaning;
  const meaning = interpretUpstreamStatus(status);
  return isEnvoyFailure(meaning) ? likelyFailure(meaning.symptom, meaning.phase) : meaning;
}
function classifyByStatus({ status, bytesSent, flags }) {
  if (status < 502 || status > 504) return undefined;
  const bodyFailure = flags.length === 0 ? interpretBodyLength(bytesSent ?? -1) : undefined;
  return bodyFailure ?? guessedFailure('unexplained', null);
}
function createClassification({ symptom, phase, certainty }, indicators) {
  return {
    finding: {
      symptom,
      phase,
      socket: indicators.socket,
      certainty,
      message: indicators.message,
      missingFields:
        certainty === 'certain'
          ? []
          : decisiveOperators.filter((operator) => !indicators.hasOperator(operator)).map(formatOperator),
    },
    outcome: phase === 'reading-body' ? 'truncated' : 'client-visible',
    madeBy: symptom.startsWith('answered-')
      ? 'upstream'
      : symptom === 'unexplained'
        ? 'undecided'
        : 'gateway',
  };
}
/** The operators that identify most failures. */
const decisiveOperators = ['RESPONSE_CODE_DETAILS', 'UPSTREAM_TRANSPORT_FAILURE_REASON'];
const formatOperator = (operator) => `%${operator}%`;
