import type { CauseId } from '../../../src/diagnose/cause.js';
import type { Maker, Outcome } from '../../../src/parse/event.js';

/** One thing that a client can ask for under `/NAME`, and what is true of it by construction. */
export type Fault = {
  readonly name: string;
  /** Its parts of nginx's configuration: groups and zones for `http`, locations for `server`. */
  readonly http: string;
  readonly server: string;
  readonly ask: Ask;
  /** None for noise: nothing failed at the gateway. Two where a subrequest failed besides. */
  readonly truths: readonly Truth[];
  /** Asked only when everything of the stage before is over; default 0. */
  readonly stage: number;
  /** True where a second time would be another fault. */
  readonly isOnce: boolean;
  /** True where a limit of the gateway turns the client away. */
  readonly isRejected: boolean;
};

export type Ask = {
  readonly method?: 'GET' | 'POST';
  readonly bodyBytes?: number;
  /** The client leaves after this time. */
  readonly leavesAfterMs?: number;
};

/** What is true of a request that failed at the gateway. */
export type Truth = {
  readonly cause: CauseId;
  readonly outcome: Outcome;
  readonly madeBy: Maker;
  /** What the client got; null when that was no HTTP status. */
  readonly status: number | null;
  /** The group's name; without a group, the name or address in `proxy_pass`; null without either. */
  readonly upstream: string | null;
  /** The server that decided: what can be named where no log tells the group. */
  readonly peer: string | null;
  /** How far the deciding try had got. */
  readonly reached: Reached;
  /** False where `$proxy_host` does not name it: for gRPC and FastCGI, and when something else answered in the end. */
  readonly isNamed: boolean;
  /** Set when it was a subrequest that failed. */
  readonly inside: 'auth' | 'mirror' | null;
};

/**
 * No address yet; no connection (TLS included) yet; the request, or a part of it, is sent; a part of a header came; the
 * header is whole.
 */
export type Reached = 'nothing' | 'address' | 'connection' | 'answer' | 'header';

/** A truth as far as it is not the usual one: 502 by the gateway, seen by the client, made by the last server. */
export type SaidTruth = Partial<Truth> & Pick<Truth, 'cause'>;

type Group = {
  readonly name: string;
  /** Servers of the group of that name, with their parameters; the deciding one last. */
  readonly to: readonly string[];
  readonly scheme?: 'http' | 'https' | 'grpc';
  /** Directives of the location. */
  readonly set?: string;
  /** Directives of the group. */
  readonly group?: string;
  readonly truth: SaidTruth | null;
  readonly also?: SaidTruth;
} & Partial<Pick<Fault, 'ask' | 'stage' | 'isOnce' | 'isRejected'>>;

/** A request that is passed to a group of its own. */
export const passing = ({ name, to, scheme = 'http', set = '', group = '', truth, ...more }: Group): Fault =>
  located({
    ...more,
    name,
    http: `upstream ${name} { ${to.map((server) => `server ${server};`).join(' ')} ${group} }`,
    set: `${set} ${scheme === 'grpc' ? 'grpc' : 'proxy'}_pass ${scheme}://${name};`,
    truth: truth && { upstream: name, peer: to.at(-1)?.split(' ')[0] ?? null, ...truth },
  });

type Located = {
  readonly name: string;
  readonly set: string;
  readonly http?: string;
  /** Further locations. */
  readonly server?: string;
  readonly truth: SaidTruth | null;
  readonly also?: SaidTruth;
} & Partial<Pick<Fault, 'ask' | 'stage' | 'isOnce' | 'isRejected'>>;

/** A request to a location with these directives. */
export const located = ({ name, set, http = '', server = '', truth, also, ...more }: Located): Fault => ({
  ask: {},
  stage: 0,
  isOnce: false,
  isRejected: false,
  ...more,
  name,
  http,
  server: `location = /${name} { ${set} }\n${server}`,
  truths: [truth, also].flatMap((said) =>
    said ? { ...usual, reached: usuallyReached[said.cause] ?? 'header', ...said } : [],
  ),
});

const usual = {
  outcome: 'client-visible',
  madeBy: 'gateway',
  status: 502,
  upstream: null,
  peer: null,
  isNamed: true,
  inside: null,
} satisfies Omit<Truth, 'cause' | 'reached'>;

const usuallyReached: Readonly<Partial<Record<CauseId, Reached>>> = {
  'no-live-upstreams': 'nothing',
  'gateway-returned': 'nothing',
  'dns-not-found': 'nothing',
  'dns-server-failure': 'nothing',
  'dns-timeout': 'nothing',
  'bad-upstream-config': 'nothing',
  'connection-refused': 'address',
  'connect-timeout': 'address',
  'socket-missing': 'address',
  'socket-permission': 'address',
  'backlog-full': 'address',
  'tls-handshake': 'address',
  'tls-timeout': 'address',
  'tls-verify': 'address',
  'connection-reset': 'connection',
  'premature-close': 'connection',
  'read-timeout': 'connection',
  'send-timeout': 'connection',
  'malformed-response': 'answer',
  'header-too-big': 'answer',
  'protocol-mismatch': 'answer',
};
