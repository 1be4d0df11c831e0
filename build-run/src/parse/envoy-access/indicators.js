import { parseDetails } from './details-parser.js';
import { parseGrpcStatus } from './grpc-status.js';
import { parseFlags } from './response-flags.js';
import { interpretTransportError } from './transport-errors.js';
/** Collects the indicators of a record. */
export function collectIndicators(values, hasOperator) {
  const status = values.get('RESPONSE_CODE');
  const flags = values.get('RESPONSE_FLAGS') ?? values.get('RESPONSE_FLAGS_LONG');
  const details = values.get('RESPONSE_CODE_DETAILS');
  const reason = values.get('UPSTREAM_TRANSPORT_FAILURE_REASON');
  return {
    status: parseWholeNumber(status) ?? 0,
    flags: parseFlags(flags ?? ''),
    details: details === undefined ? null : parseDetails(details),
    transportFailure: reason === undefined ? undefined : interpretTransportError(reason),
    durationMs: parseWholeNumber(values.get('DURATION')),
    attempts: parseWholeNumber(values.get('UPSTREAM_REQUEST_ATTEMPT_COUNT')),
    bytesSent: parseWholeNumber(values.get('BYTES_SENT')),
    grpcStatus: parseGrpcStatus(values.get('GRPC_STATUS') ?? values.get('GRPC_STATUS_NUMBER')),
    hasUpstreamAnswer: values.has('RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)'),
    socket: detectSocketType(values.get('UPSTREAM_HOST')),
    hasOperator,
    message: [status, flags, details, details?.includes(reason ?? '') ? undefined : reason]
      .filter((part) => part !== undefined)
      .join(' '),
  };
}
/** Parses a whole number; null for anything else. */
export function parseWholeNumber(text) {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
function detectSocketType(host) {
  if (host === undefined) return null;
  if (host.startsWith('/') || host.startsWith('@') || host.startsWith('unix:')) return 'unix';
  return /:\d+$/.test(host) ? 'tcp' : null;
}
