import { defineLocationFault, defineProxyFault } from '../fault.js';

const retried = { outcome: 'saved-by-retry', status: 200 };
const replaced = { outcome: 'saved-by-fallback', status: 200 };
const shortTimeout = 'proxy_read_timeout 400ms;';
/** Always tried first, and never marked as unavailable. */
const triedFirst = 'weight=1000 max_fails=0';
const neverRemoved = 'max_fails=0';
/** Faults with upstream groups, retries and fallbacks. */
export const listBalancingFaults = (servers) => {
  const deadAddress = servers.nextDeadAddress();
  return [
    defineProxyFault({
      name: 'both-refuse',
      servers: [`${servers.nextDeadAddress()} ${triedFirst}`, `${servers.nextDeadAddress()} ${neverRemoved}`],
      truth: { cause: 'connection-refused' },
    }),
    defineProxyFault({
      name: 'emptied',
      servers: [
        `${servers.nextDeadAddress()} fail_timeout=60s`,
        `${servers.nextDeadAddress()} fail_timeout=60s`,
      ],
      isSingleUse: true,
      truth: { cause: 'connection-refused' },
    }),
    defineLocationFault({
      name: 'empty',
      directives: 'proxy_pass http://emptied;',
      stage: 1,
      truth: { cause: 'no-live-upstreams', upstream: 'emptied', peer: 'emptied' },
    }),
    defineProxyFault({
      name: 'slow-then-refused',
      servers: [
        `${servers.getAddress('silent')} ${triedFirst}`,
        `${servers.nextDeadAddress()} ${neverRemoved}`,
      ],
      directives: shortTimeout,
      truth: { cause: 'connection-refused' },
    }),
    defineProxyFault({
      name: 'half-dead',
      servers: [servers.getAddress('good'), `${servers.nextDeadAddress()} ${triedFirst}`],
      truth: { cause: 'connection-refused', ...retried },
    }),
    defineProxyFault({
      name: 'half-silent',
      servers: [servers.getAddress('good'), `${servers.getAddress('silent')} ${triedFirst}`],
      directives: shortTimeout,
      truth: { cause: 'read-timeout', ...retried },
    }),
    // No log distinguishes a backup from the other servers of its group.
    defineProxyFault({
      name: 'backed-up',
      servers: [`${servers.getAddress('good')} backup`, `${servers.nextDeadAddress()} ${neverRemoved}`],
      truth: { cause: 'connection-refused', ...retried },
    }),
    defineProxyFault({
      name: 'sent-once',
      servers: [servers.getAddress('good'), `${servers.getAddress('closes')} ${triedFirst}`],
      request: { method: 'POST', bodyBytes: 10 },
      truth: { cause: 'premature-close' },
    }),
    defineProxyFault({
      name: 'their-502-retried',
      servers: [servers.getAddress('good'), `${servers.getAddress('answers502')} ${triedFirst}`],
      directives: 'proxy_next_upstream error http_502;',
      truth: { cause: 'upstream-502', madeBy: 'upstream', stageReached: 'header', ...retried },
    }),
    defineProxyFault({
      name: 'fallback',
      servers: [servers.nextDeadAddress()],
      directives: 'error_page 502 =200 @fallback;',
      truth: { cause: 'connection-refused', isNamed: false, ...replaced },
    }),
    defineProxyFault({
      name: 'sorry-page',
      servers: [servers.nextDeadAddress()],
      directives: 'error_page 502 =200 /sorry;',
      truth: { cause: 'connection-refused', isNamed: false, ...replaced },
    }),
    ...listErrorPageFaults(servers),
    defineProxyFault({
      name: 'fallback-dead',
      servers: [servers.getAddress('closes')],
      directives: 'error_page 502 = @dead;',
      truth: { cause: 'connection-refused', upstream: 'dead', peer: deadAddress },
    }),
    defineProxyFault({
      name: 'redirected-inside',
      servers: [servers.getAddress('redirectsInside')],
      truth: { cause: 'connection-refused', upstream: 'dead', peer: deadAddress },
    }),
    defineProxyFault({
      name: 'kept-alive',
      servers: [servers.getAddress('answersOnce')],
      groupDirectives: 'keepalive 1;',
      directives: 'proxy_http_version 1.1; proxy_set_header Connection "";',
      stage: 1,
      truth: { cause: 'premature-close', ...retried },
    }),
    { ...defineStaleFault(servers), stage: 2 },
    defineSharedTargets(servers, deadAddress),
  ];
};
/** Error pages that help nobody: of another status, missing, or at the same dead server. */
const listErrorPageFaults = (servers) =>
  [
    ['page-503', 'error_page 502 =503 /refusing;', 503],
    ['page-500', 'error_page 502 =500 /refusing;', 500],
    ['page-404', 'error_page 502 /absent.html;', 404],
    ['page-403', 'error_page 502 =403 /refusing;', 403],
  ].map(([name, directives, status]) =>
    defineProxyFault({
      name,
      servers: [servers.nextDeadAddress()],
      directives,
      truth: { cause: 'connection-refused', isNamed: false, hasErrorPage: true, status },
    }),
  );
/** A cached response that has expired, with no server left to refresh it. */
const defineStaleFault = (servers) =>
  defineProxyFault({
    name: 'stale',
    servers: [servers.nextDeadAddress()],
    directives: 'proxy_cache stale; proxy_cache_key fixed; proxy_cache_use_stale error;',
    truth: { cause: 'connection-refused', ...replaced },
  });
/** Upstreams and locations shared by several faults. */
const defineSharedTargets = (servers, deadAddress) =>
  defineLocationFault({
    name: 'dead-inside',
    httpConfig: `upstream dead { server ${deadAddress}; }
      proxy_cache_path ${servers.dir}/cache keys_zone=stale:1m;`,
    directives: 'proxy_pass http://dead;',
    serverConfig: `location @fallback { proxy_pass http://${servers.getAddress('good')}; }
      location @dead { proxy_pass http://dead; }
      location = /sorry { internal; return 200 "sorry"; }
      location = /refusing { internal; return 200 "no"; }
      location = /absent.html { internal; root ${servers.dir}; }
      location = /accel-inside { internal; proxy_pass http://dead; }`,
    truth: { cause: 'connection-refused', upstream: 'dead', peer: deadAddress },
  });
