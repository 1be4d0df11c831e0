import { describe, expect, it } from 'vitest';
import { LogCorrelator } from '../../src/diagnose/correlate/correlator.js';
import { emptyParserState, flushParser, parseLines } from '../../src/parse/parse-lines.js';
import { minutes } from '../support/event-fixtures.js';
import { pipelineRules } from '../support/log-lines.js';

const noon = Date.UTC(2026, 10, 22, 12);
const decoderOptions = pipelineRules.getDecoderOptions('');
describe('the default format, whichever log is read first', () => {
  it.each([
    [
      'two tries, the second of which takes three seconds',
      [
        record('12:00:53', 'refused', '10.0.0.7:80'),
        record('12:00:56', 'timed out', '10.0.0.8:80'),
        line('12:00:56', 504),
      ],
      ['504 client-visible read-timeout ×2'],
    ],
    [
      'three tries of a minute each',
      [
        record('12:01:00', 'timed out', '10.0.0.7:80'),
        record('12:02:00', 'timed out', '10.0.0.8:80'),
        record('12:03:00', 'timed out', '10.0.0.9:80'),
        line('12:03:00', 504),
      ],
      ['504 client-visible read-timeout ×3'],
    ],
    [
      'a try of five minutes before the last one',
      [
        record('12:05:00', 'timed out', '10.0.0.7:80'),
        record('12:10:00', 'timed out', '10.0.0.8:80'),
        line('12:10:00', 504),
      ],
      ['504 client-visible read-timeout ×2'],
    ],
    [
      'a try that was refused after one that timed out',
      [
        record('12:01:00', 'timed out', '10.0.0.7:80'),
        record('12:01:00', 'refused', '10.0.0.8:80'),
        line('12:01:00', 502),
      ],
      ['502 client-visible connection-refused ×2'],
    ],
    [
      'a good answer of another server after most of a minute',
      [record('12:01:00', 'timed out', '10.0.0.7:80'), line('12:01:50', 200)],
      ['200 answered-otherwise read-timeout ×1'],
    ],
    ...[302, 404, 500].map((status) => [
      `an error page with ${status} after a try that failed at once and one of half a minute`,
      [
        record('12:00:22', 'refused', '10.0.0.7:80'),
        line('12:00:52', status),
        record('12:00:52', 'timed out', '10.0.0.8:80'),
      ],
      [`${status} ${status === 302 ? 'saved-by-retry' : 'client-visible'} read-timeout ×2`],
    ]),
  ])('is one failure: %s', (_, records, expected) => {
    expectInAnyOrder(records, expected);
  });
  it('keeps two requests of one client apart that fail a second after another', () => {
    expectInAnyOrder(
      [
        record('12:00:53', 'refused', '10.0.0.7:80', { connection: 1 }),
        line('12:00:53', 502),
        record('12:00:54', 'timed out', '10.0.0.8:80', { connection: 2 }),
        line('12:00:54', 504),
      ],
      ['502 client-visible connection-refused ×1', '504 client-visible read-timeout ×1'],
    );
  });
});
describe('what proves a retry', () => {
  const dead = record('12:00:02', 'refused', '10.0.0.7:80', { method: 'POST' });
  it.each([
    [200, 'answered-otherwise'],
    [302, 'undecided'],
    [401, 'client-visible'],
    [403, 'client-visible'],
    [404, 'client-visible'],
    [405, 'client-visible'],
    [410, 'client-visible'],
    [500, 'client-visible'],
    [503, 'client-visible'],
    [504, 'client-visible'],
  ])('a status of %i alone does not: %s', (status, outcome) => {
    expectInAnyOrder(
      [dead, line('12:00:02', status, { method: 'POST' })],
      [`${status} ${outcome} connection-refused ×1`],
    );
  });
  it('is a second server that was tried', () => {
    expectInAnyOrder(
      [
        record('12:00:02', 'refused', '10.0.0.7:80'),
        record('12:00:02', 'refused', '10.0.0.8:80'),
        line('12:00:02', 200),
      ],
      ['200 saved-by-retry connection-refused ×2'],
    );
  });
  it.each([
    ['10.0.0.7:80, 10.0.0.8:80', '502, 200', 200, 'saved-by-retry'],
    ['10.0.0.7:80, 10.0.0.8:80', '502, 404', 404, 'saved-by-retry'],
    ['10.0.0.7:80, 10.0.0.8:80', '502, 302', 302, 'saved-by-retry'],
    ['10.0.0.7:80 : 10.0.0.8:80', '502 : 200', 200, 'saved-by-fallback'],
    ['10.0.0.7:80', '502', 200, 'saved-by-fallback'],
    ['10.0.0.7:80', '502', 302, 'undecided'],
    ['10.0.0.7:80', '502', 404, 'client-visible'],
    ['10.0.0.7:80', '502', 405, 'client-visible'],
    ['10.0.0.7:80', '502', 500, 'client-visible'],
    ['10.0.0.7:80', '502', 503, 'client-visible'],
  ])('or a list of tries: %s, %s, answered %i: %s', (addresses, statuses, status, outcome) => {
    const listed = line('12:00:02', status, { addresses, statuses });
    expectInAnyOrder(
      [record('12:00:02', 'refused', '10.0.0.7:80'), listed],
      [`${status} ${outcome} connection-refused ×1`],
    );
    expect(join([listed])).toEqual([`${status} ${outcome} unknown ×1`]);
  });
  it('seven requests with an error page of another status are seven', () => {
    for (const status of [500, 503]) {
      const requests = Array.from({ length: 7 }, (_, index) => `12:00:0${index}`);
      expectInAnyOrder(
        requests.flatMap((at, index) => [
          record(at, 'refused', '10.0.0.7:80', { connection: index }),
          line(at, status),
        ]),
        requests.map(() => `${status} client-visible connection-refused ×1`),
      );
    }
  });
});
describe('an error page at the same dead upstream', () => {
  const first = record('12:00:02', 'refused', '10.0.0.7:80', { uri: '/' });
  const page = record('12:00:02', 'refused', '10.0.0.7:80', { uri: '/502.html' });
  it('is the same request, with and without an access log', () => {
    expectInAnyOrder([first, page, line('12:00:02', 502)], ['502 client-visible connection-refused ×2']);
    expect(join([first, page], { hasAccessLog: false })).toEqual(['502 undecided connection-refused ×2']);
  });
  it('is the same request as tries of the same second that are read after it', () => {
    const other = record('12:00:02', 'refused', '10.0.0.8:80', { uri: '/' });
    for (const records of [
      [page, first, other],
      [first, page, other],
      [page, other, first],
    ]) {
      expectInAnyOrder([...records, line('12:00:02', 502)], ['502 client-visible connection-refused ×3']);
      expect(join(records, { hasAccessLog: false })).toEqual(['502 undecided connection-refused ×3']);
    }
  });
});
describe('an error page that an upstream serves', () => {
  const listed = (addresses) => line('12:00:02', 200, { addresses, statuses: '502, 502 : 200' });
  const findUpstreams = (addresses) => findFailures([listed(addresses)]).map(({ upstream }) => upstream);
  it('is in the group that failed if the servers are the same', () => {
    expect(findUpstreams('10.0.0.7:80, 10.0.0.8:80 : 10.0.0.7:80')).toEqual(['shop']);
  });
  it('may be in another group, and only that is named', () => {
    expect(findUpstreams('10.0.0.7:80, 10.0.0.8:80 : 10.0.0.9:80')).toEqual(['10.0.0.8:80']);
  });
});
describe('scripts and resolvers', () => {
  it('fold a balancer that has no server left into the try before it', () => {
    const left = record('12:00:02', 'no server left (lua)', '10.0.0.7:80', { method: 'POST' });
    const tried = record('12:00:02', 'timed out', '10.0.0.7:80', { method: 'POST' });
    expect(join([tried, left], { hasAccessLog: false })).toEqual(['502 undecided read-timeout ×2']);
    expectInAnyOrder(
      [tried, left, line('12:00:02', 502, { method: 'POST' })],
      ['502 client-visible read-timeout ×2'],
    );
  });
  it('count no look-up of a name as a request', () => {
    const send = 'send() failed (111: Connection refused) while resolving, resolver: 192.0.2.53:53';
    const sends = Array.from({ length: 5 }, () => `2026/11/22 12:00:02 [error] 21#21: ${send}`);
    expect(join(sends, { hasAccessLog: false })).toEqual(
      sends.map(() => 'null background dns-server-failure ×1'),
    );
  });
});
describe('long requests', () => {
  const target = `/search?q=${'x'.repeat(1_900)}`;
  it('match by the beginning that fits into a record of nginx', () => {
    for (const peer of ['10.0.0.7:80', '10.0.0.18:8080']) {
      const cut = record('12:00:02', 'refused', peer, { target }).slice(0, 2_040);
      expectInAnyOrder(
        [cut, line('12:00:02', 502, { target })],
        ['502 client-visible connection-refused ×1'],
      );
    }
  });
  it.each([
    ['10.0.0.7:80', '502', 302, 'undecided'],
    ['10.0.0.7:80', '502', 503, 'client-visible'],
    ['10.0.0.7:80, 10.0.0.8:80', '502, 200', 200, 'saved-by-retry'],
    ['10.0.0.7:80 : 10.0.0.8:80', '502 : 200', 200, 'saved-by-fallback'],
  ])('have the server that their line lists: %s, %s, answered %i', (addresses, statuses, status, outcome) => {
    const lines = [
      record('12:00:02', 'refused', '10.0.0.7:80', { target }).slice(0, 1_900),
      line('12:00:02', status, { target, addresses, statuses }),
    ];
    expectInAnyOrder(lines, [`${status} ${outcome} connection-refused ×1`]);
    expect(findFailures(lines)).toEqual([expect.objectContaining({ peer: '10.0.0.7:80' })]);
  });
  it('have the server whose answer was cut short', () => {
    const lines = [
      record('12:00:02', 'cut', '10.0.0.7:80', { target }).slice(0, 1_900),
      line('12:00:02', 200, { target, addresses: '10.0.0.7:80', statuses: '200' }),
    ];
    expectInAnyOrder(lines, ['200 truncated premature-close ×1']);
    expect(findFailures(lines)).toEqual([expect.objectContaining({ peer: '10.0.0.7:80' })]);
  });
  it('are not mixed with others of the same client', () => {
    const cut = record('12:00:02', 'refused', '10.0.0.7:80', { target }).slice(0, 2_040);
    expectInAnyOrder(
      [cut, line('12:00:02', 502, { target: '/other' })],
      ['502 client-visible unknown ×1', '502 undecided connection-refused ×1'],
    );
  });
});
describe('a body that could not be stored', () => {
  const denied = record('12:00:02', 'spool', '10.0.0.7:80');
  it('was cut after its status was sent', () => {
    expect(join([denied], { hasAccessLog: false })).toEqual(['null truncated gateway-disk ×1']);
    expectInAnyOrder([denied, line('12:00:02', 200)], ['200 truncated gateway-disk ×1']);
  });
});
describe('a kept connection of a balancer', () => {
  it('never joins the records of two clients', () => {
    const cut = record('12:00:02', 'cut', '10.0.0.7:80', { client: '192.0.2.40' });
    const good = (client) => line('12:00:02', 200, { client, addresses: '10.0.0.7:80', statuses: '200' });
    const [failure] = findFailures([cut, good('192.0.2.38'), good('192.0.2.40')]);
    expect(failure).toMatchObject({ outcome: 'truncated', status: 200, client: '192.0.2.40' });
    expect(failure?.evidence.filter(({ text }) => text.includes('192.0.2.38'))).toEqual([]);
    expect(join([cut, good('192.0.2.38')])).toEqual(['null truncated premature-close ×1']);
  });
});
describe('the name of an upstream', () => {
  const gone = (name) =>
    `2026/11/22 12:00:02 [error] 21#21: *45 ${name} could not be resolved (3: Host not found), client: 192.0.2.7, server: shop.example, request: "GET / HTTP/1.1", host: "shop.example"`;
  const none = (name) => record('12:00:02', 'no server left', name);
  const named = (name, status = 200, addresses = '10.0.0.7:3000') =>
    line('12:00:02', status, { addresses, statuses: addresses === '-' ? '-' : `${status}`, name });
  it('is one with and without the port', () => {
    for (const lines of [
      [gone('stock.internal'), named('stock.internal:3000', 502, '-')],
      [named('stock.internal:3000'), gone('stock.internal')],
      [named('localhost:3000'), none('localhost')],
      [none('localhost'), named('localhost:3000', 502, 'localhost')],
    ])
      expect(findFailures(lines).map(({ upstream }) => upstream)).toEqual([
        expect.stringMatching(/^(?:stock\.internal|localhost):3000$/),
      ]);
  });
  it('has the port of the servers that were tried before none was left', () => {
    const tried = record('12:00:02', 'refused', '127.0.0.1:3000');
    const [failure] = findFailures([tried, none('localhost')], { hasAccessLog: false });
    expect(failure?.upstream).toBe('localhost:3000');
  });
  const first = record('12:00:05', 'refused', '10.0.0.7:3000');
  const second = record('12:00:05', 'refused', '10.0.0.8:3000');
  const page = record('12:00:05', 'refused', '10.0.0.9:3000', { uri: '/502.html' });
  const redirected = (addresses, statuses) => line('12:00:05', 302, { addresses, statuses, name: '' });
  it.each([
    ['a list of tries', [first, second, redirected('10.0.0.7:3000, 10.0.0.8:3000', '502, 502')], 'shop'],
    ['records', [first, second, line('12:00:05', 404)], 'shop'],
    [
      'no error page by its list',
      [first, page, redirected('10.0.0.7:3000 : 10.0.0.9:3000', '502 : 502')],
      null,
    ],
    ['no error page by its record', [first, page, line('12:00:05', 404)], null],
  ])('is that of the group in which the request was tried before: %s', (_, lines, group) => {
    const [failure] = findFailures([named('shop'), ...lines]);
    expect(failure?.upstream).toBe(group ?? '10.0.0.9:3000');
  });
  it('stays without a port where one host has several', () => {
    const lines = [named('localhost:3000'), named('localhost:4000'), none('localhost')];
    expect(findFailures(lines).map(({ upstream }) => upstream)).toEqual(['localhost']);
  });
});
/** A record of nginx's error log, of connection 45 unless told otherwise. */
function record(
  time,
  event,
  peer,
  { client = '192.0.2.7', connection = 45, method = 'GET', target = '/', uri = target } = {},
) {
  return `2026/11/22 ${time} [error] 21#21: *${connection} ${messages[event]}, client: ${client}, server: shop.example, request: "${method} ${target} HTTP/1.1", upstream: "http://${peer}${uri}", host: "shop.example"`;
}
const messages = {
  refused: 'connect() failed (111: Connection refused) while connecting to upstream',
  'timed out': 'upstream timed out (110: Connection timed out) while reading response header from upstream',
  'no server left (lua)':
    '[lua] balancer.lua:199: load_balancer(): failed to pick server: failed to find valid upstream server, all upstream servers tried while connecting to upstream',
  'no server left': 'no live upstreams while connecting to upstream',
  cut: 'upstream prematurely closed connection while reading upstream',
  spool:
    'open() "/var/lib/nginx/proxy/4/00/0000000004" failed (13: Permission denied) while reading upstream',
};
/** A line of the access log: `combined`, or with lists of tries and the number of the connection. */
function line(
  time,
  status,
  { client = '192.0.2.7', method = 'GET', target = '/', addresses, statuses, name = 'shop' } = {},
) {
  const combined = `${client} - - [22/Nov/2026:${time} +0000] "${method} ${target} HTTP/1.1" ${status} 1234 "-" "curl/8"`;
  return addresses === undefined
    ? combined
    : `${combined} connection=45 rt=0.004 ua="${addresses}" us="${statuses}" un="${name}"`;
}
/** All orders of reading in which each log is in order, and one log ahead of the other. */
function expectInAnyOrder(lines, expected) {
  for (const logs of [{}, { accessFirst: true }, { lateMs: 6_000 }, { accessFirst: true, lateMs: 6_000 }])
    expect({ logs, failures: join(lines, logs) }).toEqual({ logs, failures: [...expected].sort() });
  expect(join([...lines].sort((a, b) => (getTime(a) < getTime(b) ? -1 : 1)))).toEqual([...expected].sort());
}
const getTime = (text) => /12:\d\d:\d\d/.exec(text)?.[0] ?? '';
const join = (lines, logs = {}) =>
  findFailures(lines, logs)
    .map(({ status, outcome, cause, attempts }) => `${status} ${outcome} ${cause} ×${attempts}`)
    .sort();
/** Follows both logs and returns the final state of every failure; `lateMs` is between the one log and the other. */
function findFailures(lines, { hasAccessLog = true, accessFirst = false, lateMs = 0 } = {}) {
  const correlator = new LogCorrelator({
    pending: [],
    upstreamNames: [],
    seenLogs: { attempts: true, requests: hasAccessLog },
  });
  const isRecord = (text) => text.startsWith('2026/');
  const ordered =
    accessFirst || lateMs > 0
      ? [
          ...lines.filter((text) => isRecord(text) !== accessFirst),
          ...lines.filter((text) => isRecord(text) === accessFirst),
        ]
      : lines;
  const latest = new Map();
  let byte = 0;
  let now = noon + minutes(11);
  let wasRecord = !accessFirst;
  for (const text of ordered) {
    byte += 1_000;
    if (isRecord(text) !== wasRecord) now += lateMs;
    wasRecord = isRecord(text);
    const location = {
      file: isRecord(text) ? '/srv/error.log' : '/srv/access.log',
      byte,
      line: byte / 1_000,
    };
    const parsed = parseLines(emptyParserState, [{ text, location }], decoderOptions, now);
    for (const { failure } of correlator.tick(now)) latest.set(failure.key, failure);
    for (const event of [...parsed.events, ...flushParser(parsed.state, decoderOptions, now).events]) {
      const updates =
        event.type === 'attempt'
          ? correlator.addAttempt(event, now)
          : event.type === 'request'
            ? correlator.addRequest(event, now)
            : [];
      for (const { failure } of updates) latest.set(failure.key, failure);
    }
  }
  for (const { failure } of correlator.tick(now + minutes(11))) latest.set(failure.key, failure);
  return [...latest.values()];
}
