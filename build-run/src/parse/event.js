/** All log formats, in no particular order. Each has a decoder in `decoders.ts`. */
export const logFormatIds = [
  'nginx-error',
  'nginx-access',
  'envoy-access',
  'envoy-app',
  'haproxy',
  'caddy-access',
  'caddy-error',
  'ztunnel',
];
/**
 * The part of a gateway's logs that a format is, where its failed attempts and its requests are records of their own; null
 * for a format that has both in one record.
 */
export const getLogSide = (format) => logSides[format] ?? null;
const logSides = {
  'nginx-error': 'attempts',
  'nginx-access': 'requests',
  'caddy-error': 'attempts',
  'caddy-access': 'requests',
};
/** Progress of an attempt when it ended. */
export const phases = [
  'starting',
  'accepting',
  'preparing',
  'resolving',
  'choosing',
  'binding',
  'connecting',
  'handshaking',
  'sending',
  'reading-header',
  'reading-body',
  'tunnelling',
  'storing',
];
/**
 * Observation of the gateway, in one vocabulary for all log formats. Names in capitals are errnos, whatever number or text
 * the platform uses. An errno alone is not a cause: the phase and the socket type matter as well.
 */
export const symptoms = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTCONN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOENT',
  'ENOTDIR',
  'EACCES',
  'EPERM',
  'EAGAIN',
  'EINVAL',
  'EAFNOSUPPORT',
  'EADDRNOTAVAIL',
  'EADDRINUSE',
  'EMFILE',
  'ENFILE',
  'ENOMEM',
  'ENOBUFS',
  'ENOSPC',
  'EROFS',
  /** Any other errno. */
  'EOTHER',
  /** The gateway's own timeout expired without progress in this phase. */
  'timed-out',
  /** A stream exceeded its idle timeout. */
  'idle',
  /** A request or connection exceeded its maximum duration. */
  'overran',
  /** The connection failed; the log does not say how. */
  'connect-failed',
  /** No local address suits the destination (IPv6 disabled, wrong address family), although ports are free. */
  'no-source-address',
  /** A clean close (FIN, END_STREAM) before the message was complete. */
  'closed',
  /** One HTTP/2 or HTTP/3 stream was reset or refused by a GOAWAY; the connection stayed up. */
  'stream-reset',
  /** The peer violated the protocol. */
  'malformed',
  /** The response header exceeds the gateway's buffer or limit. */
  'header-too-big',
  /** The peer uses another protocol on that port. */
  'other-protocol',
  'handshake-failed',
  /** The gateway rejected the peer's certificate. */
  'certificate-untrusted',
  /** The peer rejected the gateway's certificate, or required one. */
  'certificate-refused',
  /** The load balancer had no peer to choose. */
  'no-peer',
  'name-not-found',
  'name-timed-out',
  'name-server-failed',
  /** The gateway's configuration is invalid for this request. */
  'misconfigured',
  /** No route or cluster of that name exists. */
  'no-route',
  /** Configuration from the control plane is missing or was rejected. */
  'config-missing',
  /** A circuit breaker or connection limit for this upstream was reached. */
  'limit-reached',
  /** The gateway is configured to drop part of the load. */
  'shed',
  'connections-full',
  'overloaded',
  'crashed',
  'draining',
  /** The gateway answered as configured (`return 502;`). */
  'returned',
  /** A filter inside the gateway broke or replaced the message. */
  'filter-failed',
  /** A service that the gateway calls (authorization, rate limit, external processing) failed. */
  'dependency-failed',
  'fault-injected',
  /** The upstream itself returned this status. */
  'answered-500',
  'answered-502',
  'answered-503',
  'answered-504',
  /** Something failed; the record does not say what. */
  'unexplained',
];
/** Effect on the client. */
export const outcomes = [
  'client-visible',
  'saved-by-retry',
  'saved-by-fallback',
  /** A good answer of another server or an error page: no log tells which. */
  'answered-otherwise',
  'truncated',
  'background',
  'startup',
  'undecided',
  /** The application itself answered 500: the client saw it, but it is no gateway failure. */
  'application-error',
];
/** Origin of the bad status. */
export const makers = ['gateway', 'upstream', 'next-hop', 'undecided'];
