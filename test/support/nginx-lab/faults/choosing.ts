import { type Fault, located, passing } from '../fault.js';
import type { Equipment } from '../setup.js';

const retried = { outcome: 'saved-by-retry', status: 200 } as const;
const replaced = { outcome: 'saved-by-fallback', status: 200 } as const;
const soon = 'proxy_read_timeout 400ms;';
/** Tried first, each time, and never taken out. */
const first = 'weight=1000 max_fails=0';
const soft = 'max_fails=0';

/** Groups, retries and fallbacks. */
export const choosing = (lab: Equipment): readonly Fault[] => {
  const dead = lab.nobody();
  return [
    passing({
      name: 'both-refuse',
      to: [`${lab.nobody()} ${first}`, `${lab.nobody()} ${soft}`],
      truth: { cause: 'connection-refused' },
    }),
    passing({
      name: 'emptied',
      to: [`${lab.nobody()} fail_timeout=60s`, `${lab.nobody()} fail_timeout=60s`],
      isOnce: true,
      truth: { cause: 'connection-refused' },
    }),
    located({
      name: 'empty',
      set: 'proxy_pass http://emptied;',
      stage: 1,
      truth: { cause: 'no-live-upstreams', upstream: 'emptied', peer: 'emptied' },
    }),
    passing({
      name: 'slow-then-refused',
      to: [`${lab.at('silent')} ${first}`, `${lab.nobody()} ${soft}`],
      set: soon,
      truth: { cause: 'connection-refused' },
    }),
    passing({
      name: 'half-dead',
      to: [lab.at('good'), `${lab.nobody()} ${first}`],
      truth: { cause: 'connection-refused', ...retried },
    }),
    passing({
      name: 'half-silent',
      to: [lab.at('good'), `${lab.at('silent')} ${first}`],
      set: soon,
      truth: { cause: 'read-timeout', ...retried },
    }),
    // No log tells a backup from another server of the group.
    passing({
      name: 'backed-up',
      to: [`${lab.at('good')} backup`, `${lab.nobody()} ${soft}`],
      truth: { cause: 'connection-refused', ...retried },
    }),
    passing({
      name: 'sent-once',
      to: [lab.at('good'), `${lab.at('closes')} ${first}`],
      ask: { method: 'POST', bodyBytes: 10 },
      truth: { cause: 'premature-close' },
    }),
    passing({
      name: 'their-502-retried',
      to: [lab.at('good'), `${lab.at('answers502')} ${first}`],
      set: 'proxy_next_upstream error http_502;',
      truth: { cause: 'upstream-502', madeBy: 'upstream', reached: 'header', ...retried },
    }),
    passing({
      name: 'fallback',
      to: [lab.nobody()],
      set: 'error_page 502 =200 @fallback;',
      truth: { cause: 'connection-refused', isNamed: false, ...replaced },
    }),
    passing({
      name: 'sorry-page',
      to: [lab.nobody()],
      set: 'error_page 502 =200 /sorry;',
      truth: { cause: 'connection-refused', isNamed: false, ...replaced },
    }),
    passing({
      name: 'fallback-dead',
      to: [lab.at('closes')],
      set: 'error_page 502 = @dead;',
      truth: { cause: 'connection-refused', upstream: 'dead', peer: dead },
    }),
    passing({
      name: 'redirected-inside',
      to: [lab.at('redirectsInside')],
      truth: { cause: 'connection-refused', upstream: 'dead', peer: dead },
    }),
    passing({
      name: 'kept-alive',
      to: [lab.at('answersOnce')],
      group: 'keepalive 1;',
      set: 'proxy_http_version 1.1; proxy_set_header Connection "";',
      stage: 1,
      truth: { cause: 'premature-close', ...retried },
    }),
    { ...staged(lab), stage: 2 },
    shared(lab, dead),
  ];
};

/** A cached answer that is too old by then, and nobody who makes a new one. */
const staged = (lab: Equipment): Fault =>
  passing({
    name: 'stale',
    to: [lab.nobody()],
    set: 'proxy_cache stale; proxy_cache_key fixed; proxy_cache_use_stale error;',
    truth: { cause: 'connection-refused', ...replaced },
  });

/** What several faults lead to. */
const shared = (lab: Equipment, dead: string): Fault =>
  located({
    name: 'dead-inside',
    http: `upstream dead { server ${dead}; }
      proxy_cache_path ${lab.dir}/cache keys_zone=stale:1m;`,
    set: 'proxy_pass http://dead;',
    server: `location @fallback { proxy_pass http://${lab.at('good')}; }
      location @dead { proxy_pass http://dead; }
      location = /sorry { internal; return 200 "sorry"; }
      location = /accel-inside { internal; proxy_pass http://dead; }`,
    truth: { cause: 'connection-refused', upstream: 'dead', peer: dead },
  });
