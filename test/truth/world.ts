/** The world that a seed makes: what really happened, a request at a time, and the files that tell of it. */

/** How one try at one server ended. */
export type TryEnd =
  | { readonly type: 'answered'; readonly status: number }
  | { readonly type: 'refused' | 'reset' | 'premature-close' | 'connect-timeout' | 'read-timeout' }
  | { readonly type: 'no-live' | 'name-not-found' | 'no-socket' | 'client-left' };

export type Try = {
  /** The address that was tried; null where there was none to try. */
  readonly peer: string | null;
  readonly group: string;
  readonly end: TryEnd;
  readonly startMs: number;
  readonly endMs: number;
  /** The header of the answer arrived after this time; null if it never did. */
  readonly headerMs: number | null;
  readonly connectMs: number | null;
  /** True for the first try after an internal redirect. */
  readonly redirected: boolean;
};

/** A record in the error log, without head and context. */
export type ErrorRecord = {
  readonly atMs: number;
  readonly message: string;
  /** `http://10.0.0.5:8080/path`; null if the record names none. */
  readonly upstream: string | null;
  readonly level: 'error' | 'crit' | 'warn';
};

/** Causes and outcomes in the words of the product's public JSON. */
export type FailedTruth = {
  /** Any of these is right: most have one. */
  readonly causes: readonly string[];
  /** What the client got. */
  readonly outcome:
    | 'client-visible'
    | 'saved-by-retry'
    | 'saved-by-fallback'
    | 'truncated'
    | 'client-left'
    | 'redirected';
  /** Failed tries; null for a failure without any. */
  readonly failedTries: number;
  readonly madeBy: 'gateway' | 'upstream';
};

/** One request at one gateway, as it really was. */
export type Exchange = {
  readonly id: number;
  readonly scenario: string;
  readonly host: number;
  readonly pid: number;
  readonly connection: number;
  readonly connectionRequests: number;
  readonly client: string;
  readonly method: string;
  readonly target: string;
  /** The route of the target: its path with numbers folded. */
  readonly route: string;
  readonly hostHeader: string;
  /** The service that was asked; null where the gateway answers by itself. */
  readonly service: Service | null;
  /** The service that `$proxy_host` names in the end; null after a redirect to a file. */
  readonly loggedService: Service | null;
  readonly tries: readonly Try[];
  readonly records: readonly ErrorRecord[];
  readonly startMs: number;
  readonly endMs: number;
  /** The status that the client got; 499 if it left. */
  readonly status: number;
  readonly bytes: number;
  /** Null for a request without a gateway failure. */
  readonly failed: FailedTruth | null;
  /** Envoy only: flags, details and transport failure reason of its line. */
  readonly envoy?: { readonly flags: string; readonly details: string; readonly reason: string };
};

/** A service behind the gateway. */
export type Service = {
  readonly name: string;
  /** The name in `$proxy_host`; differs from `name` by the port for a host name. */
  readonly proxyHost: string;
  readonly peers: readonly string[];
  readonly prefix: string;
  readonly timeoutMs: number;
};

export type AccessFormat =
  | 'bg'
  | 'combined'
  | 'json'
  | 'pairs'
  | 'envoy'
  | 'envoy-json'
  | 'istio'
  | 'istio-json';

/** The formats of nginx that list the tries of a request. */
export const listFormats: readonly string[] = ['bg', 'json', 'pairs'] satisfies readonly AccessFormat[];

/** What is special about a world. Everything that is off makes it smaller. */
export type Features = {
  readonly product: 'nginx' | 'envoy';
  readonly format: AccessFormat;
  readonly hasAccessLog: boolean;
  readonly hasErrorLog: boolean;
  readonly hosts: number;
  /** Zone of the logs, minutes east of UTC; the configuration says so unless `isZoneUnknown`. */
  readonly zoneMinutes: number;
  readonly isZoneUnknown: boolean;
  readonly order: 'oldest-first' | 'newest-first' | 'shuffled' | 'overlapping';
  readonly rotation: 'none' | 'plain' | 'gz';
  readonly envelope: 'none' | 'syslog' | 'docker';
  /** True if each request has a target of its own. */
  readonly isEachUnique: boolean;
  readonly requests: number;
  readonly spanMs: number;
  readonly scenarios: 'all' | readonly string[];
  /** Of a hundred requests so many have a line that nginx cuts in its error log. */
  readonly longPercent: number;
};

export type LogFile = {
  /** Relative to the world's folder. */
  readonly name: string;
  readonly kind: 'access' | 'error';
  readonly host: number;
  readonly lines: readonly LogLine[];
  readonly isGzipped: boolean;
};

/** A line, the exchange that it tells of, and when it was written. */
export type LogLine = { readonly text: string; readonly atMs: number; readonly exchange: number };

export type World = {
  readonly seed: number;
  readonly features: Features;
  readonly startMs: number;
  readonly exchanges: readonly Exchange[];
  readonly files: readonly LogFile[];
};
