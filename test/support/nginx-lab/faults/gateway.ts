import { defineLocationFault, defineProxyFault, type LabFault } from '../fault.js';
import type { LabServers } from '../setup.js';

/** What the gateway does by itself, and subrequests. */
export const listGatewayFaults = (servers: LabServers): readonly LabFault[] => {
  const [auth, mirror] = [servers.nextDeadAddress(), servers.nextDeadAddress()];
  return [
    defineLocationFault({
      name: 'returned-502',
      directives: 'return 502;',
      // Under one path for all, nothing but the instant would tell it from a name that is not resolved.
      isSingleUse: true,
      truth: { cause: 'gateway-returned' },
    }),
    defineLocationFault({
      name: 'returned-503',
      directives: 'return 503;',
      truth: { cause: 'gateway-returned', status: 503 },
    }),
    defineProxyFault({
      name: 'auth-dead',
      servers: [servers.getAddress('good')],
      directives: 'auth_request /_auth;',
      truth: {
        cause: 'connection-refused',
        status: 500,
        upstream: 'auth',
        peer: auth,
        isNamed: false,
        subrequest: 'auth',
      },
    }),
    defineProxyFault({
      name: 'mirror-dead',
      servers: [servers.getAddress('good')],
      directives: 'mirror /_mirror;',
      truth: { cause: 'connection-refused', ...mirrored, peer: mirror },
    }),
    defineProxyFault({
      name: 'mirror-dead-and-500',
      servers: [servers.getAddress('answers500')],
      directives: 'mirror /_mirror;',
      truth: { cause: 'connection-refused', ...mirrored, peer: mirror },
    }),
    defineProxyFault({
      name: 'mirror-dead-too',
      servers: [servers.getAddress('closes')],
      directives: 'mirror /_mirror;',
      truth: { cause: 'premature-close' },
      secondTruth: { cause: 'connection-refused', ...mirrored, peer: mirror },
    }),
    defineLocationFault({
      name: 'subrequests',
      httpConfig: `upstream auth { server ${auth}; } upstream mirror { server ${mirror}; }`,
      directives: 'return 200;',
      serverConfig: `location = /_auth { internal; proxy_pass http://auth; }
      location = /_mirror { internal; proxy_pass http://mirror; }`,
      truth: null,
    }),
  ];
};

const mirrored = {
  outcome: 'background',
  status: null,
  upstream: 'mirror',
  isNamed: false,
  subrequest: 'mirror',
} as const;
