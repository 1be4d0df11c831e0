import { parseErrno } from '../envoy-access/errnos.js';
import { certainFailure, guessedFailure, likelyFailure } from '../envoy-access/meaning.js';
/**
 * Interprets the error of a connection. `isEstablished` is set if bytes were exchanged: then it is not known which side
 * broke it. Connections that policies reject, or that end with a drain, are no failures of an upstream.
 */
export function interpretZtunnelError(error, isEstablished) {
  const text = error.slice(0, errorCharsMax);
  for (const [pattern, meaning] of knownErrors) {
    if (!pattern.test(text)) continue;
    const isLater = isEstablished && meaning !== 'harmless' && meaning.phase === 'connecting';
    return isLater ? guessedFailure(meaning.symptom, 'tunnelling') : meaning;
  }
  const status = /\bhttp status: (\d{3})\b/.exec(text)?.[1];
  if (status !== undefined) return interpretStatus(status);
  const [, words = '', number = ''] = /([A-Za-z][A-Za-z ]{2,60}) \(os error (\d{1,3})\)/.exec(text) ?? [];
  const symptom = parseErrno(number) ?? parseErrno(words.trim());
  if (symptom !== undefined) return interpretErrno(symptom, isEstablished);
  if (isEstablished) return guessedFailure('closed', 'tunnelling');
  return guessedFailure('unexplained', null);
}
const errorCharsMax = 1_000;
const knownErrors = [
  [/policy rejection|policy change|polic(?:y|ies) .{0,40}(?:denied|allowed)|explicitly denied/i, 'harmless'],
  [/http status: (?:401|403)\b/, 'harmless'],
  [/connection drain|\bdraining\b/i, 'harmless'],
  [
    /connection timed out|deadline has elapsed|\btimed out \(os error/i,
    certainFailure('timed-out', 'connecting'),
  ],
  [/no healthy upstream|has no (?:healthy )?(?:endpoints|addresses)/i, certainFailure('no-peer', 'choosing')],
  [
    /unknown destination|no service for target address|unknown waypoint/i,
    certainFailure('no-route', 'preparing'),
  ],
  [/timed out waiting for workload|unknown source/i, certainFailure('config-missing', 'preparing')],
  [/dns (?:lookup|resolution|resolve)/i, likelyFailure('name-not-found', 'resolving')],
  [
    /certificate (?:verify|required|expired|unknown)|invalid peer certificate|UnknownIssuer/i,
    likelyFailure('certificate-untrusted', 'handshaking'),
  ],
  [
    /\b(?:tls|ssl)\b.{0,40}(?:error|handshake)|tls handshake/i,
    likelyFailure('handshake-failed', 'handshaking'),
  ],
];
function interpretStatus(status) {
  if (status === '502') return certainFailure('answered-502', 'reading-header');
  if (status === '503') return certainFailure('answered-503', 'reading-header');
  if (status === '504') return certainFailure('answered-504', 'reading-header');
  return status.startsWith('5') ? guessedFailure('unexplained', null) : 'harmless';
}
/** A reset of an established connection may come from the client as well. */
const interpretErrno = (symptom, isEstablished) =>
  isEstablished ? guessedFailure(symptom, 'tunnelling') : certainFailure(symptom, 'connecting');
