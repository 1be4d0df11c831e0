import { parseErrno } from './errnos.js';
import { certainFailure, likelyFailure } from './meaning.js';
import { interpretTlsError } from './tls-errors.js';
/**
 * Interprets `%UPSTREAM_TRANSPORT_FAILURE_REASON%` or the suffix of the details. Envoy prints it with blanks or
 * underscores, depending on its version. Undefined if it is empty or unknown.
 */
export function interpretTransportError(reason) {
  const text = reason.replaceAll('_', ' ').trim();
  for (const { prefix, interpret } of knownPrefixes) {
    if (text.startsWith(prefix)) return interpret(text.slice(prefix.length).trim());
  }
  return interpretTlsError(text);
}
const knownPrefixes = [
  { prefix: 'delayed connect error:', interpret: interpretConnectError },
  { prefix: 'immediate connect error:', interpret: interpretConnectError },
  { prefix: 'failed to bind to ', interpret: interpretBindError },
  { prefix: 'socket creation failure', interpret: () => likelyFailure('EMFILE', 'connecting') },
  { prefix: 'connect timeout', interpret: () => certainFailure('timed-out', 'connecting') },
  {
    prefix: 'TLS error: Secret is not supplied by SDS',
    interpret: () => certainFailure('config-missing', 'handshaking'),
  },
];
/** Interprets `111`, `Connection refused` or `Network is unreachable|remote address:10.0.0.5:80`, optionally followed by a TLS error. */
function interpretConnectError(rest) {
  const [first = ''] = rest.split(/[|.]/);
  const symptom = parseErrno(first.trim());
  if (symptom) return certainFailure(symptom, 'connecting');
  return interpretTlsError(rest) ?? certainFailure('EOTHER', 'connecting');
}
/** Interprets `10.0.0.9:0: Address already in use`. The text follows the last colon, as an address may contain colons. */
function interpretBindError(rest) {
  const [binding = ''] = rest.split('|');
  const symptom = parseErrno(binding.slice(binding.lastIndexOf(':') + 1).trim());
  return certainFailure(symptom ?? 'misconfigured', 'binding');
}
