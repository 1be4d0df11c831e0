import type { AccessFormat } from '../gateway.js';
import { compileEnvoyFormat } from '../parsing/access/envoy-format.js';
import { compileNginxFormat } from '../parsing/access/nginx-format.js';

/** The configured nginx formats, then those that are known: the first that fits a line reads it. */
export const nginxFormats = (configured: readonly string[] = []): readonly AccessFormat[] => [
  ...configured.map((format) => compileNginxFormat(format)),
  ...known(nginxFormatStrings, (format, name) => compileNginxFormat(format, { name })),
];

/** The configured Envoy formats, then those that are known. */
export const envoyFormats = (configured: readonly string[] = []): readonly AccessFormat[] => [
  ...configured.map((format) => compileEnvoyFormat(format)),
  ...known(envoyFormatStrings, compileEnvoyFormat),
];

/** The known nginx formats from the request line on, for lines that lost their beginning. */
export const headlessNginxFormats = (): readonly AccessFormat[] =>
  known(nginxFormatStrings, (format, name) => {
    const from = format.indexOf('"$request"');
    return from > 0
      ? compileNginxFormat(format.slice(from), { name: `${name} without its head` })
      : undefined;
  });

const known = (
  formats: Readonly<Record<string, string>>,
  compile: (format: string, name: string) => AccessFormat | undefined,
): readonly AccessFormat[] =>
  Object.entries(formats).flatMap(([name, format]) => compile(format, name) ?? []);

const who = '$remote_addr - $remote_user [$time_local]';
const what = '"$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"';
const combined = `${who} ${what}`;
const ingressTimes = '$request_length $request_time [$proxy_upstream_name]';
const ingressLists = '$upstream_addr $upstream_response_length $upstream_response_time $upstream_status';
const proxyManagerRequest =
  '$request_method $scheme $host "$request_uri" [Client $remote_addr] [Length $body_bytes_sent]';

/** Formats that distributions and products ship, and those that people copy most. */
const nginxFormatStrings: Readonly<Record<string, string>> = {
  combined,
  main: `${combined} "$http_x_forwarded_for"`,
  upstreaminfo: `${combined} ${ingressTimes} [$proxy_alternative_upstream_name] ${ingressLists} $req_id`,
  'upstreaminfo without alternative': `${combined} ${ingressTimes} ${ingressLists} $req_id`,
  'upstreaminfo without request id': `${combined} ${ingressTimes} ${ingressLists}`,
  'upstreaminfo with real ip': `$remote_addr - [$the_real_ip] - $remote_user [$time_local] ${what} ${ingressTimes} ${ingressLists} $req_id`,
  'upstreaminfo with real ip and alternative': `$remote_addr - [$the_real_ip] - $remote_user [$time_local] ${what} ${ingressTimes} [$proxy_alternative_upstream_name] ${ingressLists} $req_id`,
  'upstreaminfo with real ip, without request id': `$remote_addr - [$the_real_ip] - $remote_user [$time_local] ${what} ${ingressTimes} ${ingressLists}`,
  kong: `${combined} kong_request_id: "$kong_request_id"`,
  apisix: `${who} $http_host "$request" $status $body_bytes_sent $request_time "$http_referer" "$http_user_agent" $upstream_addr $upstream_status $upstream_response_time "$upstream_url"`,
  'apisix with request id': `${who} $http_host "$request" $status $body_bytes_sent $request_time "$http_referer" "$http_user_agent" $upstream_addr $upstream_status $upstream_response_time "$upstream_url" "$apisix_request_id"`,
  'nginx-proxy-manager proxy': `[$time_local] $upstream_cache_status $upstream_status $status - ${proxyManagerRequest} [Gzip $gzip_ratio] [Sent-to $server] "$http_user_agent" "$http_referer"`,
  'nginx-proxy-manager standard': `[$time_local] $status - ${proxyManagerRequest} [Gzip $gzip_ratio] "$http_user_agent" "$http_referer"`,
  vhost_combined: `$host:$server_port ${combined}`,
  'combined behind host': `$host ${combined}`,
  'main behind host': `$host ${combined} "$http_x_forwarded_for"`,
  'nginx-proxy': `$host ${combined} "$upstream_addr"`,
  'combined with time': `${combined} $request_time`,
  'combined with times': `${combined} $request_time $upstream_response_time`,
  'combined with times and pipe': `${combined} $request_time $upstream_response_time $pipe .`,
  'main with time': `${combined} "$http_x_forwarded_for" $request_time`,
  'main with times': `${combined} "$http_x_forwarded_for" $request_time $upstream_response_time`,
  common: `${who} "$request" $status $body_bytes_sent`,
};

const envoyHead =
  '[%START_TIME%] "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%" %RESPONSE_CODE% %RESPONSE_FLAGS%';
const envoyTail =
  '%BYTES_RECEIVED% %BYTES_SENT% %DURATION% %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% "%REQ(X-FORWARDED-FOR)%" "%REQ(USER-AGENT)%" "%REQ(X-REQUEST-ID)%" "%REQ(:AUTHORITY)%" "%UPSTREAM_HOST%"';
const istioTail =
  '%UPSTREAM_CLUSTER_RAW% %UPSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_REMOTE_ADDRESS% %REQUESTED_SERVER_NAME%';
const details = '%RESPONSE_CODE_DETAILS% %CONNECTION_TERMINATION_DETAILS%';
const reason = '"%UPSTREAM_TRANSPORT_FAILURE_REASON%"';

const envoyFormatStrings: Readonly<Record<string, string>> = {
  istio: `${envoyHead} ${details} ${reason} ${envoyTail} ${istioTail} %ROUTE_NAME%`,
  'istio 1.8': `${envoyHead} ${reason} ${envoyTail} ${istioTail} %ROUTE_NAME%`,
  'istio 1.4': `${envoyHead} ${reason} ${envoyTail} ${istioTail}`,
  envoy: `${envoyHead} ${envoyTail}`,
  'envoy with details': `${envoyHead} ${envoyTail} %RESPONSE_CODE_DETAILS% ${reason} %UPSTREAM_CLUSTER% %UPSTREAM_REQUEST_ATTEMPT_COUNT% %GRPC_STATUS%`,
};
