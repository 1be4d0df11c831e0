import { parseErrno } from './errnos.js';
import { certainFailure, type EnvoyFailure, likelyFailure } from './meaning.js';
import { interpretTlsError } from './tls-errors.js';

/**
 * What `%UPSTREAM_TRANSPORT_FAILURE_REASON%`, or the suffix of the details, means. Envoy prints it with blanks or with
 * underscores, depending on its version. Undefined when it is empty or says nothing known.
 */
export function interpretTransportError(reason: string): EnvoyFailure | undefined {
  const text = reason.replaceAll('_', ' ').trim();
  for (const { opening: prefix, meaning: interpret } of knownPrefixes) {
    if (text.startsWith(prefix)) return interpret(text.slice(prefix.length).trim());
  }
  return interpretTlsError(text);
}

const knownPrefixes: readonly {
  readonly opening: string;
  readonly meaning: (rest: string) => EnvoyFailure | undefined;
}[] = [
  { opening: 'delayed connect error:', meaning: interpretConnectError },
  { opening: 'immediate connect error:', meaning: interpretConnectError },
  { opening: 'failed to bind to ', meaning: interpretBindError },
  { opening: 'socket creation failure', meaning: () => likelyFailure('EMFILE', 'connecting') },
  { opening: 'connect timeout', meaning: () => certainFailure('timed-out', 'connecting') },
  {
    opening: 'TLS error: Secret is not supplied by SDS',
    meaning: () => certainFailure('config-missing', 'handshaking'),
  },
];

/** `111`, `Connection refused` or `Network is unreachable|remote address:10.0.0.5:80`, perhaps with a TLS text behind it. */
function interpretConnectError(rest: string): EnvoyFailure {
  const [first = ''] = rest.split(/[|.]/);
  const symptom = parseErrno(first.trim());
  if (symptom) return certainFailure(symptom, 'connecting');
  return interpretTlsError(rest) ?? certainFailure('EOTHER', 'connecting');
}

/** `10.0.0.9:0: Address already in use`: the text follows the last colon, for an address may hold colons itself. */
function interpretBindError(rest: string): EnvoyFailure {
  const [binding = ''] = rest.split('|');
  const symptom = parseErrno(binding.slice(binding.lastIndexOf(':') + 1).trim());
  return certainFailure(symptom ?? 'misconfigured', 'binding');
}
