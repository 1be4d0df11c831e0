import { certainFailure, likelyFailure } from './meaning.js';
/** Interprets a reset reason such as `connection_termination`; undefined if unknown. Old releases print blanks for underscores. */
export function interpretResetReason(reason) {
  return failuresByReason.get(reason.trim().replaceAll(' ', '_'));
}
const failuresByReason = new Map([
  ['connection_failure', likelyFailure('connect-failed', 'connecting')],
  ['remote_connection_failure', likelyFailure('ECONNRESET', 'connecting')],
  ['local_connection_failure', likelyFailure('misconfigured', 'connecting')],
  ['connection_timeout', certainFailure('timed-out', 'connecting')],
  ['connection_termination', certainFailure('closed', 'reading-header')],
  ['remote_reset', certainFailure('stream-reset', 'reading-header')],
  ['remote_reset_(no_error)', certainFailure('stream-reset', 'reading-header')],
  ['remote_refused_stream_reset', certainFailure('stream-reset', 'sending')],
  ['remote_error_with_CONNECT_request', certainFailure('stream-reset', 'reading-header')],
  ['local_reset', likelyFailure('closed', 'reading-header')],
  ['local_refused_stream_reset', likelyFailure('stream-reset', 'sending')],
  ['overflow', certainFailure('limit-reached', 'choosing')],
  ['protocol_error', likelyFailure('malformed', 'reading-header')],
  ['overload_manager_reset', certainFailure('overloaded', null)],
  ['HTTP/1_premature_upstream_half_close', certainFailure('closed', 'reading-header')],
]);
