import type { CauseId } from '../../../src/diagnose/causes/index.js';
import type { Maker, Outcome } from '../../../src/parse/event.js';

/** One thing that a client can ask for under `/NAME`, and what is true of it by construction. */
export type LabFault = {
  readonly name: string;
  /** Its parts of nginx's configuration: groups and zones for `http`, locations for `server`. */
  readonly httpConfig: string;
  readonly serverConfig: string;
  readonly request: ClientRequest;
  /** None for noise: nothing failed at the gateway. Two where a subrequest failed besides. */
  readonly truths: readonly FaultTruth[];
  /** Asked only when everything of the stage before is over; default 0. */
  readonly stage: number;
  /** True where a second time would be another fault. */
  readonly isSingleUse: boolean;
  /** True where a limit of the gateway turns the client away. */
  readonly isRejected: boolean;
};

export type ClientRequest = {
  readonly method?: 'GET' | 'POST';
  readonly bodyBytes?: number;
  /** The client leaves after this time. */
  readonly abortAfterMs?: number;
};

/** What is true of a request that failed at the gateway. */
export type FaultTruth = {
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
  readonly stageReached: StageReached;
  /** False where `$proxy_host` does not name it: for gRPC and FastCGI, and when something else answered in the end. */
  readonly isNamed: boolean;
  /** Set when it was a subrequest that failed. */
  readonly subrequest: 'auth' | 'mirror' | null;
};

/**
 * No address yet; no connection (TLS included) yet; the request, or a part of it, is sent; a part of a header came; the
 * header is whole.
 */
export type StageReached = 'nothing' | 'address' | 'connection' | 'answer' | 'header';

/** A truth as far as it is not the usual one: 502 by the gateway, seen by the client, made by the last server. */
export type TruthOverrides = Partial<FaultTruth> & Pick<FaultTruth, 'cause'>;

type ProxyFault = {
  readonly name: string;
  /** Servers of the group of that name, with their parameters; the deciding one last. */
  readonly servers: readonly string[];
  readonly scheme?: 'http' | 'https' | 'grpc';
  /** Directives of the location. */
  readonly directives?: string;
  /** Directives of the group. */
  readonly groupDirectives?: string;
  readonly truth: TruthOverrides | null;
  readonly secondTruth?: TruthOverrides;
} & Partial<Pick<LabFault, 'request' | 'stage' | 'isSingleUse' | 'isRejected'>>;

/** A request that is passed to a group of its own. */
export const defineProxyFault = ({
  name,
  servers,
  scheme = 'http',
  directives = '',
  groupDirectives = '',
  truth,
  ...rest
}: ProxyFault): LabFault =>
  defineLocationFault({
    ...rest,
    name,
    httpConfig: `upstream ${name} { ${servers.map((server) => `server ${server};`).join(' ')} ${groupDirectives} }`,
    directives: `${directives} ${scheme === 'grpc' ? 'grpc' : 'proxy'}_pass ${scheme}://${name};`,
    truth: truth && { upstream: name, peer: servers.at(-1)?.split(' ')[0] ?? null, ...truth },
  });

type LocationFault = {
  readonly name: string;
  readonly directives: string;
  readonly httpConfig?: string;
  /** Further locations. */
  readonly serverConfig?: string;
  readonly truth: TruthOverrides | null;
  readonly secondTruth?: TruthOverrides;
} & Partial<Pick<LabFault, 'request' | 'stage' | 'isSingleUse' | 'isRejected'>>;

/** A request to a location with these directives. */
export const defineLocationFault = ({
  name,
  directives,
  httpConfig = '',
  serverConfig = '',
  truth,
  secondTruth,
  ...rest
}: LocationFault): LabFault => ({
  request: {},
  stage: 0,
  isSingleUse: false,
  isRejected: false,
  ...rest,
  name,
  httpConfig,
  serverConfig: `location = /${name} { ${directives} }\n${serverConfig}`,
  truths: [truth, secondTruth].flatMap((overrides) =>
    overrides
      ? { ...defaultTruth, stageReached: defaultStages[overrides.cause] ?? 'header', ...overrides }
      : [],
  ),
});

const defaultTruth = {
  outcome: 'client-visible',
  madeBy: 'gateway',
  status: 502,
  upstream: null,
  peer: null,
  isNamed: true,
  subrequest: null,
} satisfies Omit<FaultTruth, 'cause' | 'stageReached'>;

const defaultStages: Readonly<Partial<Record<CauseId, StageReached>>> = {
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
