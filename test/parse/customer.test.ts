import { describe, expect, it } from 'vitest';
import { type CustomerKey, customerOf } from '../../src/parse/customer.js';
import { compileEnvoyFormat } from '../../src/parse/format/envoy-format.js';
import { compileNginxFormat } from '../../src/parse/format/nginx-format.js';
import { envoyFormats, nginxFormats } from '../../src/parse/known-formats.js';
import { localTimeIn } from '../../src/parse/local-time.js';
import { Digest, nothingRestored } from '../../src/pipeline/pipeline.js';
import { answer } from '../../src/query/answer-question.js';
import { terminalText } from '../../src/render/terminal.js';
import { rateTable } from '../../src/report/page/sections.js';
import { byOwnRate } from '../../src/report/summary/failure-rate.js';
import { spanFactsOf } from '../../src/report/summary/period.js';
import { openStore, type Store } from '../../src/storage/store.js';
import { minutes, nine, seconds } from '../support/event-fixtures.js';

const asked = (target: string, host: string | null = 'acme.shop.example:8080', tenant?: string) => ({
  host,
  request: { method: 'GET', target, protocol: 'HTTP/1.1' },
  ...(tenant === undefined ? {} : { tenant }),
});
const piece = (at: number): CustomerKey => ({ name: 'path', piece: at });

describe('whose a request is', () => {
  it.each<[string, CustomerKey | null, ReturnType<typeof asked>, string | null]>([
    ['nobody knows without a setting', null, asked('/t/acme'), null],
    [
      'its host tells, without port and case',
      { name: 'host' },
      asked('/', 'ACME.shop.example:8080'),
      'acme.shop.example',
    ],
    ['no host, no customer', { name: 'host' }, asked('/', null), null],
    ['a piece of the path tells', piece(2), asked('/t/acme/orders?x=1'), 'acme'],
    ['also where it is a number, which no route keeps', piece(2), asked('/t/4711/orders'), '4711'],
    ['and where the address stands before', piece(1), asked('http://shop.example/acme;v=1/x'), 'acme'],
    ['a short path has none', piece(3), asked('/t/acme'), null],
    ['a field tells', { name: 'field', field: 'http_x_tenant' }, asked('/', null, 'acme'), 'acme'],
    ['and is not there without it', { name: 'field', field: 'http_x_tenant' }, asked('/t/acme'), null],
    ['a secret is nobody', piece(2), asked('/t/token=hunter2/x'), null],
    ['a web token is nobody', piece(2), asked('/t/eyJhbGciOiJIUzI1NiJ9.e30.x'), null],
    ['what is too long is nobody', piece(2), asked(`/t/${'a'.repeat(65)}`), null],
    ['an address of a person is nobody', piece(2), asked('/t/mo@mail.example'), null],
  ])('%s', (_, key, request, customer) => {
    expect(customerOf(key, request)).toBe(customer);
  });
});

describe('which customers are affected', () => {
  const ofHost = storeOf({ name: 'host' });
  const said = (store: Store, question: string) =>
    terminalText(answer(question, { ledger: store, now, zone: 'UTC' }), {
      width: 110,
      colour: false,
    }).replace(/\s+/g, ' ');

  it('is answered with names, and with the share of their own requests', () => {
    const answered = said(ofHost, 'which customers are affected?');
    expect(answered).toContain('Top customers');
    expect(answered).toContain('1. 6 acme.example, 75 % (60 % of its 10 requests)');
    expect(answered).toContain('2. 2 busy.example, 25 % (2.0 % of its 100 requests)');
    expect(answered).not.toContain('CUSTOMER_KEY');
  });

  it('stands in the report, the worst rate first', () => {
    const { customers } = spanFactsOf({ from: nine - minutes(10), to: now }, 'UTC', ofHost);
    expect(customers.map(({ key, count, requests }) => [key, count, requests])).toEqual([
      ['acme.example', 6, 10],
      ['busy.example', 2, 100],
    ]);
    const text = String(rateTable('Customer', customers)?.markup).replace(/<[^>]*>/g, ' ');
    expect(text).toMatch(/acme\.example\s+6\s+60 %/);
  });

  it('narrows other questions', () => {
    expect(said(ofHost, 'is acme.example affected?')).toContain('75 %');
    expect(said(storeOf(piece(1)), '502 rate for acme')).toContain('60 % of 10 requests');
    expect(said(storeOf(piece(1)), 'how many 502s for acme today')).toContain('6 failures');
    expect(said(storeOf(piece(1)), '502 rate for amce')).toContain('60 % of 10 requests');
  });

  it('names the setting that would tell, where there is none, and gives addresses', () => {
    const answered = said(storeOf(null), 'which customers are affected?');
    expect(answered).toContain('Top clients');
    expect(answered).toContain('set CUSTOMER_KEY to what names a customer');
    expect(answered).toContain('8 192.0.2.9');
  });
});

describe('the worst rate', () => {
  it('is the one that is surely high, not three failures of few requests', () => {
    const of = (key: string, count: number, requests: number | null) => ({
      key,
      count,
      alarming: count,
      requests,
    });
    const all = [of('busy', 900, 90_000), of('unknown', 50, null), of('bad', 18, 300), of('rare', 3, 45)];
    expect(byOwnRate(all).map(({ key }) => key)).toEqual(['bad', 'busy', 'rare', 'unknown']);
  });
});

describe('a field of the log', () => {
  const now = nine + minutes(1);
  it.each([
    [
      'nginx',
      'http_x_tenant',
      {
        nginxFormats: [compileNginxFormat('$remote_addr [$time_local] "$request" $status "$http_x_tenant"')],
      },
      '192.0.2.9 [22/Nov/2026:09:00:00 +0000] "GET /a HTTP/1.1" 502 "acme"',
    ],
    [
      'Envoy',
      'REQ(X-TENANT)',
      {
        envoyFormats: [
          compileEnvoyFormat(
            '[%START_TIME%] "%REQ(:METHOD)% %REQ(:PATH)% %PROTOCOL%" %RESPONSE_CODE% %RESPONSE_FLAGS% "%REQ(X-TENANT)%"',
          ),
        ],
      },
      '[2026-11-22T09:00:00.000Z] "GET /a HTTP/1.1" 503 UF "acme"',
    ],
  ])('names the customer of %s', (_, field, formats, line) => {
    const dialect = {
      localTime: localTimeIn('UTC'),
      nginxFormats: [],
      envoyFormats: [],
      customerField: field,
    };
    const digest = new Digest(nothingRestored, {
      dialectOf: () => ({ ...dialect, ...formats }),
      opening: { failures: 5, windowMs: seconds(60), share: 0.005 },
      recovery: { quietMs: minutes(10), goodRequests: 20, reopenMs: minutes(30) },
      customerKey: { name: 'field', field },
    });
    const { sightings, requestTraffic } = digest.chunk(chunkOf([line]), now);
    expect(sightings.map(({ failure }) => failure.customer)).toEqual(['acme']);
    expect(requestTraffic.filter(({ by }) => by === 'customer')).toMatchObject([
      { name: 'acme', requests: 1 },
    ]);
  });
});

const now = nine + minutes(5);

/** Ten requests of acme, of which six failed, and a hundred of somebody busy, of which two did. */
function storeOf(customerKey: CustomerKey | null): Store {
  const store = openStore(':memory:');
  const digest = new Digest(nothingRestored, {
    dialectOf: () => ({
      localTime: localTimeIn('UTC'),
      nginxFormats: [
        compileNginxFormat('$host $remote_addr [$time_local] "$request" $status $body_bytes_sent'),
        ...nginxFormats(),
      ],
      envoyFormats: envoyFormats(),
    }),
    opening: { failures: 500, windowMs: seconds(60), share: 0.005 },
    recovery: { quietMs: minutes(10), goodRequests: 20, reopenMs: minutes(30) },
    customerKey,
  });
  const line = (name: string, status: number) =>
    `${name}.example 192.0.2.9 [22/Nov/2026:09:00:00 +0000] "GET /${name}/cart HTTP/1.1" ${status} 12`;
  const lines = [
    ...Array.from({ length: 10 }, (_, at) => line('acme', at < 6 ? 502 : 200)),
    ...Array.from({ length: 100 }, (_, at) => line('busy', at < 2 ? 502 : 200)),
  ];
  store.commit(digest.chunk(chunkOf(lines), nine), nine);
  const waited = digest.tick(now);
  if (waited !== null) store.commit(waited, now);
  return store;
}

function chunkOf(lines: readonly string[]) {
  const position = {
    path: 'access.log',
    dev: '1',
    ino: '2',
    born: '3',
    offset: 100,
    line: lines.length,
    head: '',
    tail: '',
    state: 'live' as const,
  };
  return {
    position,
    lines: lines.map((text, at) => ({ text, place: { file: 'access.log', byte: at * 100, line: at + 1 } })),
    atEnd: true,
  };
}
