/** Interprets an error; undefined for one that is no fault of gateway or upstream: the client left. */
export function interpretError(error, hasBegun) {
  const text = error.slice(0, errorCharsMax);
  if (/context canceled|client disconnected|^http: request body too large/.test(text)) return undefined;
  const [, symptom, phase, certainty = 'certain'] =
    errors.find(([pattern]) => pattern.test(text)) ?? unknownError;
  const name = /\blookup ([\w.-]{1,255})/.exec(text)?.[1] ?? null;
  const isAtBody = hasBegun && phase === 'reading-header';
  return {
    finding: {
      symptom,
      phase: isAtBody ? 'reading-body' : phase,
      socket: /\bunix\b/.test(text) ? 'unix' : 'tcp',
      certainty,
      message: text,
      missingFields: [],
    },
    // An error of a look-up names the resolver.
    peer: name === null ? findPeer(text) : null,
    name,
  };
}
const errorCharsMax = 300;
const unknownError = [/$/, 'unexplained', null, 'likely'];
/** More specific ones first: an error of TLS or of a look-up is wrapped in one of dialling. */
const errors = [
  [/\bno upstreams available/, 'no-peer', 'choosing'],
  [/no such host/, 'name-not-found', 'resolving'],
  [/lookup .{0,300}(?:i\/o timeout|context deadline exceeded)/, 'name-timed-out', 'resolving'],
  [/lookup .{0,300}(?:server misbehaving|connection refused)/, 'name-server-failed', 'resolving'],
  [/TLS handshake timeout/, 'timed-out', 'handshaking'],
  [
    /first record does not look like a TLS handshake|server gave HTTP response to HTTPS client/,
    'other-protocol',
    'handshaking',
  ],
  [/x509: |tls: failed to verify certificate/, 'certificate-untrusted', 'handshaking'],
  [
    /remote error: tls: (?:bad certificate|certificate required|unknown certificate|expired certificate|revoked certificate|access denied)/,
    'certificate-refused',
    'handshaking',
  ],
  [/\btls: /, 'handshake-failed', 'handshaking'],
  [/dial .{0,300}connection refused/, 'ECONNREFUSED', 'connecting'],
  [/dial .{0,300}no such file or directory/, 'ENOENT', 'connecting'],
  [/dial .{0,300}permission denied/, 'EACCES', 'connecting'],
  [/dial .{0,300}(?:i\/o timeout|context deadline exceeded)/, 'timed-out', 'connecting'],
  [/dial .{0,300}connection timed out/, 'ETIMEDOUT', 'connecting'],
  [/no route to host/, 'EHOSTUNREACH', 'connecting'],
  [/network is unreachable/, 'ENETUNREACH', 'connecting'],
  [/cannot assign requested address/, 'EADDRNOTAVAIL', 'connecting'],
  [/too many open files/, 'EMFILE', 'connecting'],
  [/dial .{0,300}connection reset by peer/, 'ECONNRESET', 'connecting'],
  [/response headers? exceeded|http2: response header list too large/, 'header-too-big', 'reading-header'],
  [
    /malformed (?:HTTP|MIME|chunked)|invalid byte in chunk length|chunked line/,
    'malformed',
    'reading-header',
  ],
  [/stream error: |http2: .{0,80}(?:GOAWAY|REFUSED_STREAM)/, 'stream-reset', 'reading-header'],
  [/\bwrite\b.{0,300}broken pipe/, 'EPIPE', 'sending'],
  [/\bwrite\b.{0,300}connection reset by peer/, 'ECONNRESET', 'sending'],
  [/\bread\b.{0,300}connection reset by peer|connection reset by peer/, 'ECONNRESET', 'reading-header'],
  [/timeout awaiting response headers/, 'timed-out', 'reading-header'],
  [/\bwrite\b.{0,300}i\/o timeout/, 'timed-out', 'sending'],
  [/i\/o timeout|context deadline exceeded/, 'timed-out', 'reading-header', 'likely'],
  // A server that closes in its TLS handshake leaves the same.
  [/\bEOF\b|server closed idle connection|transport connection broken/, 'closed', 'reading-header', 'likely'],
];
/** `dial tcp 192.0.2.4:80: …`, `read tcp 192.0.2.1:51000->192.0.2.4:80: …`, `dial unix /run/app.sock: …`. */
function findPeer(text) {
  const socket = /\b(?:dial|read|write) unix (?:[^\s:]{0,200}->)?(\/[^\s:]{1,200}):/.exec(text)?.[1];
  if (socket !== undefined) return `unix:${socket}`;
  return (
    /\b(?:dial|read|write) (?:tcp|udp)[46]? (?:\S{1,80}->)?((?:\d{1,3}\.){3}\d{1,3}:\d{1,5}|\[[\da-fA-F:%\w]{2,60}\]:\d{1,5}):/.exec(
      text,
    )?.[1] ?? null
  );
}
