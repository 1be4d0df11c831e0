import type { Cause } from '../cause.js';
import type { Symptom } from '../event.js';

export const dnsServerFailure: Cause = {
  id: 'dns-server-failure',
  class: 'dns',
  title: 'DNS server fails',
  meaning: '',
  explains: ({ symptom, phase }) =>
    symptom === 'name-server-failed' || (phase === 'resolving' && broken.has(symptom)),
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};

/** What can go wrong with the DNS server's own connection, or with its answer. */
const broken: ReadonlySet<Symptom> = new Set<Symptom>([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTCONN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOENT',
  'ENOTDIR',
  'EACCES',
  'EPERM',
  'EAGAIN',
  'EINVAL',
  'EAFNOSUPPORT',
  'EADDRNOTAVAIL',
  'EADDRINUSE',
  'EOTHER',
  'closed',
  'malformed',
]);
