import { recommendedFormat } from './nginx.js';
/** Formats in which every request is logged, keyed by their part of the file name. */
export const logFormats = {
  bg: recommendedFormat,
  combined: '',
  /** Custom keys, ISO 8601 times, numbers unquoted where possible. */
  json: `log_format json escape=json '{"@timestamp":"$time_iso8601","client_ip":"$remote_addr","method":"$request_method","path":"$request_uri","protocol":"$server_protocol","status":$status,"bytes_sent":$body_bytes_sent,"duration":$request_time,"vhost":"$host","upstream_name":"$proxy_host","upstream_addr":"$upstream_addr","upstream_status":"$upstream_status","upstream_connect_time":"$upstream_connect_time","upstream_header_time":"$upstream_header_time","upstream_response_time":"$upstream_response_time","request_id":"$request_id","limit_req_status":"$limit_req_status"}';`,
  /** The combined format followed by key=value pairs, as in many tutorials. */
  pairs: `log_format pairs '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" rt=$request_time ua="$upstream_addr" us="$upstream_status" uct="$upstream_connect_time" uht="$upstream_header_time" urt="$upstream_response_time"';`,
};
export const logFormatNames = ['bg', 'combined', 'json', 'pairs'];
/** Path of the access log in `dir` for a format. */
export const getAccessLogPath = (dir, format) => `${dir}/access.${format}.log`;
/** A path that serves any fault, selected by the `X-Fault` header. */
export const sharedPath = '/same';
/** Content of `http { }` for all faults. */
export const renderSite = (servers, faults, { port, http2Port }) => `
  ${logFormatNames.map((name) => (name === 'bg' ? '' : logFormats[name])).join('\n')}
  ${faults.map(({ httpConfig }) => httpConfig).join('\n')}
  server {
    listen 127.0.0.1:${port};
    listen 127.0.0.1:${http2Port} http2;
    server_name shop.example;
    keepalive_requests 100000;
    client_max_body_size 32m;
    ${logFormatNames.map((name) => `access_log ${getAccessLogPath(servers.dir, name)} ${name};`).join('\n')}
    location = ${sharedPath} { rewrite ^ /$http_x_fault last; }
    ${faults.map(({ serverConfig }) => serverConfig).join('\n')}
  }`;
