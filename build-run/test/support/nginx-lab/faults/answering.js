import { defineLocationFault, defineProxyFault } from '../fault.js';

const shortTimeout = 'proxy_read_timeout 400ms;';
const truncated = {
  outcome: 'truncated',
  status: 200,
  stageReached: 'header',
};
const fromUpstream = { madeBy: 'upstream', stageReached: 'header' };
/** Faults in the upstream response, or a missing response. */
export const listAnswerFaults = (servers) => [
  defineProxyFault({
    name: 'reset',
    servers: [servers.getAddress('resets')],
    truth: { cause: 'connection-reset' },
  }),
  defineProxyFault({
    name: 'closed',
    servers: [servers.getAddress('closes')],
    truth: { cause: 'premature-close' },
  }),
  defineProxyFault({
    name: 'half-header',
    servers: [servers.getAddress('closesInHeader')],
    truth: { cause: 'premature-close', stageReached: 'answer' },
  }),
  defineProxyFault({
    name: 'silent',
    servers: [servers.getAddress('silent')],
    directives: shortTimeout,
    truth: { cause: 'read-timeout', status: 504 },
  }),
  defineProxyFault({
    name: 'deaf',
    servers: [servers.getAddress('deaf')],
    directives: 'proxy_send_timeout 400ms; ',
    request: { method: 'POST', bodyBytes: 20_000_000 },
    truth: { cause: 'send-timeout', status: 504 },
  }),
  defineProxyFault({
    name: 'broken-header',
    servers: [servers.getAddress('breaksHeader')],
    truth: { cause: 'malformed-response' },
  }),
  defineProxyFault({
    name: 'big-header',
    servers: [servers.getAddress('bigHeader')],
    directives: 'proxy_buffer_size 1k;',
    truth: { cause: 'header-too-big' },
  }),
  defineProxyFault({
    name: 'not-http',
    servers: [servers.getAddress('notHttp')],
    truth: { cause: 'protocol-mismatch', status: null, stageReached: 'header' },
  }),
  defineProxyFault({
    name: 'not-grpc',
    servers: [servers.getAddress('pageForGrpc')],
    scheme: 'grpc',
    truth: { cause: 'protocol-mismatch', isNamed: false },
  }),
  defineLocationFault({
    name: 'not-fastcgi',
    httpConfig: `upstream not-fastcgi { server ${servers.getAddress('pageForFastcgi')}; }`,
    directives: 'fastcgi_pass not-fastcgi;',
    truth: {
      cause: 'protocol-mismatch',
      upstream: 'not-fastcgi',
      isNamed: false,
      peer: servers.getAddress('pageForFastcgi'),
    },
  }),
  defineProxyFault({
    name: 'body-closed',
    servers: [servers.getAddress('closesInBody')],
    truth: { cause: 'premature-close', ...truncated },
  }),
  defineProxyFault({
    name: 'body-reset',
    servers: [servers.getAddress('resetsInBody')],
    truth: { cause: 'connection-reset', ...truncated },
  }),
  defineProxyFault({
    name: 'body-silent',
    servers: [servers.getAddress('silentInBody')],
    directives: shortTimeout,
    truth: { cause: 'read-timeout', ...truncated },
  }),
  defineProxyFault({
    name: 'body-broken',
    servers: [servers.getAddress('breaksChunk')],
    directives: 'proxy_http_version 1.1;',
    truth: { cause: 'malformed-response', ...truncated },
  }),
  defineProxyFault({
    name: 'their-502',
    servers: [servers.getAddress('answers502')],
    truth: { cause: 'upstream-502', ...fromUpstream },
  }),
  defineProxyFault({
    name: 'their-503',
    servers: [servers.getAddress('answers503')],
    truth: { cause: 'upstream-503', status: 503, ...fromUpstream },
  }),
  defineProxyFault({
    name: 'their-504',
    servers: [servers.getAddress('answers504')],
    truth: { cause: 'upstream-504', status: 504, ...fromUpstream },
  }),
];
