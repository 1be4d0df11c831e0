/**
 * Annotations of ingress-nginx, without their prefix:
 * https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/
 */
export const ingressAnnotations = [
  'backend-protocol',
  'proxy-body-size',
  'proxy-buffer-size',
  'proxy-buffering',
  'proxy-buffers-number',
  'proxy-connect-timeout',
  'proxy-http-version',
  'proxy-max-temp-file-size',
  'proxy-next-upstream',
  'proxy-next-upstream-timeout',
  'proxy-next-upstream-tries',
  'proxy-read-timeout',
  'proxy-request-buffering',
  'proxy-send-timeout',
  'proxy-ssl-ciphers',
  'proxy-ssl-name',
  'proxy-ssl-protocols',
  'proxy-ssl-secret',
  'proxy-ssl-server-name',
  'proxy-ssl-verify',
  'proxy-ssl-verify-depth',
  'service-upstream',
  'upstream-hash-by',
];
/** Keys of its ConfigMap: https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/ */
export const ingressConfigKeys = [
  'disable-ipv6-dns',
  'log-format-upstream',
  'max-worker-connections',
  'max-worker-open-files',
  'upstream-keepalive-connections',
  'upstream-keepalive-timeout',
  'worker-processes',
  'worker-shutdown-timeout',
];
/** Directives that modules of several protocols have, by the protocols. The version is that of nginx which brought them. */
const shared = [
  {
    prefixes: ['proxy', 'fastcgi', 'uwsgi', 'scgi', 'memcached', 'grpc'],
    since: '',
    names: [
      'pass',
      'connect_timeout',
      'read_timeout',
      'send_timeout',
      'next_upstream',
      'buffer_size',
      'bind',
    ],
  },
  {
    prefixes: ['proxy', 'fastcgi', 'uwsgi', 'scgi', 'memcached', 'grpc'],
    since: '1.7.5',
    names: ['next_upstream_timeout', 'next_upstream_tries'],
  },
  {
    prefixes: ['proxy', 'fastcgi', 'uwsgi', 'scgi', 'memcached', 'grpc'],
    since: '1.15.6',
    names: ['socket_keepalive'],
  },
  {
    prefixes: ['proxy', 'fastcgi', 'uwsgi', 'scgi'],
    since: '',
    names: ['buffers', 'busy_buffers_size', 'max_temp_file_size', 'temp_path', 'buffering'],
  },
  { prefixes: ['proxy', 'fastcgi', 'uwsgi', 'scgi'], since: '1.7.11', names: ['request_buffering'] },
  {
    prefixes: ['proxy', 'uwsgi', 'grpc'],
    since: '1.7.8',
    names: [
      'ssl_certificate',
      'ssl_certificate_key',
      'ssl_protocols',
      'ssl_name',
      'ssl_server_name',
      'ssl_trusted_certificate',
      'ssl_verify',
    ],
  },
];
const own = {
  proxy_http_version: '1.1.4',
  proxy_set_header: '',
  fastcgi_param: '',
  uwsgi_param: '',
  include: '',
  resolver: '',
  resolver_timeout: '',
  keepalive: '1.1.4',
  keepalive_timeout: '1.15.3',
  keepalive_requests: '1.15.3',
  worker_connections: '',
  worker_rlimit_nofile: '',
  worker_shutdown_timeout: '1.11.11',
  passenger_max_pool_size: '',
  passenger_max_request_queue_size: '',
};
/** https://nginx.org/en/docs/dirindex.html, for those that steps name and their kin. */
export const nginxDirectives = {
  ...own,
  ...Object.fromEntries(
    shared.flatMap(({ prefixes, since, names }) =>
      prefixes.flatMap((prefix) => names.map((name) => [`${prefix}_${name}`, since])),
    ),
  ),
};
/** Parameters of `server` in an upstream block, and of `resolver`. */
export const nginxParameters = [
  'max_fails',
  'fail_timeout',
  'max_conns',
  'weight',
  'backup',
  'down',
  'resolve',
  'ipv6',
  'valid',
];
/** Variables of log formats: https://nginx.org/en/docs/varindex.html */
export const nginxVariables = [
  'upstream_addr',
  'upstream_status',
  'upstream_connect_time',
  'upstream_header_time',
  'upstream_response_time',
  'document_root',
  'fastcgi_script_name',
];
