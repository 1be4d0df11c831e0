import { describe, expect, it } from 'vitest';
import { emptyRestoredState, Pipeline } from '../../src/pipeline/pipeline.js';
import { nineAm, seconds } from '../support/event-fixtures.js';
import { pipelineRules } from '../support/log-lines.js';
import { PendingRows } from '../support/pending-rows.js';

const client = '203.0.113.12';
const edgeAddress = '10.0.0.2';
const innerPeer = '10.0.0.5:8080';
const deadPeer = '10.0.0.9:9000';
/** The line of a gateway in the recommended format. */
const accessLine = (at, peer, name, isAnswered, options = {}) =>
  JSON.stringify({
    t: (at / 1000).toFixed(3),
    pid: '31',
    c: '7',
    rid: options.id ?? `${name}-${at}`,
    ra: options.client ?? client,
    sn: 'shop.example',
    h: options.host ?? 'shop.example',
    r: `GET ${options.path ?? '/cart'} HTTP/1.1`,
    s: '502',
    b: '157',
    rt: '0.004',
    un: name,
    ua: peer,
    us: '502',
    uct: isAnswered ? '0.001' : '-',
    uht: isAnswered ? '0.003' : '-',
    urt: '0.003',
  });
const edgeLine = (at, options = {}) => accessLine(at, innerPeer, 'inner', true, options);
const innerLine = (at, options = {}) =>
  accessLine(at - 1, deadPeer, 'app', false, { client: edgeAddress, ...options });
const combinedLine = (status) =>
  `${client} - - [22/Nov/2026:09:00:00 +0000] "GET /cart HTTP/1.1" ${status} 157 "-" "curl/8"`;
const refusedRecord = (from = edgeAddress) =>
  `2026/11/22 09:00:00 [error] 31#31: *7 connect() failed (111: Connection refused) while connecting to upstream, client: ${from}, server: shop.example, request: "GET /cart HTTP/1.1", upstream: "http://${deadPeer}/cart", host: "shop.example"`;
const edge = '/logs/edge/access.log';
const inner = '/logs/inner/access.log';
const innerErrors = '/logs/inner/error.log';
/** What is counted in the end. */
function read(lines, { restartAfter = -1 } = {}) {
  let pipeline = createPipeline();
  const failures = new Map();
  const rows = new PendingRows();
  const add = (updates) => {
    for (const { failure } of updates) failures.set(failure.key, failure);
  };
  let now = nineAm + 10;
  for (const [index, [file, line, delayMs = 0]] of lines.entries()) {
    now += delayMs;
    const tick = pipeline.tick(now);
    add(tick?.failures ?? []);
    if (tick !== null) rows.commit(tick.pendingChanges);
    const batch = pipeline.ingest(makeChunk(file, line, index), now);
    add(batch.failures);
    rows.commit(batch.pendingChanges);
    if (index === restartAfter)
      pipeline = createPipeline({
        ...emptyRestoredState,
        correlatorState: structuredClone(batch.correlatorState),
        pendingRequests: rows.restore(),
      });
  }
  for (const wait of [seconds(3), seconds(6), seconds(20)]) add(pipeline.tick(now + wait)?.failures ?? []);
  return [...failures.values()];
}
function createPipeline(restored = emptyRestoredState) {
  const pipeline = new Pipeline(restored, pipelineRules);
  for (const [file, gateway] of [
    [edge, 'nginx-access'],
    [inner, 'nginx-access'],
    [innerErrors, 'nginx-error'],
  ])
    pipeline.announceLog({ gateway, source: null, location: { file, byte: 0, line: 1 } });
  return pipeline;
}
const both = [
  [innerErrors, refusedRecord()],
  [inner, innerLine(nineAm)],
  [edge, edgeLine(nineAm)],
];
describe('a request that fails behind two gateways whose logs are read', () => {
  it.each([
    ['inner first', [0, 1, 2]],
    ['edge first', [2, 0, 1]],
    ['edge first, then the inner access line', [2, 1, 0]],
    ['edge in between', [1, 2, 0]],
  ])('is one failure with the cause of the deepest and the client of the outermost: %s', (_, order) => {
    const failures = read(order.map((index) => both[index] ?? ['', '']));
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatchObject({
      cause: 'connection-refused',
      upstream: 'app',
      peer: deadPeer,
      client,
      status: 502,
      outcome: 'client-visible',
    });
    expect(failures[0]?.evidence.map(({ file }) => file).sort()).toEqual([edge, inner, innerErrors].sort());
  });
  it('is one failure where the inner logs are read half a minute later', () => {
    const late = [
      [edge, edgeLine(nineAm)],
      [innerErrors, refusedRecord(), seconds(30)],
      [inner, innerLine(nineAm)],
    ];
    expect(read(late)).toMatchObject([{ cause: 'connection-refused', client }]);
  });
  it('is one failure across a restart', () => {
    const lines = [both[2] ?? ['', ''], both[0] ?? ['', ''], both[1] ?? ['', '']];
    expect(read(lines, { restartAfter: 0 })).toMatchObject([{ cause: 'connection-refused', client }]);
  });
  it.each([
    [
      'the request id that the edge passed on',
      edgeLine(nineAm, { id: 'a1' }),
      innerLine(nineAm, { id: 'a1', host: 'inner', path: '/v2/cart' }),
    ],
    [
      'the forwarded client address',
      edgeLine(nineAm),
      innerLine(nineAm, { client, host: 'something.example' }),
    ],
    ['the name that the edge asks for', edgeLine(nineAm), innerLine(nineAm, { host: 'inner' })],
  ])('is recognized by %s', (_, edgeText, innerText) => {
    const lines = [
      [inner, innerText],
      [edge, edgeText],
    ];
    expect(read(lines)).toMatchObject([{ peer: deadPeer, client }]);
  });
  it('is one failure in the combined format, with the forwarded address', () => {
    const lines = [
      [innerErrors, refusedRecord(client)],
      [inner, combinedLine(502)],
      [edge, combinedLine(502)],
    ];
    expect(read(lines)).toMatchObject([{ cause: 'connection-refused', client }]);
  });
  it('is one failure where both passed on the answer of a server further behind', () => {
    const lines = [
      [inner, accessLine(nineAm - 1, deadPeer, 'app', true, { client: edgeAddress })],
      [edge, edgeLine(nineAm)],
    ];
    for (const order of [lines, lines.toReversed()])
      expect(read(order)).toMatchObject([{ cause: 'upstream-502', upstream: 'app', client }]);
  });
  it('counts requests one for one', () => {
    const lines = [0, 5, 10, 15].flatMap((ms) => [
      [inner, innerLine(nineAm + ms)],
      [edge, edgeLine(nineAm + ms)],
    ]);
    expect(read(lines)).toHaveLength(4);
  });
  it('is one failure where Envoy stands before nginx', () => {
    const envoyLine = `[2026-11-22T09:00:00.000Z] "GET /cart HTTP/1.1" 502 - via_upstream - "-" 0 157 4 3 "${client}" "curl/8" "a1b2" "shop.example" "${innerPeer}" outbound|80||inner.prod.svc.cluster.local 10.0.0.2:4000 10.0.0.1:80 ${client}:5000 - default`;
    const lines = [
      [inner, innerLine(nineAm)],
      ['/logs/envoy/access.log', envoyLine],
    ];
    expect(read(lines)).toMatchObject([{ peer: deadPeer, client }]);
  });
});
describe('failures of two gateways stay two', () => {
  it.each([
    [
      'for other requests',
      [
        [inner, innerLine(nineAm, { path: '/other' })],
        [edge, edgeLine(nineAm)],
      ],
    ],
    [
      'at another time',
      [
        [inner, innerLine(nineAm - seconds(9))],
        [edge, edgeLine(nineAm)],
      ],
    ],
    [
      'for other hosts, with no evidence',
      [
        ['/logs/b/access.log', innerLine(nineAm, { host: 'other.example' })],
        [edge, edgeLine(nineAm)],
      ],
    ],
    [
      'where they stand beside one another, before the same servers',
      [
        ['/logs/a/access.log', accessLine(nineAm, deadPeer, 'app', false, { id: 'a' })],
        [edge, accessLine(nineAm, deadPeer, 'app', true)],
      ],
    ],
  ])('%s', (_, lines) => {
    expect(read(lines)).toHaveLength(2);
  });
});
function makeChunk(path, text, index) {
  return {
    lines: [{ text, location: { file: path, byte: 1_000 * index, line: index + 1 } }],
    fileCheckpoint: {
      path,
      dev: '1',
      ino: path,
      birthTimeNs: '0',
      offset: 1_000 * (index + 1),
      line: index + 1,
      head: '',
      tail: '',
      state: 'live',
    },
    atEnd: true,
  };
}
