import { parseErrno } from './errnos.js';
import { certainFailure, likelyFailure } from './meaning.js';
/**
 * Interprets Envoy's TLS error text, whatever surrounds its parts:
 * `TLS error:|268435581:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:TLS error end`. Undefined for other text.
 */
export function interpretTlsError(text) {
  for (const part of text.split(/[ |:]+/)) {
    const failure = byNumber.get(part) ?? interpretSystemError(part);
    if (failure) return failure;
  }
  for (const part of text.split(/[|:]+/)) {
    const failure = byName.get(part.trim().replaceAll(' ', '_'));
    if (failure) return failure;
  }
  if (text.startsWith('verify cert failed')) return certificateUntrusted;
  return text.startsWith('TLS error') ? likelyFailure('handshake-failed', 'handshaking') : undefined;
}
/** Error numbers of the system library are this base plus an errno. */
const systemErrorBase = 2 * 2 ** 24;
function interpretSystemError(part) {
  if (!/^335[0-9]{5}$/.test(part)) return undefined;
  const symptom = parseErrno(String(Number(part) - systemErrorBase));
  return symptom && certainFailure(symptom, 'handshaking');
}
const certificateUntrusted = certainFailure('certificate-untrusted', 'handshaking');
const otherProtocol = certainFailure('other-protocol', 'handshaking');
const certificateRefused = certainFailure('certificate-refused', 'handshaking');
const handshakeFailed = certainFailure('handshake-failed', 'handshaking');
/** BoringSSL's numbers: 16 × 2^24 plus the reason. The names serve for texts without a number. */
const tlsErrors = [
  ['268435581', certificateUntrusted, 'CERTIFICATE_VERIFY_FAILED'],
  ['268435758', certificateUntrusted, 'KEY_USAGE_BIT_INCORRECT'],
  ['268435703', otherProtocol, 'WRONG_VERSION_NUMBER'],
  ['268435612', otherProtocol, 'HTTP_REQUEST'],
  ['268435611', otherProtocol, 'HTTPS_PROXY_REQUEST'],
  ['268436576', otherProtocol, 'TLSV1_ALERT_NO_APPLICATION_PROTOCOL'],
  ['268436504', certificateRefused, 'TLSV1_ALERT_UNKNOWN_CA'],
  ['268436498', certificateRefused, 'SSLV3_ALERT_BAD_CERTIFICATE'],
  ['268436500', certificateRefused, 'SSLV3_ALERT_CERTIFICATE_REVOKED'],
  ['268436501', certificateRefused, 'SSLV3_ALERT_CERTIFICATE_EXPIRED'],
  ['268436502', certificateRefused, 'SSLV3_ALERT_CERTIFICATE_UNKNOWN'],
  ['268436572', certificateRefused, 'TLSV1_ALERT_CERTIFICATE_REQUIRED', 'TLSV1_CERTIFICATE_REQUIRED'],
  ['268436505', certificateRefused, 'TLSV1_ALERT_ACCESS_DENIED'],
  ['268436507', certificateRefused, 'TLSV1_ALERT_DECRYPT_ERROR'],
  ['268436496', handshakeFailed, 'SSLV3_ALERT_HANDSHAKE_FAILURE'],
  ['268436526', handshakeFailed, 'TLSV1_ALERT_PROTOCOL_VERSION'],
  ['268435696', handshakeFailed, 'UNSUPPORTED_PROTOCOL'],
  ['268435736', handshakeFailed, 'NO_SUPPORTED_VERSIONS_ENABLED'],
  ['268435640', handshakeFailed, 'NO_SHARED_CIPHER'],
  ['268435610', handshakeFailed, 'HANDSHAKE_FAILURE_ON_CLIENT_HELLO'],
  ['268436536', handshakeFailed, 'TLSV1_ALERT_INTERNAL_ERROR'],
  ['268436568', handshakeFailed, 'TLSV1_ALERT_UNRECOGNIZED_NAME', 'TLSV1_UNRECOGNIZED_NAME'],
];
const byNumber = new Map(tlsErrors.map(([number, meaning]) => [number, meaning]));
const byName = new Map(tlsErrors.flatMap(([, meaning, ...names]) => names.map((name) => [name, meaning])));
