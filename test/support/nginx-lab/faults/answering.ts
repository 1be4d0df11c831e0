import { type Fault, located, passing } from '../fault.js';
import type { Equipment } from '../setup.js';

const soon = 'proxy_read_timeout 400ms;';
const cut = { outcome: 'truncated', status: 200, reached: 'header' } as const;
const theirs = { madeBy: 'upstream', reached: 'header' } as const;

/** Faults in what the upstream answers, or does not. */
export const answering = (lab: Equipment): readonly Fault[] => [
  passing({ name: 'reset', to: [lab.at('resets')], truth: { cause: 'connection-reset' } }),
  passing({ name: 'closed', to: [lab.at('closes')], truth: { cause: 'premature-close' } }),
  passing({
    name: 'half-header',
    to: [lab.at('closesInHeader')],
    truth: { cause: 'premature-close', reached: 'answer' },
  }),
  passing({
    name: 'silent',
    to: [lab.at('silent')],
    set: soon,
    truth: { cause: 'read-timeout', status: 504 },
  }),
  passing({
    name: 'deaf',
    to: [lab.at('deaf')],
    set: 'proxy_send_timeout 400ms; ',
    ask: { method: 'POST', bodyBytes: 20_000_000 },
    truth: { cause: 'send-timeout', status: 504 },
  }),
  passing({ name: 'broken-header', to: [lab.at('breaksHeader')], truth: { cause: 'malformed-response' } }),
  passing({
    name: 'big-header',
    to: [lab.at('bigHeader')],
    set: 'proxy_buffer_size 1k;',
    truth: { cause: 'header-too-big' },
  }),
  passing({
    name: 'not-http',
    to: [lab.at('notHttp')],
    truth: { cause: 'protocol-mismatch', status: null, reached: 'header' },
  }),
  passing({
    name: 'not-grpc',
    to: [lab.at('pageForGrpc')],
    scheme: 'grpc',
    truth: { cause: 'protocol-mismatch', isNamed: false },
  }),
  located({
    name: 'not-fastcgi',
    http: `upstream not-fastcgi { server ${lab.at('pageForFastcgi')}; }`,
    set: 'fastcgi_pass not-fastcgi;',
    truth: {
      cause: 'protocol-mismatch',
      upstream: 'not-fastcgi',
      isNamed: false,
      peer: lab.at('pageForFastcgi'),
    },
  }),
  passing({ name: 'body-closed', to: [lab.at('closesInBody')], truth: { cause: 'premature-close', ...cut } }),
  passing({ name: 'body-reset', to: [lab.at('resetsInBody')], truth: { cause: 'connection-reset', ...cut } }),
  passing({
    name: 'body-silent',
    to: [lab.at('silentInBody')],
    set: soon,
    truth: { cause: 'read-timeout', ...cut },
  }),
  passing({
    name: 'body-broken',
    to: [lab.at('breaksChunk')],
    set: 'proxy_http_version 1.1;',
    truth: { cause: 'malformed-response', ...cut },
  }),
  passing({ name: 'their-502', to: [lab.at('answers502')], truth: { cause: 'upstream-502', ...theirs } }),
  passing({
    name: 'their-503',
    to: [lab.at('answers503')],
    truth: { cause: 'upstream-503', status: 503, ...theirs },
  }),
  passing({
    name: 'their-504',
    to: [lab.at('answers504')],
    truth: { cause: 'upstream-504', status: 504, ...theirs },
  }),
];
