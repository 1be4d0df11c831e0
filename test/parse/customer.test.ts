import { describe, expect, it } from 'vitest';
import { type CustomerKey, identifyCustomer } from '../../src/parse/customer.js';
import { compileEnvoyFormat } from '../../src/parse/format/envoy-format.js';
import { compileNginxFormat } from '../../src/parse/format/nginx-format.js';
import { compileKnownEnvoyFormats, compileKnownNginxFormats } from '../../src/parse/known-formats.js';
import { createLocalTimeParser } from '../../src/parse/local-time.js';
import { emptyRestoredState, Pipeline } from '../../src/pipeline/pipeline.js';
import { answerReadOnly } from '../../src/query/answer-question.js';
import { renderTerminalText } from '../../src/render/terminal.js';
import { renderRateTable } from '../../src/report/page/sections.js';
import { rankByRate } from '../../src/report/summary/failure-rate.js';
import { summarizePeriod } from '../../src/report/summary/period.js';
import { openStore, type Store } from '../../src/storage/store.js';
import { minutes, nineAm, seconds } from '../support/event-fixtures.js';

const makeRequestKey = (
  target: string,
  host: string | null = 'acme.shop.example:8080',
  customer?: string,
) => ({
  host,
  request: { method: 'GET', target, protocol: 'HTTP/1.1' },
  ...(customer === undefined ? {} : { customer }),
});
const pathSegmentKey = (index: number): CustomerKey => ({ type: 'path', segment: index });

describe('whose a request is', () => {
  it.each<[string, CustomerKey | null, ReturnType<typeof makeRequestKey>, string | null]>([
    ['nobody knows without a setting', null, makeRequestKey('/t/acme'), null],
    [
      'its host tells, without port and case',
      { type: 'host' },
      makeRequestKey('/', 'ACME.shop.example:8080'),
      'acme.shop.example',
    ],
    ['no host, no customer', { type: 'host' }, makeRequestKey('/', null), null],
    ['a piece of the path tells', pathSegmentKey(2), makeRequestKey('/t/acme/orders?x=1'), 'acme'],
    [
      'also where it is a number, which no route keeps',
      pathSegmentKey(2),
      makeRequestKey('/t/4711/orders'),
      '4711',
    ],
    [
      'and where the address stands before',
      pathSegmentKey(1),
      makeRequestKey('http://shop.example/acme;v=1/x'),
      'acme',
    ],
    ['a short path has none', pathSegmentKey(3), makeRequestKey('/t/acme'), null],
    ['a field tells', { type: 'field', field: 'http_x_tenant' }, makeRequestKey('/', null, 'acme'), 'acme'],
    [
      'and is not there without it',
      { type: 'field', field: 'http_x_tenant' },
      makeRequestKey('/t/acme'),
      null,
    ],
    ['a secret is nobody', pathSegmentKey(2), makeRequestKey('/t/token=hunter2/x'), null],
    ['a web token is nobody', pathSegmentKey(2), makeRequestKey('/t/eyJhbGciOiJIUzI1NiJ9.e30.x'), null],
    ['what is too long is nobody', pathSegmentKey(2), makeRequestKey(`/t/${'a'.repeat(65)}`), null],
    ['an address of a person is nobody', pathSegmentKey(2), makeRequestKey('/t/mo@mail.example'), null],
  ])('%s', (_, key, request, customer) => {
    expect(identifyCustomer(key, request)).toBe(customer);
  });
});

describe('which customers are affected', () => {
  const ofHost = openCustomerStore({ type: 'host' });
  const said = (store: Store, question: string) =>
    renderTerminalText(answerReadOnly(question, { repository: store, now, timezone: 'UTC' }), {
      width: 110,
      colour: false,
    }).replace(/\s+/g, ' ');

  it('is answered with names, and with the share of their own requests', () => {
    const answerText = said(ofHost, 'which customers are affected?');
    expect(answerText).toContain('Top customers');
    expect(answerText).toContain('1. 6 acme.example, 75 % (60 % of its 10 requests)');
    expect(answerText).toContain('2. 2 busy.example, 25 % (2.0 % of its 100 requests)');
    expect(answerText).not.toContain('CUSTOMER_KEY');
  });

  it('stands in the report, the worst rate first', () => {
    const { customers } = summarizePeriod({ from: nineAm - minutes(10), to: now }, 'UTC', ofHost);
    expect(customers.map(({ key, count, requests }) => [key, count, requests])).toEqual([
      ['acme.example', 6, 10],
      ['busy.example', 2, 100],
    ]);
    const text = String(renderRateTable('Customer', customers)?.markup).replace(/<[^>]*>/g, ' ');
    expect(text).toMatch(/acme\.example\s+6\s+60 %/);
  });

  it('narrows other questions', () => {
    expect(said(ofHost, 'is acme.example affected?')).toContain('75 %');
    expect(said(openCustomerStore(pathSegmentKey(1)), '502 rate for acme')).toContain('60 % of 10 requests');
    expect(said(openCustomerStore(pathSegmentKey(1)), 'how many 502s for acme today')).toContain(
      '6 failures',
    );
    expect(said(openCustomerStore(pathSegmentKey(1)), '502 rate for amce')).toContain('60 % of 10 requests');
  });

  it('names the setting that would tell, where there is none, and gives addresses', () => {
    const answerText = said(openCustomerStore(null), 'which customers are affected?');
    expect(answerText).toContain('Top clients');
    expect(answerText).toContain('set CUSTOMER_KEY to what names a customer');
    expect(answerText).toContain('8 192.0.2.9');
  });
});

describe('the worst rate', () => {
  it('is the one that is surely high, not three failures of few requests', () => {
    const of = (key: string, count: number, requests: number | null) => ({
      key,
      count,
      clientImpacting: count,
      requests,
    });
    const all = [of('busy', 900, 90_000), of('unknown', 50, null), of('bad', 18, 300), of('rare', 3, 45)];
    expect(rankByRate(all).map(({ key }) => key)).toEqual(['bad', 'busy', 'rare', 'unknown']);
  });
});

describe('a field of the log', () => {
  const now = nineAm + minutes(1);
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
    const decoderOptions = {
      toEpochMs: createLocalTimeParser('UTC'),
      nginxFormats: [],
      envoyFormats: [],
      customerField: field,
    };
    const pipeline = new Pipeline(emptyRestoredState, {
      getDecoderOptions: () => ({ ...decoderOptions, ...formats }),
      opening: { failuresMin: 5, windowMs: seconds(60), shareMin: 0.005 },
      recovery: { quietMs: minutes(10), successesMin: 20, reopenMs: minutes(30) },
      customerKey: { type: 'field', field },
    });
    const { failures: updates, requestTraffic } = pipeline.ingest(makeChunk([line]), now);
    expect(updates.map(({ failure }) => failure.customer)).toEqual(['acme']);
    expect(requestTraffic.filter(({ dimension }) => dimension === 'customer')).toMatchObject([
      { name: 'acme', requests: 1 },
    ]);
  });
});

const now = nineAm + minutes(5);

/** Ten requests of acme, of which six failed, and a hundred of somebody busy, of which two did. */
function openCustomerStore(customerKey: CustomerKey | null): Store {
  const store = openStore(':memory:');
  const pipeline = new Pipeline(emptyRestoredState, {
    getDecoderOptions: () => ({
      toEpochMs: createLocalTimeParser('UTC'),
      nginxFormats: [
        compileNginxFormat('$host $remote_addr [$time_local] "$request" $status $body_bytes_sent'),
        ...compileKnownNginxFormats(),
      ],
      envoyFormats: compileKnownEnvoyFormats(),
    }),
    opening: { failuresMin: 500, windowMs: seconds(60), shareMin: 0.005 },
    recovery: { quietMs: minutes(10), successesMin: 20, reopenMs: minutes(30) },
    customerKey,
  });
  const line = (name: string, status: number) =>
    `${name}.example 192.0.2.9 [22/Nov/2026:09:00:00 +0000] "GET /${name}/cart HTTP/1.1" ${status} 12`;
  const lines = [
    ...Array.from({ length: 10 }, (_, index) => line('acme', index < 6 ? 502 : 200)),
    ...Array.from({ length: 100 }, (_, index) => line('busy', index < 2 ? 502 : 200)),
  ];
  store.commit(pipeline.ingest(makeChunk(lines), nineAm), nineAm);
  const idleBatch = pipeline.tick(now);
  if (idleBatch !== null) store.commit(idleBatch, now);
  return store;
}

function makeChunk(lines: readonly string[]) {
  const fileCheckpoint = {
    path: 'access.log',
    dev: '1',
    ino: '2',
    birthTimeNs: '3',
    offset: 100,
    line: lines.length,
    head: '',
    tail: '',
    state: 'live' as const,
  };
  return {
    fileCheckpoint,
    lines: lines.map((text, index) => ({
      text,
      location: { file: 'access.log', byte: index * 100, line: index + 1 },
    })),
    atEnd: true,
  };
}
