import type { SourceLocation } from './line.js';

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
] as const;

export type LogFormatId = (typeof logFormatIds)[number];

/**
 * The part of a gateway's logs that a format is, where its failed attempts and its requests are records of their own; null
 * for a format that has both in one record.
 */
export const getLogSide = (format: LogFormatId): 'attempts' | 'requests' | null => logSides[format] ?? null;

const logSides: Readonly<Partial<Record<LogFormatId, 'attempts' | 'requests'>>> = {
  'nginx-error': 'attempts',
  'nginx-access': 'requests',
  'caddy-error': 'attempts',
  'caddy-access': 'requests',
};

/** The content of one record. */
export type Event = Attempt | Request | Change | Notice;

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
] as const;
export type Phase = (typeof phases)[number];

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
] as const;
export type Symptom = (typeof symptoms)[number];

/** Confidence in a finding. `certain`: the record states it; `likely`: nothing else fits as well; `guess`: the best of several readings. */
export type Certainty = 'certain' | 'likely' | 'guess';

/** A failure as seen in one record: symptom, phase and socket. Causes are matched against findings. */
export type Finding = {
  readonly symptom: Symptom;
  readonly phase: Phase | null;
  /** Type of the socket to the upstream; null if the record does not show it. */
  readonly socket: 'tcp' | 'unix' | null;
  readonly certainty: Certainty;
  /** The relevant words of the record: `connect() failed (111: Connection refused)`. */
  readonly message: string;
  /** The cause that a user has taught for this message. */
  readonly localCause?: LocalCauseId;
  /** Log fields that would have helped, such as `$upstream_header_time`; empty if nothing is missing. */
  readonly missingFields: readonly string[];
};

/** Id of a cause that a user has taught: `local:license-expired`. */
export type LocalCauseId = `local:${string}`;

export type RequestLine = {
  readonly method: string;
  readonly target: string;
  /** `HTTP/1.1`; empty if the record has none. */
  readonly protocol: string;
  /** Set if the target lacks its end, as nginx cuts the records of its error log at 2,048 bytes. */
  readonly isCut?: true;
};

/** Client, request and upstream, as written in the record. Null if the record does not contain a value. */
export type Exchange = {
  /** Client address, without port. */
  readonly client: string | null;
  /** nginx's `server:`: the first `server_name`, or the listening address. */
  readonly server: string | null;
  /** The Host header or `:authority`. */
  readonly host: string | null;
  readonly request: RequestLine | null;
  /** Identifies the original request in stored records, whose target is redacted. */
  readonly requestFingerprint?: string;
  /** Upstream as written in the record: nginx's `upstream:` value, `$upstream_addr`, Envoy's upstream host. */
  readonly upstream: string | null;
  /** Configured name: upstream group, Envoy cluster, host name to resolve. */
  readonly upstreamName: string | null;
  /** Last address tried: `10.0.0.7:8080`, `[2001:db8::1]:80`, `unix:/run/app.sock`. */
  readonly peer: string | null;
};

type EventBase = {
  readonly gateway: LogFormatId;
  readonly location: SourceLocation;
  /** Epoch ms, from the record or else its envelope; null if neither has a time. */
  readonly at: number | null;
  /** Machine, pod or container, if the envelope names it. */
  readonly source: string | null;
  /** The record as logged. Redact and truncate it before showing or storing it. */
  readonly text: string;
  /** Read as a user has taught, in no format: `gateway` says no more than which gateway it is counted to. */
  readonly isTaught?: true;
};

/** A failed upstream attempt, from an error log. */
export type Attempt = EventBase &
  Exchange & {
    readonly type: 'attempt';
    readonly finding: Finding;
    /** Status sent to the client if no other attempt follows; null if this failure sets none. */
    readonly status: number | null;
    readonly pid: number | null;
    /** nginx's `*N`. */
    readonly connection: number | null;
    /** URI of the subrequest (auth, mirror, slice) that failed; null for a main request. */
    readonly subrequest: string | null;
    /** True if the record may be forged: part of a longer one, or with contradicting fields. It needs confirmation. */
    readonly isSuspect: boolean;
    /** The time on the gateway's clock, as if it were UTC; absent where the envelope tells the zone. */
    readonly wallTime?: number;
    /** nginx refused its configuration: no request noticed. */
    readonly refusesConfiguration?: true;
  };

/** One element of nginx's `$upstream_*` lists, or Envoy's single upstream host. */
export type UpstreamAttempt = {
  readonly peer: string | null;
  readonly status: number | null;
  readonly connectMs: number | null;
  readonly headerMs: number | null;
  readonly responseMs: number | null;
  /** Size of the response header; null or absent where the log does not have the bytes received and those of the body. */
  readonly headerBytes?: number | null;
  /** True for the first attempt after an internal redirect (nginx's ` : `). */
  readonly redirected: boolean;
};

/** A finished request, successful or not, from an access log. */
export type Request = EventBase &
  Exchange & {
    readonly type: 'request';
    /** Null for Envoy's 0 and nginx's 000 (client aborted) and 009 (invalid answer). */
    readonly status: number | null;
    readonly durationMs: number | null;
    readonly upstreamAttempts: readonly UpstreamAttempt[];
    /** Set if the line lists every server tried, so that an empty list means that none was. */
    readonly listsUpstreamAttempts?: true;
    /** Null for a request without a gateway failure. */
    readonly finding: Finding | null;
    /** Finding of the previous attempt, if `finding` is that no peer was left to try. */
    readonly emptiedBy?: Finding;
    /** Outcome for the client, judged by this line alone; null if `finding` is null. */
    readonly outcome: Outcome | null;
    /** Origin of an error status, also of one that is no gateway failure; null for a good answer, or if the client left. */
    readonly madeBy: Maker | null;
    /** The worker that served it, where the log has it. */
    readonly pid?: number | null;
    readonly connection: number | null;
    readonly requestId: string | null;
    /** The id that came with the request, if the line has it beside its own. */
    readonly forwardedRequestId?: string;
    /** Value of the configured customer field, if the line has it. */
    readonly customer?: string;
    readonly isSuspect: boolean;
  };

/** An operation on the gateway (reload, deploy, ejection) that may explain later failures. */
export type Change = EventBase & {
  readonly type: 'change';
  readonly kind: 'reload' | 'restart' | 'stop' | 'config' | 'refused-config' | 'deploy' | 'ejection';
  /** One line to show: `nginx reload`. */
  readonly message: string;
};

/** A record that was understood and is not a failure itself. */
export type Notice = EventBase &
  Exchange & {
    readonly type: 'notice';
    readonly kind: NoticeKind;
    readonly message: string;
    readonly connection: number | null;
    /** What a failed health check met, also one that ejected its peer. */
    readonly symptom?: Symptom;
  };
export type NoticeKind =
  | 'informational'
  | 'client-abort'
  | 'client-timeout'
  | 'rate-limited'
  /** A peer was removed from load balancing (`upstream server temporarily disabled`, Envoy's outlier log). */
  | 'ejection'
  /** A health check of the gateway failed (`check time out with peer`). */
  | 'check-failed'
  /** nginx refused its configuration: a reload that failed, which no request notices. */
  | 'config-refused'
  /** A peer passed its health checks again (`enable check peer`). */
  | 'rejoin'
  /** Consequence of another record, whose cause it shares (`auth request unexpected status`). */
  | 'derived';

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
] as const;
export type Outcome = (typeof outcomes)[number];

/** Origin of the bad status. */
export const makers = ['gateway', 'upstream', 'next-hop', 'undecided'] as const;

export type Maker = (typeof makers)[number];

/** A change with its time and, for a manual mark, its author. */
export type GatewayChange = Pick<Change, 'kind' | 'message'> & {
  readonly at: number;
  readonly by: string | null;
};
