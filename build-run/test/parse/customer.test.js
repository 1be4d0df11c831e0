import { describe, expect, it } from 'vitest';
import { identifyCustomer } from '../../src/parse/customer.js';
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
import { openStore } from '../../src/storage/store.js';
import { minutes, nineAm, seconds } from '../support/event-fixtures.js';

const makeRequestKey = (target, host = 'acme.shop.example:8080', customer) => ({
  host,
  request: { method: 'GET', target, protocol: 'HTTP/1.1' },
  ...(customer === undefined ? {} : { customer }),
});
const pathSegmentKey = (index) => ({ type: 'path', segment: index });
describe('identifying the customer of a request', () => {
  it.each([
    ['no setting: unknown', null, makeRequestKey('/t/acme'), null],
    [
      'by host, without port and in lower case',
      { type: 'host' },
      makeRequestKey('/', 'ACME.shop.example:8080'),
      'acme.shop.example',
    ],
    ['by host, without a host: unknown', { type: 'host' }, makeRequestKey('/', null), null],
    ['by a path segment', pathSegmentKey(2), makeRequestKey('/t/acme/orders?x=1'), 'acme'],
    [
      'by a numeric path segment, which routes replace',
      pathSegmentKey(2),
      makeRequestKey('/t/4711/orders'),
      '4711',
    ],
    [
      'by a path segment after scheme and host',
      pathSegmentKey(1),
      makeRequestKey('http://shop.example/acme;v=1/x'),
      'acme',
    ],
    ['by a path segment, with a shorter path: unknown', pathSegmentKey(3), makeRequestKey('/t/acme'), null],
    ['by a log field', { type: 'field', field: 'http_x_tenant' }, makeRequestKey('/', null, 'acme'), 'acme'],
    [
      'by a log field that is missing: unknown',
      { type: 'field', field: 'http_x_tenant' },
      makeRequestKey('/t/acme'),
      null,
    ],
    ['a secret: unknown', pathSegmentKey(2), makeRequestKey('/t/token=hunter2/x'), null],
    ['a web token: unknown', pathSegmentKey(2), makeRequestKey('/t/eyJhbGciOiJIUzI1NiJ9.e30.x'), null],
    ['a value that is too long: unknown', pathSegmentKey(2), makeRequestKey(`/t/${'a'.repeat(65)}`), null],
    ['an email address: unknown', pathSegmentKey(2), makeRequestKey('/t/mo@mail.example'), null],
  ])('%s', (_, key, request, customer) => {
    expect(identifyCustomer(key, request)).toBe(customer);
  });
});
describe('affected customers', () => {
  const storeByHost = openCustomerStore({ type: 'host' });
  const ask = (store, question) =>
    renderTerminalText(answerReadOnly(question, { repository: store, now, timezone: 'UTC' }), {
      width: 110,
      colour: false,
    }).replace(/\s+/g, ' ');
  it('are listed by name with the share of their own requests', () => {
    const answerText = ask(storeByHost, 'which customers are affected?');
    expect(answerText).toContain('Top customers');
    expect(answerText).toContain('1. 6 acme.example, 75 % (60 % of its 10 requests)');
    expect(answerText).toContain('2. 2 busy.example, 25 % (2.0 % of its 100 requests)');
    expect(answerText).not.toContain('CUSTOMER_KEY');
  });
  it('appear in the report, highest rate first', () => {
    const { customers } = summarizePeriod({ from: nineAm - minutes(10), to: now }, 'UTC', storeByHost);
    expect(customers.map(({ key, count, requests }) => [key, count, requests])).toEqual([
      ['acme.example', 6, 10],
      ['busy.example', 2, 100],
    ]);
    const text = String(renderRateTable('Customer', customers)?.markup).replace(/<[^>]*>/g, ' ');
    expect(text).toMatch(/acme\.example\s+6\s+60 %/);
  });
  it('filter other questions', () => {
    expect(ask(storeByHost, 'is acme.example affected?')).toContain('75 %');
    expect(ask(openCustomerStore(pathSegmentKey(1)), '502 rate for acme')).toContain('60 % of 10 requests');
    expect(ask(openCustomerStore(pathSegmentKey(1)), 'how many 502s for acme today')).toContain('6 failures');
    expect(ask(openCustomerStore(pathSegmentKey(1)), '502 rate for amce')).toContain('60 % of 10 requests');
  });
  it('are replaced by addresses and a pointer to the setting, if it is missing', () => {
    const answerText = ask(openCustomerStore(null), 'which customers are affected?');
    expect(answerText).toContain('Top clients');
    expect(answerText).toContain('Set CUSTOMER_KEY to what identifies a customer');
    expect(answerText).toContain('8 192.0.2.9');
  });
});
describe('ranking by rate', () => {
  it('puts a rate that is certainly high before three failures of few requests', () => {
    const of = (key, count, requests) => ({
      key,
      count,
      clientImpacting: count,
      requests,
    });
    const all = [of('busy', 900, 90_000), of('unknown', 50, null), of('bad', 18, 300), of('rare', 3, 45)];
    expect(rankByRate(all).map(({ key }) => key)).toEqual(['bad', 'busy', 'rare', 'unknown']);
  });
});
describe('a customer field of the log', () => {
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
  ])('gives the customer from a %s log', (_, field, formats, line) => {
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
      { value: 'acme', requests: 1 },
    ]);
  });
});
const now = nineAm + minutes(5);
/** Ten requests of acme, six of them failed, and a hundred of a busy customer, two of them failed. */
function openCustomerStore(customerKey) {
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
  const line = (name, status) =>
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
function makeChunk(lines) {
  const fileCheckpoint = {
    path: 'access.log',
    dev: '1',
    ino: '2',
    birthTimeNs: '3',
    offset: 100,
    line: lines.length,
    head: '',
    tail: '',
    state: 'live',
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
