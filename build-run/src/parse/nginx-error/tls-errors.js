/** Classifies the text of a TLS error. An alert number decides if present, as texts differ between libraries and versions. */
export const classifyTlsError = (tlsText) => {
  const alert = /SSL alert number (\d{1,3})/.exec(tlsText)?.[1];
  if (alert !== undefined) return certificateAlerts.has(alert) ? 'certificate-refused' : 'handshake-failed';
  const text = tlsText.toLowerCase().replaceAll('_', ' ');
  return symptomPatterns.find(([, phrase]) => phrase.test(text))?.[0] ?? 'handshake-failed';
};
const certificateAlerts = new Set(['42', '43', '44', '45', '46', '48', '116']);
const symptomPatterns = [
  [
    'other-protocol',
    /wrong version number|packet length too long|:https? (?:proxy )?request|unknown protocol/,
  ],
  ['certificate-untrusted', /certificate verify failed/],
  [
    'certificate-refused',
    /alert (?:unknown ca|no certificate|bad certificate|certificate (?:required|expired|revoked|unknown)|unsupported certificate)/,
  ],
  ['closed', /unexpected eof/],
];
