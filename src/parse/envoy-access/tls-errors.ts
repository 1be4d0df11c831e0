import { errnoOf } from './errnos.js';
import { certain, likely, type Meaning } from './meaning.js';

/**
 * What Envoy's TLS text means, whatever else stands around its parts:
 * `TLS error:|268435581:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:TLS error end`. Undefined for other text.
 */
export function tlsMeaning(text: string): Meaning | undefined {
  for (const part of text.split(/[ |:]+/)) {
    const known = byNumber.get(part) ?? systemError(part);
    if (known) return known;
  }
  for (const part of text.split(/[|:]+/)) {
    const known = byName.get(part.trim().replaceAll(' ', '_'));
    if (known) return known;
  }
  if (text.startsWith('verify cert failed')) return untrusted;
  return text.startsWith('TLS error') ? likely('handshake-failed', 'handshaking') : undefined;
}

/** Numbers of the system library are an errno on top of this. */
const systemErrors = 2 * 2 ** 24;
function systemError(part: string): Meaning | undefined {
  if (!/^335[0-9]{5}$/.test(part)) return undefined;
  const symptom = errnoOf(String(Number(part) - systemErrors));
  return symptom && certain(symptom, 'handshaking');
}

const untrusted = certain('certificate-untrusted', 'handshaking');
const otherProtocol = certain('other-protocol', 'handshaking');
const refused = certain('certificate-refused', 'handshaking');
const failed = certain('handshake-failed', 'handshaking');

/** BoringSSL's numbers: sixteen times two to the 24th and the reason. The names are kept for texts without one. */
const reasons: readonly (readonly [number: string, meaning: Meaning, ...names: string[]])[] = [
  ['268435581', untrusted, 'CERTIFICATE_VERIFY_FAILED'],
  ['268435758', untrusted, 'KEY_USAGE_BIT_INCORRECT'],
  ['268435703', otherProtocol, 'WRONG_VERSION_NUMBER'],
  ['268435612', otherProtocol, 'HTTP_REQUEST'],
  ['268435611', otherProtocol, 'HTTPS_PROXY_REQUEST'],
  ['268436576', otherProtocol, 'TLSV1_ALERT_NO_APPLICATION_PROTOCOL'],
  ['268436504', refused, 'TLSV1_ALERT_UNKNOWN_CA'],
  ['268436498', refused, 'SSLV3_ALERT_BAD_CERTIFICATE'],
  ['268436500', refused, 'SSLV3_ALERT_CERTIFICATE_REVOKED'],
  ['268436501', refused, 'SSLV3_ALERT_CERTIFICATE_EXPIRED'],
  ['268436502', refused, 'SSLV3_ALERT_CERTIFICATE_UNKNOWN'],
  ['268436572', refused, 'TLSV1_ALERT_CERTIFICATE_REQUIRED', 'TLSV1_CERTIFICATE_REQUIRED'],
  ['268436505', refused, 'TLSV1_ALERT_ACCESS_DENIED'],
  ['268436507', refused, 'TLSV1_ALERT_DECRYPT_ERROR'],
  ['268436496', failed, 'SSLV3_ALERT_HANDSHAKE_FAILURE'],
  ['268436526', failed, 'TLSV1_ALERT_PROTOCOL_VERSION'],
  ['268435696', failed, 'UNSUPPORTED_PROTOCOL'],
  ['268435736', failed, 'NO_SUPPORTED_VERSIONS_ENABLED'],
  ['268435640', failed, 'NO_SHARED_CIPHER'],
  ['268435610', failed, 'HANDSHAKE_FAILURE_ON_CLIENT_HELLO'],
  ['268436536', failed, 'TLSV1_ALERT_INTERNAL_ERROR'],
  ['268436568', failed, 'TLSV1_ALERT_UNRECOGNIZED_NAME', 'TLSV1_UNRECOGNIZED_NAME'],
];

const byNumber = new Map(reasons.map(([number, meaning]) => [number, meaning]));
const byName = new Map(
  reasons.flatMap(([, meaning, ...names]) => names.map((name) => [name, meaning] as const)),
);
