import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { analyzeFiles } from '../../src/cli/analyze.js';
import { parseConfig } from '../../src/config/config.js';
import { createDecoderOptions } from '../../src/config/decoder-options.js';
import { Pipeline } from '../../src/pipeline/pipeline.js';
import { openStore } from '../../src/storage/store.js';
import { minutes, nineAm, seconds } from '../support/event-fixtures.js';
import { hopFormats, makeHopRequests, writeHopLogs } from '../support/two-hop-logs.js';

const directory = mkdtempSync(join(tmpdir(), 'badgateway-two-hops-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const result = parseConfig({ TIMEZONE: 'UTC', LOG_TIMEZONE: 'UTC' }, 'UTC');
if (!result.ok) throw new Error('invalid configuration');
const { config } = result;
/** The output of `badgateway analyze` of these lines. */
async function analyze(lines, json) {
  const root = mkdtempSync(join(directory, 'logs-'));
  const files = groupByFile(lines).map(([file, texts]) => {
    const path = join(root, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${texts.map(({ text }) => text).join('\n')}\n`);
    return path;
  });
  const printed = [];
  await analyzeFiles(files, { json, failures: false }, config, {
    print: (text) => void printed.push(text),
    printError: () => {},
    display: { width: 1_000, colour: false },
  });
  return printed.join('\n').replaceAll(`${root}/`, '/');
}
/** Follows the logs for ten seconds at a time, each with its own delay, and restarts in between. */
function follow(lines) {
  const store = openStore(':memory:');
  const createPipeline = () => {
    const pipeline = new Pipeline(store.restore(), {
      ...config,
      getDecoderOptions: createDecoderOptions(config),
    });
    for (const [file] of groupByFile(lines))
      pipeline.announceLog({
        gateway: file.endsWith('error.log') ? 'nginx-error' : 'nginx-access',
        source: null,
        location: { file, byte: 0, line: 1 },
      });
    return pipeline;
  };
  let pipeline = createPipeline();
  const end = (lines.at(-1)?.at ?? nineAm) + seconds(10);
  for (let from = nineAm; from < end; from += seconds(10)) {
    const now = from + seconds(10);
    const chunk = lines.filter(({ at }) => at >= from && at < now);
    for (const [file, texts] of groupByFile(chunk))
      store.commit(pipeline.ingest(makeChunk(file, texts, from), now), now);
    if (from === nineAm + minutes(7)) pipeline = createPipeline();
  }
  for (const wait of [seconds(3), seconds(65), seconds(70)]) {
    const batch = pipeline.tick(end + wait);
    if (batch !== null) store.commit(batch, end + wait);
  }
  return store;
}
const groupByFile = (lines) =>
  [...new Set(lines.map(({ file }) => file))].map((name) => [
    name,
    lines.filter(({ file }) => file === name),
  ]);
const makeChunk = (path, lines, from) => ({
  lines: lines.map(({ text }, index) => ({
    text,
    location: { file: path, byte: from + index, line: index + 1 },
  })),
  fileCheckpoint: {
    path,
    dev: '1',
    ino: path,
    birthTimeNs: '0',
    offset: from + lines.length,
    line: lines.length,
    head: '',
    tail: '',
    state: 'live',
  },
  atEnd: true,
});
const allTime = { from: nineAm, to: nineAm + minutes(11) };
describe.each(hopFormats)('a request that passed two gateways whose logs are both read: %s', (format) => {
  const lines = writeHopLogs(makeHopRequests(), format);
  it('is one request in the totals and among the statuses of analyze', async () => {
    const analysis = JSON.parse(await analyze(lines, true));
    expect(analysis).toMatchObject({
      requests: 600,
      failures: { total: 40, clientVisible: 40 },
      byStatus: { 502: 40 },
      statuses: { 200: 560, 502: 40 },
      gateways: [
        { role: 'behind', other: expect.stringContaining('edge/access.log'), shared: 40, compared: 40 },
      ],
    });
    const text = await analyze(lines, false);
    expect(text).toContain('40 requests got 502, 6.7 % of all requests');
    expect(text).toContain(
      'inner/access.log is behind edge/access.log (40 of its 40 failures came through it)',
    );
  });
  it('is one request for a bot that follows, also what was counted before the first failure showed it', () => {
    const store = follow(lines);
    expect(store.totals(allTime)).toMatchObject({ failures: 40, requests: 600 });
    expect(store.answers(allTime, 'status')?.counts).toMatchObject([
      { status: 200, requests: 560 },
      { status: 502, requests: 40 },
    ]);
    expect(store.requestCount(allTime, {})?.requests).toBe(600);
    expect(store.requestCount(allTime, { routes: ['/cart/:id'] })?.requests).toBe(600);
    expect(store.requestCountsBy(allTime, 'route', ['/cart/:id'])?.requests.get('/cart/:id')).toBe(600);
  });
});
it('is one of the requests of each upstream that was asked', () => {
  const store = follow(writeHopLogs(makeHopRequests(), 'recommended'));
  for (const upstream of ['app', 'inner'])
    expect(store.requestCount(allTime, { upstream })?.requests).toBe(600);
});
describe('requests of both gateways are counted', () => {
  it('where nothing shows that their failures are one, which is said', async () => {
    const lines = writeHopLogs(makeHopRequests(), 'combined and error log', false);
    expect(JSON.parse(await analyze(lines, true))).toMatchObject({
      requests: 1_200,
      failures: { total: 80 },
    });
    expect(await analyze(lines, false)).toContain('nothing shows that they are one request: each is counted');
  });
  it('where many reach the inner one directly, which is said', async () => {
    const direct = (request) => ({
      ...request,
      isThroughEdge: request.second % 2 === 0,
    });
    const lines = writeHopLogs(makeHopRequests().map(direct), 'recommended');
    expect(JSON.parse(await analyze(lines, true))).toMatchObject({ requests: 900, failures: { total: 40 } });
    expect(await analyze(lines, false)).toContain(
      'inner/access.log is behind edge/access.log for some requests',
    );
  });
});
