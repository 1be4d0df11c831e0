import type { LogFormatId } from '../../parse/event.js';

/**
 * Where the gateway runs and what it is, from what its logs show: steps name the commands that exist there. Everything is
 * null that no record shows, as a guess would send people to a command they do not have.
 */
export type Surroundings = {
  readonly place: Place | null;
  readonly gateway: GatewayProduct;
  /** Pod of the gateway, if the path of the log or the envelope names it. */
  readonly gatewayPod: PodName | null;
  /** Container of the gateway, if the envelope names it. */
  readonly gatewayContainer: string | null;
  /** Path of the log the record came from, if it is one to type. */
  readonly logPath: string | null;
  /** Protocol the gateway speaks to the upstream. */
  readonly scheme: UpstreamScheme | null;
  readonly runtime: Runtime | null;
  /** systemd unit of the app, if the user named it. */
  readonly appUnit: string | null;
  /** Of a sidecar: to its own app, or to another service. */
  readonly direction: 'inbound' | 'outbound' | null;
};

export const places = ['host', 'docker', 'kubernetes', 'windows', 'macos'] as const;
export type Place = (typeof places)[number];

/** Products that need other commands. Plain ones, and those built on them without a difference, are `nginx` and `envoy`. */
export type GatewayProduct =
  | 'nginx'
  | 'ingress-nginx'
  | 'openresty'
  | 'kong'
  | 'apisix'
  | 'envoy'
  | 'istio-sidecar'
  | 'istio-gateway'
  | 'envoy-gateway'
  | 'contour'
  | 'gloo'
  | 'consul'
  | 'cilium'
  | 'kuma'
  | 'app-mesh';

export type UpstreamScheme = 'http' | 'https' | 'grpc' | 'grpcs' | 'fastcgi' | 'uwsgi' | 'scgi' | 'memcached';

/** Application servers with settings of their own. */
export const runtimeNames = [
  'php-fpm',
  'uwsgi',
  'gunicorn',
  'uvicorn',
  'node',
  'puma',
  'passenger',
  'tomcat',
] as const;
export type Runtime = (typeof runtimeNames)[number];

/** A pod, as far as it is known. */
export type PodName = {
  readonly name: string;
  readonly namespace: string | null;
  readonly container: string | null;
};

/** A record of the failure. Its text is as logged, or redacted; `source` is what its envelope names. */
export type SurroundingsRecord = {
  readonly text: string;
  readonly file: string;
  readonly source?: string | null;
};

export type SurroundingsSource = {
  readonly format: LogFormatId | undefined;
  readonly upstream: string | null;
  readonly peer: string | null;
  readonly records: readonly SurroundingsRecord[];
};

/** Surroundings of which no record says anything. */
export const unknownSurroundings: Surroundings = {
  place: null,
  gateway: 'nginx',
  gatewayPod: null,
  gatewayContainer: null,
  logPath: null,
  scheme: null,
  runtime: null,
  appUnit: null,
  direction: null,
};
