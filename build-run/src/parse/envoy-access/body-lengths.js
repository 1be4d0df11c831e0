import { certainFailure, guessedFailure, likelyFailure } from './meaning.js';
import { interpretResetReason } from './reset-reasons.js';
import { interpretTransportError } from './transport-errors.js';
/**
 * Infers the failure from the length of Envoy's own answer, if the log has no details: its text names the reason, and most
 * reasons differ in length. Undefined for a length that matches none or several.
 */
export function interpretBodyLength(bytesSent) {
  return failuresByLength.get(bytesSent) ?? undefined;
}
const bodyPrefix = 'upstream connect error or disconnect/reset before headers. ';
const retryPhrases = ['', 'retried and the latest '];
/** Without `connection failure`: since 1.27, `connection timeout` has the same length. */
const resetReasons = [
  'local connection failure',
  'connection termination',
  'protocol error',
  'remote reset',
  'local reset',
  'overflow',
  'remote refused stream reset',
];
/** The texts of 1.31 to 1.38. Older releases print numbers instead, all of the same length. */
const transportErrors = [
  'delayed connect error: Connection refused',
  'delayed connect error: No route to host',
  'delayed connect error: Connection timed out',
  'delayed connect error: Connection reset by peer',
];
const resetBodies = retryPhrases.flatMap((retryPhrase) => [
  ...resetReasons.map((reason) => ({
    length: `${bodyPrefix}${retryPhrase}reset reason: ${reason}`.length,
    meaning: interpretResetReason(reason),
  })),
  ...transportErrors.map((transport) => ({
    length:
      `${bodyPrefix}${retryPhrase}reset reason: remote connection failure, transport failure reason: ${transport}`
        .length,
    meaning: interpretTransportError(transport),
  })),
]);
const fixedBodies = [
  // Since 1.39 the answer no longer contains the transport error, so the bare text may stand for any.
  ...retryPhrases.map((retryPhrase) => ({
    length: `${bodyPrefix}${retryPhrase}reset reason: remote connection failure`.length,
    meaning: likelyFailure('connect-failed', 'connecting'),
  })),
  { length: 'upstream request timeout'.length, meaning: certainFailure('timed-out', 'reading-header') },
  { length: 'no healthy upstream'.length, meaning: certainFailure('no-peer', 'choosing') },
  { length: 'upstream max stream duration reached'.length, meaning: certainFailure('overran', null) },
  { length: 'DNS resolution failure'.length, meaning: likelyFailure('name-not-found', 'resolving') },
  { length: 'drop overload'.length, meaning: certainFailure('shed', 'preparing') },
  { length: 'unconditional drop overload'.length, meaning: certainFailure('shed', 'preparing') },
];
/** Failures by length of the answer; null if different failures share a length. */
const failuresByLength = new Map();
for (const { length, meaning } of [...resetBodies, ...fixedBodies]) {
  if (!meaning) continue;
  const { symptom, phase } = meaning;
  const known = failuresByLength.get(length);
  const isUnique = known === undefined || (known?.symptom === symptom && known.phase === phase);
  failuresByLength.set(length, isUnique ? guessedFailure(symptom, phase) : null);
}
