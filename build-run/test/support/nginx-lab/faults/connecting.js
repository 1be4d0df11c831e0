import { defineProxyFault } from '../fault.js';

const shortTimeout = 'proxy_connect_timeout 300ms;';
/** Faults before nginx sends the request. */
export const listConnectingFaults = (servers) => [
  defineProxyFault({
    name: 'refused',
    servers: [servers.nextDeadAddress()],
    truth: { cause: 'connection-refused' },
  }),
  defineProxyFault({
    name: 'queue-full',
    servers: [servers.getAddress('fullQueue')],
    directives: shortTimeout,
    truth: { cause: 'connect-timeout', status: 504 },
  }),
  defineProxyFault({
    name: 'socket-missing',
    servers: [servers.getAddress('missingSocket')],
    truth: { cause: 'socket-missing' },
  }),
  defineProxyFault({
    name: 'socket-forbidden',
    servers: [servers.getAddress('forbiddenSocket')],
    truth: { cause: 'socket-permission' },
  }),
  defineProxyFault({
    name: 'socket-full',
    servers: [servers.getAddress('fullSocket')],
    truth: { cause: 'backlog-full' },
  }),
  defineProxyFault({
    name: 'foreign-address',
    servers: [servers.getAddress('good')],
    directives: 'proxy_bind 192.0.2.1;',
    // nginx fails on bind, before it connects.
    truth: { cause: 'bad-upstream-config', status: 500 },
  }),
  defineProxyFault({
    name: 'plain-port',
    servers: [servers.getAddress('good')],
    scheme: 'https',
    truth: { cause: 'protocol-mismatch', stageReached: 'address' },
  }),
  defineProxyFault({
    name: 'tls-closed',
    servers: [servers.getAddress('closesAtOnce')],
    scheme: 'https',
    truth: { cause: 'tls-handshake' },
  }),
  defineProxyFault({
    name: 'tls-silent',
    servers: [servers.getAddress('deaf')],
    scheme: 'https',
    directives: shortTimeout,
    truth: { cause: 'tls-timeout', status: 504 },
  }),
  defineProxyFault({
    name: 'tls-too-old',
    servers: [servers.getAddress('tlsNewOnly')],
    scheme: 'https',
    directives: 'proxy_ssl_protocols TLSv1.2;',
    truth: { cause: 'tls-handshake' },
  }),
  defineProxyFault({
    name: 'self-signed',
    servers: [servers.getAddress('tls')],
    scheme: 'https',
    directives: `proxy_ssl_verify on; proxy_ssl_trusted_certificate ${servers.certificates.stranger.file};`,
    truth: { cause: 'tls-verify' },
  }),
  defineProxyFault({
    name: 'expired',
    servers: [servers.getAddress('tlsExpired')],
    scheme: 'https',
    directives: `proxy_ssl_verify on; proxy_ssl_name tls.test; proxy_ssl_trusted_certificate ${servers.certificates.expired.file};`,
    truth: { cause: 'tls-verify' },
  }),
  defineProxyFault({
    name: 'other-name',
    servers: [servers.getAddress('tls')],
    scheme: 'https',
    directives: `proxy_ssl_verify on; proxy_ssl_name other.test; proxy_ssl_trusted_certificate ${servers.certificates.own.file};`,
    truth: { cause: 'tls-verify' },
  }),
];
