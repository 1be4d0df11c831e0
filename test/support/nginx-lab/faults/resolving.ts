import { type Fault, located, type SaidTruth } from '../fault.js';
import type { Equipment } from '../setup.js';

/** Faults before nginx has an address at all. */
export const resolving = (lab: Equipment): readonly Fault[] => [
  named(lab, 'name-missing', 'missing.lab.test', { cause: 'dns-not-found' }),
  named(lab, 'name-broken', 'broken.lab.test', { cause: 'dns-server-failure' }),
  named(lab, 'name-forbidden', 'forbidden.lab.test', { cause: 'dns-server-failure' }),
  named(lab, 'name-silent', 'silent.lab.test', { cause: 'dns-timeout' }),
  located({
    name: 'no-resolver',
    set: 'set $to nobody.lab.test; proxy_pass http://$to;',
    truth: { cause: 'bad-upstream-config', upstream: 'nobody.lab.test', peer: 'nobody.lab.test' },
  }),
  located({
    name: 'name-missing-replaced',
    // Under one path for all, nothing but the instant would tell it from the one above.
    isOnce: true,
    set: `resolver ${lab.nameServer} ipv6=off; error_page 502 =200 @fallback; set $to missing.lab.test; proxy_pass http://$to;`,
    truth: {
      cause: 'dns-not-found',
      outcome: 'saved-by-fallback',
      status: 200,
      upstream: 'missing.lab.test',
      peer: 'missing.lab.test',
    },
  }),
  located({
    name: 'no-address',
    set: 'proxy_pass $http_x_unset;',
    truth: { cause: 'bad-upstream-config', status: 500 },
  }),
];

const named = ({ nameServer }: Equipment, name: string, host: string, truth: SaidTruth): Fault =>
  located({
    name,
    set: `resolver ${nameServer} ipv6=off; resolver_timeout 400ms; set $to ${host}; proxy_pass http://$to;`,
    truth: { upstream: host, peer: host, ...truth },
  });
