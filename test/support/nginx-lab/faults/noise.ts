import { type Fault, located, passing } from '../fault.js';
import type { Equipment } from '../setup.js';

/** What is none of the gateway's failures. */
export const noise = (lab: Equipment): readonly Fault[] => [
  passing({ name: 'good', to: [lab.at('good')], truth: null }),
  passing({ name: 'their-404', to: [lab.at('answers404')], truth: null }),
  passing({ name: 'their-500', to: [lab.at('answers500')], truth: null }),
  located({ name: 'no-page', set: 'return 404;', truth: null }),
  located({ name: 'no-file', set: `root ${lab.dir}/nowhere;`, truth: null }),
  located({ name: 'moved', set: 'return 301 /good;', truth: null }),
  located({
    name: 'too-long',
    set: `client_max_body_size 1; ${to(lab)}`,
    ask: { method: 'POST', bodyBytes: 10 },
    truth: null,
  }),
  passing({ name: 'impatient', to: [lab.at('silent')], ask: { leavesAfterMs: 150 }, truth: null }),
  located({
    name: 'limited',
    http: 'limit_req_zone $server_name zone=one:1m rate=1r/m;',
    set: `limit_req zone=one; ${to(lab)}`,
    isOnce: true,
    truth: null,
  }),
  // The first is let in; this one comes behind it.
  located({
    name: 'limited-again',
    set: `limit_req zone=one; ${to(lab)}`,
    stage: 1,
    isRejected: true,
    truth: null,
  }),
  located({
    name: 'kept-alive-first',
    set: 'proxy_http_version 1.1; proxy_set_header Connection ""; proxy_pass http://kept-alive;',
    isOnce: true,
    truth: null,
  }),
  located({
    name: 'stale-first',
    set: `proxy_cache stale; proxy_cache_key fixed; proxy_pass http://${lab.at('goodForOneSecond')};`,
    isOnce: true,
    truth: null,
  }),
];

const to = (lab: Equipment) => `proxy_pass http://${lab.at('good')};`;
