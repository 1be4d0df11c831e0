/** Finds an error text in what a custom format has behind the request; undefined if there is none. */
export function parseConnectionError(rest) {
  // OpenSSL's text is more specific than the one of the connection.
  for (const [pattern, symptom, phase] of errorTexts) {
    const words = pattern.exec(rest.slice(0, restCharsMax))?.[0];
    if (words !== undefined) return { symptom, phase, certainty: 'certain', words };
  }
  return undefined;
}
const restCharsMax = 2_000;
/** Texts of HAProxy's connections (`conn_err_code_str`) and of OpenSSL (`%[ssl_bc_err_str]`). */
const errorTexts = [
  [/certificate verify failed/i, 'certificate-untrusted', 'handshaking'],
  [
    /Server presented an SSL certificate different from the (?:configured|expected) one/,
    'certificate-untrusted',
    'handshaking',
  ],
  [/wrong version number|http request/i, 'other-protocol', 'handshaking'],
  [
    /alert (?:bad certificate|certificate required|unknown ca)|certificate required/i,
    'certificate-refused',
    'handshaking',
  ],
  [/Timeout during SSL handshake/, 'timed-out', 'handshaking'],
  [/Connection closed during SSL handshake/, 'closed', 'handshaking'],
  [
    /SSL handshake failure|SSL fatal error|Connection error during SSL handshake/,
    'handshake-failed',
    'handshaking',
  ],
  [/Reached configured maxconn value|Too many sockets on the process/, 'EMFILE', 'connecting'],
  [/Too many sockets on the system/, 'ENFILE', 'connecting'],
  [/Out of system buffers/, 'ENOBUFS', 'connecting'],
  [/Source port range exhausted|Out of local source ports on the system/, 'EADDRNOTAVAIL', 'connecting'],
  [/Local source address already in use/, 'EADDRINUSE', 'connecting'],
  [/Can't bind to source address/, 'EADDRNOTAVAIL', 'binding'],
  [/Protocol or address family not supported/, 'EAFNOSUPPORT', 'connecting'],
  [/General socket error/, 'connect-failed', 'connecting'],
];
