import { interpretDetailsName } from './details-names.js';
import { interpretDnsError } from './dns-errors.js';
import { certainFailure, isEnvoyFailure } from './meaning.js';
import { interpretResetReason } from './reset-reasons.js';
import { interpretTransportError } from './transport-errors.js';
/** Interprets `%RESPONSE_CODE_DETAILS%`; undefined for an unknown name, or if the flags decide. */
export function interpretDetails({ name, reason, transport }, status) {
  switch (name) {
    case 'upstream_reset_before_response_started':
      return interpretResetBeforeResponse(reason, transport);
    case 'upstream_reset_after_response_started':
      return interpretResetAfterResponse(reason, transport);
    case 'dns_resolution_failure':
      return interpretDnsError(transport === '' ? reason : `${reason},${transport}`);
    case 'via_upstream':
    case 'websocket_handshake_unsuccessful':
      return interpretUpstreamStatus(status);
    default:
      return interpretDetailsName(name, status);
  }
}
/** Interprets an answer of the upstream itself: a failure if its status is 502, 503 or 504. */
export function interpretUpstreamStatus(status) {
  if (status === 502) return certainFailure('answered-502', 'reading-header');
  if (status === 503) return certainFailure('answered-503', 'reading-header');
  if (status === 504) return certainFailure('answered-504', 'reading-header');
  return 'harmless';
}
function interpretResetBeforeResponse(reason, transport) {
  // Without a reason: the upstream disconnected while the client was still sending its body.
  if (reason === '') return certainFailure('closed', 'sending');
  return interpretTransportError(transport) ?? interpretResetReason(reason);
}
function interpretResetAfterResponse(reason, transport) {
  const meaning =
    reason === ''
      ? certainFailure('closed', 'reading-body')
      : interpretResetBeforeResponse(reason, transport);
  return isEnvoyFailure(meaning) ? { ...meaning, phase: 'reading-body' } : meaning;
}
