/** Reads the facts from records, the first that has one deciding. */
export function findRecordFacts(texts) {
  return {
    errno: findNumber(texts, /\((\d{1,5}): [A-Z]/),
    signal: findNumber(texts, /exited on signal (\d{1,2})\b/),
    tlsAlert: findTlsAlert(texts),
    verifyReason: findVerifyReason(texts),
    resolver: findText(texts, /\bresolver: \[?([0-9a-fA-F.:]+?)\]?(?::53)?(?:[",\s]|$)/),
    path: findText(texts, /\b(?:open|mkdir|rename|pwrite|pwritev|write)\(\)[^"]{0,20}"(\/[\w./-]{1,200})"/),
    host: findText(texts, /\bhost: "([\w.-]{1,100}(?::\d{1,5})?)"/),
    requestPath: findText(texts, /"[A-Z]{3,10} (\/[\w./-]{0,100})(?:\?[^\s"]*)? HTTP/),
    requestProtocol: findText(texts, /"[A-Z]{3,10} [^"\s]* (HTTP\/\d(?:\.\d)?)"/),
    mayHaveBody: texts.some((text) => /"(?:POST|PUT|PATCH) \//.test(text)),
    bytesReceived: findNumber(texts, /"(?:ubr|upstream_bytes_received)": ?"?(\d{1,9})\b/),
  };
}
/** Facts of which no record says anything. */
export const unknownRecordFacts = {
  errno: null,
  signal: null,
  tlsAlert: null,
  verifyReason: null,
  resolver: null,
  path: null,
  host: null,
  requestPath: null,
  requestProtocol: null,
  mayHaveBody: false,
  bytesReceived: null,
};
/** OpenSSL writes the number, BoringSSL the name (RFC 8446, section 6). */
const findTlsAlert = (texts) =>
  findNumber(texts, /SSL alert number (\d{1,3})/) ??
  tlsAlertNames.find(([name]) => texts.some((text) => text.includes(`ALERT_${name}`)))?.[1] ??
  null;
const tlsAlertNames = [
  ['HANDSHAKE_FAILURE', 40],
  ['BAD_CERTIFICATE', 42],
  ['CERTIFICATE_EXPIRED', 45],
  ['CERTIFICATE_UNKNOWN', 46],
  ['UNKNOWN_CA', 48],
  ['ACCESS_DENIED', 49],
  ['PROTOCOL_VERSION', 70],
  ['INTERNAL_ERROR', 80],
  ['UNRECOGNIZED_NAME', 112],
  ['CERTIFICATE_REQUIRED', 116],
  ['NO_APPLICATION_PROTOCOL', 120],
];
/** The reasons as OpenSSL and BoringSSL word them. */
const verifyReasons = [
  ['expired', /certificate has expired|CERTIFICATE_EXPIRED|alert number 45\b/i],
  ['not-yet-valid', /certificate is not yet valid/i],
  ['self-signed', /self[- ]signed certificate/i],
  [
    'unknown-issuer',
    /unable to get (?:local )?issuer certificate|unable to verify the first certificate|UNKNOWN_CA/i,
  ],
  ['wrong-name', /does not match|hostname mismatch|SAN matcher|verify SAN/i],
  ['revoked', /certificate revoked/i],
];
const findVerifyReason = (texts) =>
  verifyReasons.find(([, pattern]) => texts.some((text) => pattern.test(text)))?.[0] ?? null;
function findText(texts, pattern) {
  for (const text of texts) {
    const value = pattern.exec(text)?.slice(1).find(Boolean);
    if (value !== undefined) return value;
  }
  return null;
}
function findNumber(texts, pattern) {
  const value = findText(texts, pattern);
  return value === null ? null : Number(value);
}
