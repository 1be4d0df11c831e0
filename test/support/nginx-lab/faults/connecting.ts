import { type Fault, passing } from '../fault.js';
import type { Equipment } from '../setup.js';

const soon = 'proxy_connect_timeout 300ms;';

/** Faults before the request is sent. */
export const connecting = (lab: Equipment): readonly Fault[] => [
  passing({ name: 'refused', to: [lab.nobody()], truth: { cause: 'connection-refused' } }),
  passing({
    name: 'queue-full',
    to: [lab.at('fullQueue')],
    set: soon,
    truth: { cause: 'connect-timeout', status: 504 },
  }),
  passing({ name: 'socket-missing', to: [lab.at('missingSocket')], truth: { cause: 'socket-missing' } }),
  passing({
    name: 'socket-forbidden',
    to: [lab.at('forbiddenSocket')],
    truth: { cause: 'socket-permission' },
  }),
  passing({ name: 'socket-full', to: [lab.at('fullSocket')], truth: { cause: 'backlog-full' } }),
  passing({
    name: 'foreign-address',
    to: [lab.at('good')],
    set: 'proxy_bind 192.0.2.1;',
    // nginx gave up before it had a connection.
    truth: { cause: 'bad-upstream-config', status: 500 },
  }),
  passing({
    name: 'plain-port',
    to: [lab.at('good')],
    scheme: 'https',
    truth: { cause: 'protocol-mismatch', reached: 'address' },
  }),
  passing({
    name: 'tls-closed',
    to: [lab.at('closesAtOnce')],
    scheme: 'https',
    truth: { cause: 'tls-handshake' },
  }),
  passing({
    name: 'tls-silent',
    to: [lab.at('deaf')],
    scheme: 'https',
    set: soon,
    truth: { cause: 'tls-timeout', status: 504 },
  }),
  passing({
    name: 'tls-too-old',
    to: [lab.at('tlsNewOnly')],
    scheme: 'https',
    set: 'proxy_ssl_protocols TLSv1.2;',
    truth: { cause: 'tls-handshake' },
  }),
  passing({
    name: 'self-signed',
    to: [lab.at('tls')],
    scheme: 'https',
    set: `proxy_ssl_verify on; proxy_ssl_trusted_certificate ${lab.certificates.stranger.file};`,
    truth: { cause: 'tls-verify' },
  }),
  passing({
    name: 'expired',
    to: [lab.at('tlsExpired')],
    scheme: 'https',
    set: `proxy_ssl_verify on; proxy_ssl_name tls.test; proxy_ssl_trusted_certificate ${lab.certificates.expired.file};`,
    truth: { cause: 'tls-verify' },
  }),
  passing({
    name: 'other-name',
    to: [lab.at('tls')],
    scheme: 'https',
    set: `proxy_ssl_verify on; proxy_ssl_name other.test; proxy_ssl_trusted_certificate ${lab.certificates.own.file};`,
    truth: { cause: 'tls-verify' },
  }),
];
