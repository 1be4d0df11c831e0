import { knownEnvoyFormats } from './envoy-access/known-formats.js';
import { compileEnvoyFormat } from './format/envoy-format.js';
import { compileNginxFormat } from './format/nginx-format.js';
/** The recommended nginx format. It logs every attempt and shows whether nginx or the upstream made the answer. */
export const recommendedNginxFormat =
  '{"t":"$msec","pid":"$pid","c":"$connection","cr":"$connection_requests","rid":"$request_id","ra":"$remote_addr","sn":"$server_name","h":"$host","m":"$request_method","r":"$request","s":"$status","b":"$body_bytes_sent","rl":"$request_length","rt":"$request_time","rc":"$request_completion","un":"$proxy_host","ua":"$upstream_addr","us":"$upstream_status","uct":"$upstream_connect_time","uht":"$upstream_header_time","urt":"$upstream_response_time","ul":"$upstream_response_length","ubs":"$upstream_bytes_sent","ubr":"$upstream_bytes_received","ucs":"$upstream_cache_status"}';
/** Known nginx formats; the first that matches a line is used. */
export const compileKnownNginxFormats = () =>
  compileFormats((format, name) => compileNginxFormat(format, { name }));
/** Known Envoy formats, the most common first. */
export const compileKnownEnvoyFormats = () =>
  knownEnvoyFormats.map(({ name, format }) => compileEnvoyFormat(format, name));
/** Known nginx formats from the request line on, for lines whose start is missing. */
export const compileHeadlessNginxFormats = () =>
  compileFormats((format, name) => {
    const requestStart = format.indexOf('"$request"');
    return requestStart > 0
      ? compileNginxFormat(format.slice(requestStart), { name: `${name} without its start` })
      : undefined;
  });
const compileFormats = (compile) =>
  Object.entries(nginxFormatStrings).flatMap(([name, format]) => compile(format, name) ?? []);
const clientFields = '$remote_addr - $remote_user [$time_local]';
const requestFields = '"$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"';
const combined = `${clientFields} ${requestFields}`;
const ingressTimes = '$request_length $request_time [$proxy_upstream_name]';
const ingressLists = '$upstream_addr $upstream_response_length $upstream_response_time $upstream_status';
const proxyManagerRequest =
  '$request_method $scheme $host "$request_uri" [Client $remote_addr] [Length $body_bytes_sent]';
/** Formats shipped by distributions and products, and widely copied ones. */
const nginxFormatStrings = {
  combined,
  main: `${combined} "$http_x_forwarded_for"`,
  upstreaminfo: `${combined} ${ingressTimes} [$proxy_alternative_upstream_name] ${ingressLists} $req_id`,
  'upstreaminfo and more': `${combined} ${ingressTimes} [$proxy_alternative_upstream_name] ${ingressLists} $req_id $more`,
  'upstreaminfo with alternative, without request id': `${combined} ${ingressTimes} [$proxy_alternative_upstream_name] ${ingressLists}`,
  'upstreaminfo without alternative': `${combined} ${ingressTimes} ${ingressLists} $req_id`,
  'upstreaminfo without request id': `${combined} ${ingressTimes} ${ingressLists}`,
  'upstreaminfo with real ip': `$remote_addr - [$the_real_ip] - $remote_user [$time_local] ${requestFields} ${ingressTimes} ${ingressLists} $req_id`,
  'upstreaminfo with real ip and alternative': `$remote_addr - [$the_real_ip] - $remote_user [$time_local] ${requestFields} ${ingressTimes} [$proxy_alternative_upstream_name] ${ingressLists} $req_id`,
  'upstreaminfo with real ip, without request id': `$remote_addr - [$the_real_ip] - $remote_user [$time_local] ${requestFields} ${ingressTimes} ${ingressLists}`,
  kong: `${combined} kong_request_id: "$kong_request_id"`,
  apisix: `${clientFields} $http_host "$request" $status $body_bytes_sent $request_time "$http_referer" "$http_user_agent" $upstream_addr $upstream_status $upstream_response_time "$upstream_url"`,
  'apisix with request id': `${clientFields} $http_host "$request" $status $body_bytes_sent $request_time "$http_referer" "$http_user_agent" $upstream_addr $upstream_status $upstream_response_time "$upstream_url" "$apisix_request_id"`,
  'nginx-proxy-manager proxy': `[$time_local] $upstream_cache_status $upstream_status $status - ${proxyManagerRequest} [Gzip $gzip_ratio] [Sent-to $server] "$http_user_agent" "$http_referer"`,
  'nginx-proxy-manager standard': `[$time_local] $status - ${proxyManagerRequest} [Gzip $gzip_ratio] "$http_user_agent" "$http_referer"`,
  harbor: `[$time_local]:$remote_addr - ${requestFields} $request_time $upstream_response_time $pipe`,
  'upstream in the middle': `[$time_local] $remote_addr - $remote_user - $server_name $host to: $upstream_addr: $request $status upstream_response_time $upstream_response_time msec $msec request_time $request_time`,
  'upstream in the middle, without host': `[$time_local] $remote_addr - $remote_user - $server_name to: $upstream_addr: $request $status upstream_response_time $upstream_response_time msec $msec request_time $request_time`,
  'stream of ingress-nginx':
    '[$remote_addr] [$time_local] $protocol $status $bytes_sent $bytes_received $session_time',
  stream: '$remote_addr [$time_local] $protocol $status $bytes_sent $bytes_received $session_time',
  'stream with upstream':
    '$remote_addr [$time_local] $protocol $status $bytes_sent $bytes_received $session_time "$upstream_addr" "$upstream_bytes_sent" "$upstream_bytes_received" "$upstream_connect_time"',
  vhost_combined: `$host:$server_port ${combined}`,
  'combined with time': `${combined} $request_time`,
  'combined with times': `${combined} $request_time $upstream_response_time`,
  'combined with times and pipe': `${combined} $request_time $upstream_response_time $pipe .`,
  'main with time': `${combined} "$http_x_forwarded_for" $request_time`,
  'main with times': `${combined} "$http_x_forwarded_for" $request_time $upstream_response_time`,
  bg: recommendedNginxFormat,
  common: `${clientFields} "$request" $status $body_bytes_sent`,
};
