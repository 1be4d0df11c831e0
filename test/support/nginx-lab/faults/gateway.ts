import { type Fault, located, passing } from '../fault.js';
import type { Equipment } from '../setup.js';

/** What the gateway does by itself, and subrequests. */
export const gateway = (lab: Equipment): readonly Fault[] => {
  const [auth, mirror] = [lab.nobody(), lab.nobody()];
  return [
    located({
      name: 'returned-502',
      set: 'return 502;',
      // Under one path for all, nothing but the instant would tell it from a name that is not resolved.
      isOnce: true,
      truth: { cause: 'gateway-returned' },
    }),
    located({ name: 'returned-503', set: 'return 503;', truth: { cause: 'gateway-returned', status: 503 } }),
    passing({
      name: 'auth-dead',
      to: [lab.at('good')],
      set: 'auth_request /_auth;',
      truth: {
        cause: 'connection-refused',
        status: 500,
        upstream: 'auth',
        peer: auth,
        isNamed: false,
        inside: 'auth',
      },
    }),
    passing({
      name: 'mirror-dead',
      to: [lab.at('good')],
      set: 'mirror /_mirror;',
      truth: { cause: 'connection-refused', ...mirrored, peer: mirror },
    }),
    passing({
      name: 'mirror-dead-and-500',
      to: [lab.at('answers500')],
      set: 'mirror /_mirror;',
      truth: { cause: 'connection-refused', ...mirrored, peer: mirror },
    }),
    passing({
      name: 'mirror-dead-too',
      to: [lab.at('closes')],
      set: 'mirror /_mirror;',
      truth: { cause: 'premature-close' },
      also: { cause: 'connection-refused', ...mirrored, peer: mirror },
    }),
    located({
      name: 'subrequests',
      http: `upstream auth { server ${auth}; } upstream mirror { server ${mirror}; }`,
      set: 'return 200;',
      server: `location = /_auth { internal; proxy_pass http://auth; }
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
  inside: 'mirror',
} as const;
