import { findServerName, formatAuthority, placeholders } from '../fix-target.js';
import type { FixFacts } from './fix-facts.js';
import { change, type FixStep } from './fix-step.js';

/**
 * Changes of one setting, written as each product takes it: a directive of nginx with the prefix of its protocol, an
 * annotation of ingress-nginx, a field of Envoy, or of the resource that a product makes Envoy's configuration from.
 */

/** `proxy_read_timeout`, `fastcgi_read_timeout`, `uwsgi_read_timeout`, `grpc_read_timeout`. */
export const nameDirective = ({ surroundings: { scheme } }: FixFacts, name: string): string =>
  `${directivePrefixes[scheme ?? 'http']}_${name}`;

const directivePrefixes = {
  http: 'proxy',
  https: 'proxy',
  grpc: 'grpc',
  grpcs: 'grpc',
  fastcgi: 'fastcgi',
  uwsgi: 'uwsgi',
  scgi: 'scgi',
  memcached: 'memcached',
} as const;

/** The directive that names the upstream: `proxy_pass`, `fastcgi_pass`, `uwsgi_pass`. */
export const namePassDirective = (facts: FixFacts): string => nameDirective(facts, 'pass');

/**
 * Changes the scheme in the directive that names the upstream and leaves the rest of it, which may be a group or a path, as
 * it is.
 */
export const changeScheme = (
  facts: FixFacts,
  text: string,
  from: 'http' | 'https',
  to: 'http' | 'https',
): FixStep =>
  facts.surroundings.gateway === 'ingress-nginx'
    ? annotateIngress(facts, `${text}: declare the protocol`, [`backend-protocol=${to.toUpperCase()}`])
    : change('gateway', `${text}: in its ${namePassDirective(facts)}, replace ${from}:// by`, `${to}://`, {
        undo: `Write ${from}:// again, and reload.`,
      });

/** What the upstream speaks instead of HTTP, if its socket is named after a runtime that has a protocol of its own. */
export function changeProtocolOfRuntime(facts: FixFacts): FixStep | false {
  const { scheme, runtime } = facts.surroundings;
  if (scheme !== 'http') return false;
  const address = facts.socket === placeholders.socket ? formatAuthority(facts) : `unix:${facts.socket}`;
  const undo = 'Put proxy_pass back, and reload.';
  const where = 'if every request fails, in the location, replace its proxy_pass';
  if (runtime === 'uwsgi')
    return change(
      'gateway',
      `uWSGI was asked in HTTP: ${where}`,
      `include uwsgi_params; uwsgi_pass ${address};`,
      {
        sideEffect: 'proxy directives of the location no longer apply.',
        undo,
      },
    );
  if (runtime !== 'php-fpm') return false;
  return change(
    'gateway',
    `PHP-FPM was asked in HTTP: ${where}`,
    `include fastcgi_params; fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name; fastcgi_pass ${address};`,
    { sideEffect: 'proxy directives of the location no longer apply.', undo },
  );
}

/** Keeps nginx from addresses that its host has no route to. */
export const changeIpv4Only = (): FixStep =>
  change('gateway', 'If the host has no IPv6, look up IPv4 only: on its resolver line', 'ipv6=off', {
    sideEffect: 'Names in server lines are not affected: they are resolved once, at the start.',
    undo: 'Remove it, and reload.',
  });

/** Lets nginx read a whole upload before it asks the upstream; false where the failing request had no body. */
export const bufferUploads = (facts: FixFacts, text: string): FixStep | false =>
  facts.record.mayHaveBody &&
  facts.surroundings.scheme !== 'grpc' &&
  facts.surroundings.scheme !== 'grpcs' &&
  changeDirectives(facts, text, { request_buffering: 'on' }, 'Uploads are stored on the disk first.');

/**
 * Adds directives beside the one that names the upstream; on ingress-nginx annotates the ingress instead, if each has an
 * annotation. `text` is the condition and the purpose.
 */
export function changeDirectives(
  facts: FixFacts,
  text: string,
  directives: Readonly<Record<string, string>>,
  sideEffect?: string,
): FixStep {
  const effects = sideEffect === undefined ? {} : { sideEffect };
  if (facts.surroundings.gateway === 'ingress-nginx') {
    const values = Object.entries(directives).flatMap(([name, value]) => toAnnotation(name, value) ?? []);
    if (values.length > 0) return annotateIngress(facts, text, values, effects);
  }
  const lines = Object.entries(directives).map(([name, value]) => `${nameDirective(facts, name)} ${value};`);
  return change('gateway', `${text} (set beside ${namePassDirective(facts)})`, lines.join(' '), {
    ...effects,
    undo: 'Remove the lines, and reload.',
  });
}

const annotateIngress = (
  facts: FixFacts,
  text: string,
  values: readonly string[],
  effects: Pick<FixStep, 'sideEffect'> = {},
): FixStep =>
  change(
    'cluster',
    text,
    `kubectl annotate ingress -n ${facts.service?.namespace ?? 'NS'} INGRESS ${values.map((value) => `nginx.ingress.kubernetes.io/${value}`).join(' ')}`,
    { ...effects, undo: 'kubectl annotate with the name and a dash removes it.' },
  );

/** The annotation for a directive of the proxy module; undefined where none has it. Times are seconds without a unit. */
function toAnnotation(name: string, value: string): string | undefined {
  // One secret holds the authority, the certificate and its key.
  if (name === 'ssl_trusted_certificate' || name === 'ssl_certificate') return 'proxy-ssl-secret=NS/SECRET';
  if (!annotations.has(name)) return undefined;
  return `proxy-${name.replaceAll('_', '-')}=${value.replace(/^(\d+)s$/, '$1').replace(/^(.* .*)$/, "'$1'")}`;
}

const annotations: ReadonlySet<string> = new Set([
  'read_timeout',
  'send_timeout',
  'connect_timeout',
  'buffer_size',
  'request_buffering',
  'max_temp_file_size',
  'http_version',
  'next_upstream',
  'ssl_name',
  'ssl_server_name',
  'ssl_protocols',
]);

/** Settings of Envoy that a fix changes, as the products name them. */
export type EnvoySetting =
  | 'route-timeout'
  | 'stream-idle'
  | 'connection-idle'
  | 'connect-timeout'
  | 'connection-limits'
  | 'outlier-detection'
  | 'retry-refused'
  | 'server-name';

/** Changes a setting of Envoy in the resource that the reader's product has for it; false if it has none. */
export function changeEnvoySetting(
  facts: FixFacts,
  text: string,
  setting: EnvoySetting,
  sideEffect?: string,
): FixStep | false {
  const { gateway } = facts.surroundings;
  const product = gateway === 'istio-sidecar' || gateway === 'istio-gateway' ? 'istio' : gateway;
  const { plain, ...byProduct } = envoySettings[setting];
  const template =
    product === 'envoy' || product === 'nginx' ? plain : byProduct[product as keyof typeof byProduct];
  if (template === undefined) return false;
  const command = template.replaceAll('SERVER_NAME', findServerName(facts));
  return change('cluster', text, command, {
    ...(sideEffect === undefined ? {} : { sideEffect }),
    undo: 'Set the former value.',
  });
}

type SettingByProduct = {
  readonly plain: string;
  readonly istio?: string;
  readonly 'envoy-gateway'?: string;
  readonly contour?: string;
};

/**
 * Envoy: route and cluster fields of its v3 API. Istio: VirtualService and DestinationRule. Envoy Gateway: HTTPRoute and
 * BackendTrafficPolicy. Contour: HTTPProxy.
 */
const envoySettings: Readonly<Record<EnvoySetting, SettingByProduct>> = {
  'route-timeout': {
    plain: 'route: {timeout: 60s}',
    istio: 'VirtualService http: timeout: 60s',
    'envoy-gateway': 'HTTPRoute rules: timeouts: {request: 60s}',
    contour: 'HTTPProxy routes: timeoutPolicy: {response: 60s}',
  },
  'stream-idle': {
    plain: 'route: {timeout: 0s, idle_timeout: 0s}',
    istio: 'VirtualService http: timeout: 0s',
    'envoy-gateway': 'HTTPRoute rules: timeouts: {request: 0s}',
    contour: 'HTTPProxy routes: timeoutPolicy: {response: infinity, idle: infinity}',
  },
  'connection-idle': {
    plain: 'common_http_protocol_options: {idle_timeout: 4s}',
    istio: 'DestinationRule trafficPolicy: connectionPool: {http: {idleTimeout: 4s}}',
    'envoy-gateway': 'BackendTrafficPolicy spec: timeout: {http: {connectionIdleTimeout: 4s}}',
    contour: 'HTTPProxy routes: timeoutPolicy: {idleConnection: 4s}',
  },
  'connect-timeout': {
    plain: 'connect_timeout: 3s',
    istio: 'DestinationRule trafficPolicy: connectionPool: {tcp: {connectTimeout: 3s}}',
    'envoy-gateway': 'BackendTrafficPolicy spec: timeout: {tcp: {connectTimeout: 3s}}',
  },
  'connection-limits': {
    plain:
      'circuit_breakers: {thresholds: [{max_connections: 2048, max_pending_requests: 2048, max_requests: 2048}]}',
    istio:
      'DestinationRule trafficPolicy: connectionPool: {tcp: {maxConnections: 2048}, http: {http1MaxPendingRequests: 2048}}',
    'envoy-gateway':
      'BackendTrafficPolicy spec: circuitBreaker: {maxConnections: 2048, maxPendingRequests: 2048}',
    contour: 'kubectl annotate svc -n NS SERVICE projectcontour.io/max-connections=2048',
  },
  'outlier-detection': {
    plain: 'outlier_detection: {consecutive_5xx: 5, base_ejection_time: 30s, max_ejection_percent: 50}',
    istio:
      'DestinationRule trafficPolicy: outlierDetection: {consecutive5xxErrors: 5, maxEjectionPercent: 50}',
    'envoy-gateway':
      'BackendTrafficPolicy spec: healthCheck: {passive: {consecutive5XxErrors: 5, maxEjectionPercent: 50}}',
  },
  'server-name': {
    plain: 'sni: SERVER_NAME',
    istio: 'DestinationRule trafficPolicy: tls: {mode: SIMPLE, sni: SERVER_NAME}',
    'envoy-gateway': 'BackendTLSPolicy spec: validation: {hostname: SERVER_NAME}',
    contour: 'HTTPProxy services: validation: {subjectName: SERVER_NAME, caSecret: CA}',
  },
  'retry-refused': {
    plain: 'retry_policy: {retry_on: refused-stream, num_retries: 2}',
    istio: 'VirtualService http: retries: {attempts: 2, retryOn: refused-stream}',
    'envoy-gateway':
      'BackendTrafficPolicy spec: retry: {numRetries: 2, retryOn: {triggers: [refused-stream]}}',
    contour: 'HTTPProxy routes: retryPolicy: {count: 2, retryOn: [refused-stream]}',
  },
};
