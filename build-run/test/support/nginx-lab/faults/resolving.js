import { defineLocationFault } from '../fault.js';
/** Faults before nginx has an upstream address. */
export const listResolvingFaults = (servers) => [
  defineNameFault(servers, 'name-missing', 'missing.lab.test', { cause: 'dns-not-found' }),
  defineNameFault(servers, 'name-broken', 'broken.lab.test', { cause: 'dns-server-failure' }),
  defineNameFault(servers, 'name-forbidden', 'forbidden.lab.test', { cause: 'dns-server-failure' }),
  defineNameFault(servers, 'name-silent', 'silent.lab.test', { cause: 'dns-timeout' }),
  defineLocationFault({
    name: 'no-resolver',
    directives: 'set $to nobody.lab.test; proxy_pass http://$to;',
    truth: { cause: 'bad-upstream-config', upstream: 'nobody.lab.test', peer: 'nobody.lab.test' },
  }),
  defineLocationFault({
    name: 'name-missing-replaced',
    // On the shared path, only the timestamp would distinguish it from `name-missing`.
    isSingleUse: true,
    directives: `resolver ${servers.nameServer} ipv6=off; error_page 502 =200 @fallback; set $to missing.lab.test; proxy_pass http://$to;`,
    truth: {
      cause: 'dns-not-found',
      outcome: 'saved-by-fallback',
      status: 200,
      upstream: 'missing.lab.test',
      peer: 'missing.lab.test',
    },
  }),
  defineLocationFault({
    name: 'no-address',
    directives: 'proxy_pass $http_x_unset;',
    truth: { cause: 'bad-upstream-config', status: 500 },
  }),
];
const defineNameFault = ({ nameServer }, name, host, truth) =>
  defineLocationFault({
    name,
    directives: `resolver ${nameServer} ipv6=off; resolver_timeout 400ms; set $to ${host}; proxy_pass http://$to;`,
    truth: { upstream: host, peer: host, ...truth },
  });
