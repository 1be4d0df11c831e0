import { certain, likely, type Meaning } from './meaning.js';

/** What the reason of a reset means: `connection_termination`. Old releases print blanks instead of underscores. */
export function resetMeaning(reason: string): Meaning | undefined {
  return reasons.get(reason.trim().replaceAll(' ', '_'));
}

const reasons: ReadonlyMap<string, Meaning> = new Map([
  ['connection_failure', likely('connect-failed', 'connecting')],
  ['remote_connection_failure', likely('ECONNRESET', 'connecting')],
  ['local_connection_failure', likely('misconfigured', 'connecting')],
  ['connection_timeout', certain('timed-out', 'connecting')],
  ['connection_termination', certain('closed', 'reading-header')],
  ['remote_reset', certain('stream-reset', 'reading-header')],
  ['remote_reset_(no_error)', certain('stream-reset', 'reading-header')],
  ['remote_refused_stream_reset', certain('stream-reset', 'sending')],
  ['remote_error_with_CONNECT_request', certain('stream-reset', 'reading-header')],
  ['local_reset', likely('closed', 'reading-header')],
  ['local_refused_stream_reset', likely('stream-reset', 'sending')],
  ['overflow', certain('limit-reached', 'choosing')],
  ['protocol_error', likely('malformed', 'reading-header')],
  ['overload_manager_reset', certain('overloaded', null)],
  ['HTTP/1_premature_upstream_half_close', certain('closed', 'reading-header')],
]);
