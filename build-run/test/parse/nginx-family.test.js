import { describe, expect, it } from 'vitest';
import { diagnoseFinding } from '../../src/diagnose/diagnosis.js';
import { decodeLine } from '../support/decode-line.js';

const head = '2026/11/22 09:14:40 [error] 21#21: *109';
const tail = 'client: 192.0.2.8, server: shop, request: "POST /up HTTP/1.1", host: "api.example"';
const trace = (phase) =>
  `runtime error: /opt/gw/quota.lua:15: attempt to compare number with nil\nstack traceback:\ncoroutine 0:\n\t${phase}(nginx.conf:90):2: in main chunk`;
const read = (record) => {
  const event = decodeLine(record);
  if (event === undefined || event.type === 'change') return { type: event?.type ?? 'unread' };
  const finding = event.type === 'notice' ? null : event.finding;
  const diagnosis = finding && diagnoseFinding(finding);
  const { client, server, host, upstream, upstreamName, peer } = event;
  return {
    type: event.type,
    cause: diagnosis?.cause ?? null,
    certainty: diagnosis?.certainty ?? null,
    status: 'status' in event ? event.status : null,
    ...{ client, server, host, upstream, upstreamName, peer },
    target: event.request?.target ?? null,
  };
};
const failures = [
  [
    'a script that aborts before any upstream',
    `${head} lua entry thread aborted: ${trace('access_by_lua')}, ${tail}`,
    { cause: 'gateway-filter', certainty: 'certain', status: 500, client: '192.0.2.8', target: '/up' },
  ],
  [
    'the same in the rewrite phase',
    `${head} lua entry thread aborted: ${trace('rewrite_by_lua')}, ${tail}`,
    { cause: 'gateway-filter', certainty: 'certain', status: 500 },
  ],
  [
    'the same with its trace in one line',
    `${head} lua entry thread aborted: ${trace('access_by_lua').replaceAll('\n', '\\n').replaceAll('\t', '\\t')}, ${tail}`,
    { cause: 'gateway-filter', certainty: 'certain', status: 500 },
  ],
  [
    'the same without a trace or a star',
    `2026/11/22 09:14:40 [error] 21#21: 109 lua entry thread aborted: runtime error: quota.lua:15: boom, ${tail}`,
    { cause: 'gateway-filter', certainty: 'likely', status: 500 },
  ],
  [
    'a filter of the answer',
    `${head} failed to run header_filter_by_lua*: header_filter_by_lua:3: boom, ${tail}`,
    { cause: 'gateway-filter', status: null },
  ],
  [
    'a path that lost its slash',
    `${head} connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.8, server: nvr, request: "GET /api/stats HTTP/1.1", upstream: "http://127.0.0.1:5001stats", host: "nvr.example"`,
    { cause: 'connection-refused', peer: '127.0.0.1:5001', upstream: 'http://127.0.0.1:5001/stats' },
  ],
  [
    'the same with IPv6',
    `${head} connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.8, server: nvr, request: "GET /api/stats HTTP/1.1", upstream: "http://[2001:db8::7]:5001stats", host: "nvr.example"`,
    { peer: '[2001:db8::7]:5001' },
  ],
  [
    "Passenger's socket",
    `${head} connect() to unix:/tmp/passenger.X/agents.s/core failed (111: Connection refused) while connecting to upstream, client: 192.0.2.8, server: x, request: "GET / HTTP/1.1", upstream: "passenger:unix:/tmp/passenger.X/agents.s/core:", host: "x.example"`,
    { peer: 'unix:/tmp/passenger.X/agents.s/core' },
  ],
  [
    'a route of APISIX without an upstream',
    `${head} [lua] init.lua:540: handle_upstream(): failed to pick server: missing upstream configuration, ${tail}`,
    { cause: 'bad-upstream-config', status: 502 },
  ],
  [
    'an empty group in the words of a script',
    `${head} [lua] api.lua:9: get_upstreams(): no peers available, ${tail}`,
    { cause: 'no-live-upstreams', status: 502 },
  ],
  [
    'a balancer that may not use the address',
    `${head} [lua] balancer.lua:8: error while setting the current peer: no host allowed while connecting to upstream, ${tail}`,
    { cause: 'bad-upstream-config', status: 502 },
  ],
  [
    'a name that lua-resty-dns did not find',
    `${head} [lua] dns.lua:152: dns_lookup(): failed to query the DNS server for app.internal: server returned error code: 3: name error, ${tail}`,
    { cause: 'dns-not-found' },
  ],
  [
    'a DNS server that failed lua-resty-dns',
    `${head} [lua] dns.lua:152: dns_lookup(): failed to query the DNS server for app.internal: server returned error code: 2: server failure, ${tail}`,
    { cause: 'dns-server-failure' },
  ],
  [
    'a look-up of upstream-dynamic-servers',
    `2026/11/22 09:14:40 [error] 21#21: upstream-dynamic-servers: 'app.internal' could not be resolved (3: Host not found)`,
    { cause: 'dns-not-found', upstreamName: 'app.internal', status: null },
  ],
  [
    'a look-up of upstream_jdomain',
    `${head} upstream_jdomain: resolver failed, "app.internal" (110: Operation timed out), ${tail}`,
    { cause: 'dns-timeout', upstreamName: 'app.internal' },
  ],
  [
    'an idle tunnel of proxy_connect',
    `${head} proxy_connect: upstream read timed out (peer:192.0.2.9:443) while connecting to upstream, client: 203.0.113.7, server: , request: "CONNECT a.example:443 HTTP/1.1", host: "a.example:443"`,
    { cause: 'read-timeout', status: null, peer: '192.0.2.9:443' },
  ],
  [
    'a record cut by an editor',
    `${head} connect() failed (111: Connection refused) while connecting to upstream, client$`,
    { cause: 'connection-refused' },
  ],
  [
    'a record cut with dots',
    `${head} connect() failed (111: Connection refused) while connecting to upstream, client...`,
    { cause: 'connection-refused' },
  ],
  [
    'a value that is cut',
    `${head} connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.8$`,
    { cause: 'connection-refused', client: null },
  ],
  [
    'words behind the last quotation mark',
    `${head} connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.8, server: x, request: "GET / HTTP/1.1", upstream: "http://192.0.2.9:80/", host: "192.0.2.9:3278" in /var/log/nginx/error.log`,
    { host: '192.0.2.9:3278' },
  ],
  [
    'Markdown around the record',
    `${head} connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.8, server: x, request: "GET / HTTP/1.1", upstream: "http://192.0.2.9:80/", host: "shop.example"_`,
    { host: 'shop.example' },
  ],
  [
    'blanks of a wrapped screen',
    `${head} connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.8, ser          ver: shop, request: "GET / HTTP/1.1", upstream: "http://192.0.2.9:80/", host: "shop.example"`,
    { client: '192.0.2.8', server: 'shop' },
  ],
];
describe('records of nginx and its relatives', () => {
  it.each(failures)('%s', (_, record, fields) => {
    expect(read(record)).toMatchObject({ type: 'attempt', ...fields });
  });
});
describe('what is no failure of the gateway', () => {
  it.each([
    ['the application in Lua', `${head} lua entry thread aborted: ${trace('content_by_lua')}, ${tail}`],
    ['a script that only logs', `${head} lua entry thread aborted: ${trace('log_by_lua')}, ${tail}`],
    [
      'a script while the request is logged',
      `${head} failed to run log_by_lua*: log_by_lua:1: boom while logging request, ${tail}`,
    ],
    [
      'a timer',
      `${head} lua entry thread aborted: runtime error: sync.lua:9: boom, context: ngx.timer, client: 192.0.2.8, server: 0.0.0.0:80`,
    ],
    ['a word of a script about a pick', `${head} [lua] plugin.lua:9: picked server 192.0.2.9:80, ${tail}`],
    ['an exception of a content handler in njs', `${head} js exception: TypeError: undefined, ${tail}`],
  ])('%s', (_, record) => {
    expect(read(record).type).toBe('notice');
  });
});
describe('JSON with the host in the URI', () => {
  it.each([
    ['shop.example/cart?a=1', 'shop.example', '/cart?a=1'],
    ['https://shop.example:8443/cart', 'shop.example:8443', '/cart'],
    ['/cart', null, '/cart'],
  ])('%s', (requestUrl, host, target) => {
    const record = JSON.stringify({
      time: '2026-11-22T03:04:09+00:00',
      remote_addr: '203.0.113.24',
      requestUrl,
      status: '502',
      upstream_addr: '192.0.2.9:80',
      upstream_status: '502',
      request_method: 'GET',
    });
    expect(read(record)).toMatchObject({ type: 'request', host, target });
  });
});
