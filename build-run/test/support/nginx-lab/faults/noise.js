import { defineLocationFault, defineProxyFault } from '../fault.js';
/** Requests that are not gateway failures. */
export const listNonFaults = (servers) => [
  defineProxyFault({ name: 'good', servers: [servers.getAddress('good')], truth: null }),
  defineProxyFault({ name: 'their-404', servers: [servers.getAddress('answers404')], truth: null }),
  defineProxyFault({ name: 'their-500', servers: [servers.getAddress('answers500')], truth: null }),
  defineLocationFault({ name: 'no-page', directives: 'return 404;', truth: null }),
  defineLocationFault({ name: 'no-file', directives: `root ${servers.dir}/nowhere;`, truth: null }),
  defineLocationFault({ name: 'moved', directives: 'return 301 /good;', truth: null }),
  defineLocationFault({
    name: 'too-long',
    directives: `client_max_body_size 1; ${proxyPassGood(servers)}`,
    request: { method: 'POST', bodyBytes: 10 },
    truth: null,
  }),
  defineProxyFault({
    name: 'impatient',
    servers: [servers.getAddress('silent')],
    request: { abortAfterMs: 150 },
    truth: null,
  }),
  defineLocationFault({
    name: 'limited',
    httpConfig: 'limit_req_zone $server_name zone=one:1m rate=1r/m;',
    directives: `limit_req zone=one; ${proxyPassGood(servers)}`,
    isSingleUse: true,
    truth: null,
  }),
  // `limited` uses up the allowance, so this request is rejected.
  defineLocationFault({
    name: 'limited-again',
    directives: `limit_req zone=one; ${proxyPassGood(servers)}`,
    stage: 1,
    isRejected: true,
    truth: null,
  }),
  defineLocationFault({
    name: 'kept-alive-first',
    directives: 'proxy_http_version 1.1; proxy_set_header Connection ""; proxy_pass http://kept-alive;',
    isSingleUse: true,
    truth: null,
  }),
  defineLocationFault({
    name: 'stale-first',
    directives: `proxy_cache stale; proxy_cache_key fixed; proxy_pass http://${servers.getAddress('goodForOneSecond')};`,
    isSingleUse: true,
    truth: null,
  }),
];
const proxyPassGood = (servers) => `proxy_pass http://${servers.getAddress('good')};`;
