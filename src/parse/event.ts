import type { SourceLocation } from './line.js';

/** The log dialects. A dialect is a file in `gateways/`. */
export const logFormatIds = ['nginx-error', 'nginx-access', 'envoy-access', 'envoy-app'] as const;

/** One of these. */
export type LogFormatId = (typeof logFormatIds)[number];

/** What one record says. */
export type Event = Attempt | Request | Change | Notice;

/** How far an attempt had got when it ended. `docs/architecture.md` has the picture. */
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
 * What the gateway saw, in one vocabulary for every dialect. Names in capitals are errnos, whatever number or text the
 * platform gave them. The errno alone is not the cause: the phase and the kind of socket decide with it.
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
  /** An errno that is none of the above. */
  'EOTHER',
  /** The gateway's own timer ran out: no progress in this phase. */
  'timed-out',
  /** A stream was idle for longer than its limit. */
  'idle',
  /** A request or connection reached its longest allowed duration. */
  'overran',
  /** The connection failed and the log does not say how. */
  'connect-failed',
  /** No local address fits the destination (IPv6 off, wrong family), though ports are free. */
  'no-source-address',
  /** A clean close (FIN, END_STREAM) before the message was complete. */
  'closed',
  /** One HTTP/2 or HTTP/3 stream was reset, or GOAWAY came below it; the connection stayed up. */
  'stream-reset',
  /** The peer spoke the right protocol wrongly. */
  'malformed',
  /** The response header does not fit the gateway's buffer or limit. */
  'header-too-big',
  /** The peer speaks another protocol on that port. */
  'other-protocol',
  'handshake-failed',
  /** We rejected their certificate. */
  'certificate-untrusted',
  /** They rejected our certificate, or wanted one. */
  'certificate-refused',
  /** The balancer had nobody to choose. */
  'no-peer',
  'name-not-found',
  'name-timed-out',
  'name-server-failed',
  /** The gateway's configuration cannot be carried out. */
  'misconfigured',
  /** No route or cluster of that name is known. */
  'no-route',
  /** Configuration that the control plane should have delivered is missing or was rejected. */
  'config-missing',
  /** A circuit breaker or connection limit towards this upstream. */
  'limit-reached',
  /** The gateway was told to drop a share of the load. */
  'shed',
  'connections-full',
  'overloaded',
  'crashed',
  'draining',
  /** The gateway answered by itself, as configured (`return 502;`). */
  'returned',
  /** A filter inside the gateway broke or replaced the message. */
  'filter-failed',
  /** A service that the gateway asks (authorization, rate limit, processing) failed. */
  'dependency-failed',
  'fault-injected',
  /** The upstream itself answered with this status. */
  'answered-502',
  'answered-503',
  'answered-504',
  /** Something failed, and the record does not say what. */
  'unexplained',
] as const;
export type Symptom = (typeof symptoms)[number];

/** How sure a reading is: the record says so; the record fits nothing else as well; or it is the best of several. */
export type Certainty = 'certain' | 'likely' | 'guess';

/** What a cause looks at. */
export type Finding = {
  readonly symptom: Symptom;
  readonly phase: Phase | null;
  /** The kind of socket towards the upstream; null when the record does not say. */
  readonly socket: 'tcp' | 'unix' | null;
  readonly certainty: Certainty;
  /** The words of the record that say so, for people: `connect() failed (111: Connection refused)`. */
  readonly message: string;
  /** Log fields that would have told more, such as `$upstream_header_time`; empty when nothing is missing. */
  readonly missingFields: readonly string[];
};

export type RequestLine = {
  readonly method: string;
  readonly target: string;
  /** `HTTP/1.1`; empty where the record has none. */
  readonly protocol: string;
};

/** Who spoke to whom. Each value is null when the record does not give it, and as the record gives it otherwise. */
export type Exchange = {
  /** The address of the client, without port. */
  readonly client: string | null;
  /** nginx's `server:`: the first `server_name`, or the listening address. */
  readonly server: string | null;
  /** The Host header or `:authority`. */
  readonly host: string | null;
  readonly request: RequestLine | null;
  /** Names the request as it was written, in records that were stored: their target is redacted. */
  readonly requestFingerprint?: string;
  /** The upstream as the record writes it: nginx's `upstream:` value, `$upstream_addr`, Envoy's upstream host. */
  readonly upstream: string | null;
  /** The name that the gateway was configured to use: upstream group, Envoy cluster, host name to resolve. */
  readonly upstreamName: string | null;
  /** The last address that was tried: `10.0.0.7:8080`, `[2001:db8::1]:80`, `unix:/run/app.sock`. */
  readonly peer: string | null;
};

type EventBase = {
  readonly gateway: LogFormatId;
  readonly location: SourceLocation;
  /** Epoch ms, from the record itself (else its envelope); null where neither has a time. */
  readonly at: number | null;
  /** The machine, pod or container, where the envelope names it. */
  readonly source: string | null;
  /** The record as it stands in the log, redacted and cut by whoever shows or stores it. */
  readonly text: string;
};

/** One try that failed, from an error log. */
export type Attempt = EventBase &
  Exchange & {
    readonly type: 'attempt';
    readonly finding: Finding;
    /** The status that the client gets if no other attempt follows; null when this failure sets none. */
    readonly status: number | null;
    readonly pid: number | null;
    /** nginx's `*N`. */
    readonly connection: number | null;
    /** Set when the failure was in a subrequest (auth, mirror, slice); its URI. */
    readonly subrequest: string | null;
    /** True when the record is a part of a longer one, or a field contradicts another: not to be believed alone. */
    readonly isSuspect: boolean;
  };

/** One element of nginx's `$upstream_*` lists, or Envoy's one upstream host. */
export type UpstreamAttempt = {
  readonly peer: string | null;
  readonly status: number | null;
  readonly connectMs: number | null;
  readonly headerMs: number | null;
  readonly responseMs: number | null;
  /** True for the first try after an internal redirect (nginx's ` : `). */
  readonly redirected: boolean;
};

/** One request that was served, well or badly, from an access log. */
export type Request = EventBase &
  Exchange & {
    readonly type: 'request';
    /** Null for the client abort codes of Envoy (0) and nginx (000). */
    readonly status: number | null;
    readonly durationMs: number | null;
    readonly upstreamAttempts: readonly UpstreamAttempt[];
    /** Set where the line names every server that was tried: no tries then mean that none was. */
    readonly listsUpstreamAttempts?: true;
    /** Null for a request that met no gateway failure on its way. */
    readonly finding: Finding | null;
    /** What the try before had found, where `finding` is that nobody was left to try. */
    readonly emptiedBy?: Finding;
    /** What the line alone says about the client's answer; null when `finding` is null. */
    readonly outcome: Outcome | null;
    readonly madeBy: Maker | null;
    readonly connection: number | null;
    readonly requestId: string | null;
    /** What the field that names customers holds, where there is such a field and the line has it. */
    readonly customer?: string;
    readonly isSuspect: boolean;
  };

/** Something that people or machines did to the gateway, worth remembering when failures begin. */
export type Change = EventBase & {
  readonly type: 'change';
  readonly kind: 'reload' | 'restart' | 'stop' | 'config' | 'deploy' | 'ejection';
  /** One line for people: `nginx reload`. */
  readonly message: string;
};

/** A record that was understood and is no failure of its own. */
export type Notice = EventBase &
  Exchange & {
    readonly type: 'notice';
    readonly kind: NoticeKind;
    readonly message: string;
    readonly connection: number | null;
  };
export type NoticeKind =
  | 'informational'
  | 'client-abort'
  | 'client-timeout'
  | 'rate-limited'
  /** A peer was taken out of its group (`upstream server temporarily disabled`, Envoy's outlier log). */
  | 'ejection'
  /** Takes the cause of the record that it accompanies (`auth request unexpected status`). */
  | 'derived';

/** What came of it for the client. */
export const outcomes = [
  'client-visible',
  'saved-by-retry',
  'saved-by-fallback',
  'truncated',
  'background',
  'startup',
  'undecided',
] as const;
export type Outcome = (typeof outcomes)[number];

/** Who made the bad status. */
export const makers = ['gateway', 'upstream', 'next-hop', 'undecided'] as const;

/** One of these. */
export type Maker = (typeof makers)[number];

export type GatewayChange = Pick<Change, 'kind' | 'message'> & {
  readonly at: number;
  readonly by: string | null;
};
