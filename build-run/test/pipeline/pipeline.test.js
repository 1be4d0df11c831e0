import { describe, expect, it } from 'vitest';
import { compileKnownEnvoyFormats, compileKnownNginxFormats } from '../../src/parse/known-formats.js';
import { createLocalTimeParser } from '../../src/parse/local-time.js';
import { emptyRestoredState, Pipeline } from '../../src/pipeline/pipeline.js';
import { minutes, nineAm, seconds } from '../support/event-fixtures.js';
import { PendingRows } from '../support/pending-rows.js';

const decoderOptions = {
  toEpochMs: createLocalTimeParser('UTC'),
  nginxFormats: compileKnownNginxFormats(),
  envoyFormats: compileKnownEnvoyFormats(),
};
const rules = {
  getDecoderOptions: () => decoderOptions,
  opening: { failuresMin: 5, windowMs: seconds(60), shareMin: 0.005 },
  recovery: { quietMs: minutes(10), successesMin: 20, reopenMs: minutes(30) },
};
describe('a chunk of lines', () => {
  it('yields its last record without waiting for the next one', () => {
    const { failures: updates } = new Pipeline(emptyRestoredState, rules).ingest(
      makeChunk('error.log', [makeRefusedLine('/a')]),
      nineAm,
    );
    expect(updates.map(({ failure }) => failure.cause)).toEqual(['connection-refused']);
  });
  it('counts a record dated tomorrow now, as it would not alert before', () => {
    const tomorrow = makeRefusedLine('/a').replace('2026/11/22', '2026/11/23');
    const { failures: updates } = new Pipeline(emptyRestoredState, rules).ingest(
      makeChunk('error.log', [tomorrow]),
      nineAm,
    );
    expect(updates.map(({ failure }) => failure.at)).toEqual([nineAm]);
  });
  it('keeps a record open that the container runtime continues', () => {
    const pipeline = new Pipeline(emptyRestoredState, rules);
    const [first, second] = [makeRefusedLine('/a').slice(0, 120), makeRefusedLine('/a').slice(120)];
    const stamp = '2026-11-22T09:00:00.000000000Z stderr';
    expect(pipeline.ingest(makeChunk('pod.log', [`${stamp} P ${first}`]), nineAm).failures).toEqual([]);
    const { failures: updates } = pipeline.ingest(makeChunk('pod.log', [`${stamp} F ${second}`]), nineAm);
    expect(updates.map(({ failure }) => failure.route)).toEqual(['/a']);
  });
  it('without log records is counted and kept as examples, and does no harm', () => {
    const noise = ['\u0000\u0001ELF', 'GIF89a', 'Lorem ipsum', 'dolor sit amet', ''];
    const { checkpoints, failures: updates } = new Pipeline(emptyRestoredState, rules).ingest(
      makeChunk('noise', noise),
      nineAm,
    );
    expect(updates).toEqual([]);
    expect(checkpoints[0]?.parserState).toMatchObject({ lines: 5, records: 4, unparsed: 4 });
    expect(checkpoints[0]?.parserState.unparsedExamples).toHaveLength(3);
  });
});
describe('the same logs', () => {
  const lines = Array.from({ length: 40 }, (_, i) => [
    makeRefusedLine(`/page/${i}`, i),
    makeGoodLine(`/page/${i}`, i),
  ]);
  it('give the same incidents in one chunk, line by line, and with restarts', () => {
    const unsplit = replay([lines.flat()]);
    expect(unsplit).toEqual(['BG-1 connection-refused 10.0.0.7:8080 40 client-visible']);
    expect(replay(lines.flat().map((line) => [line]))).toEqual(unsplit);
    expect(
      replay(
        lines.flat().map((line) => [line]),
        { restartEvery: 7 },
      ),
    ).toEqual(unsplit);
  });
  it('give the same incidents whichever log is read first', () => {
    const [errors, requests] = [lines.map(([line]) => line ?? ''), lines.map(([, line]) => line ?? '')];
    expect(replay([errors, requests])).toEqual(replay([requests, errors]));
  });
});
it('stops waiting for the other log after two seconds', () => {
  const pipeline = new Pipeline(emptyRestoredState, rules);
  pipeline.ingest(makeChunk('access.log', [makeGoodLine('/other', 0).replace('502', '200')]), nineAm);
  expect(pipeline.ingest(makeChunk('error.log', [makeRefusedLine('/a')]), nineAm).failures).toEqual([]);
  expect(pipeline.tick(nineAm + seconds(1))).toBeNull();
  expect(pipeline.tick(nineAm + seconds(2))?.failures.map(({ failure }) => failure.outcome)).toEqual([
    'undecided',
  ]);
});
it('returns the correlator state when following, and not when replaying', () => {
  const pipeline = new Pipeline(emptyRestoredState, rules);
  expect(
    pipeline.ingest(makeChunk('error.log', [makeRefusedLine('/a')]), nineAm).correlatorState?.seenLogs
      .attempts,
  ).toBe(true);
  expect(pipeline.ingestEvents([], nineAm).correlatorState).toBeNull();
});
it('keeps the parser state of the latest thousand finished logs, for late lines', () => {
  const pipeline = new Pipeline(emptyRestoredState, rules);
  const finish = (name) => {
    const { fileCheckpoint, ...rest } = makeChunk(name, ['one line']);
    const { checkpoints } = pipeline.ingest(
      { ...rest, fileCheckpoint: { ...fileCheckpoint, state: 'done' } },
      nineAm,
    );
    return checkpoints[0]?.parserState.lines;
  };
  expect([finish('access.log.1'), finish('access.log.1')]).toEqual([1, 2]);
  for (let n = 0; n < 1_000; n++) finish(`other.log.${n}`);
  expect(finish('other.log.999')).toBe(2);
  expect(finish('access.log.1')).toBe(1);
});
/** The final incidents. Each list of lines is one chunk; error records and access lines have a file each. */
function replay(chunks, { restartEvery = Infinity } = {}) {
  let pipeline = new Pipeline(emptyRestoredState, rules);
  const stored = new StoredState();
  for (const [index, chunkLines] of chunks.entries()) {
    if (index % restartEvery === restartEvery - 1) pipeline = new Pipeline(stored.restore(), rules);
    for (const file of ['error.log', 'access.log']) {
      const fileLines = chunkLines.filter((line) => line.includes('[error]') === (file === 'error.log'));
      if (fileLines.length > 0) stored.commit(pipeline.ingest(makeChunk(file, fileLines), nineAm));
    }
  }
  stored.commit(pipeline.tick(nineAm + seconds(3)));
  return stored.describeIncidents();
}
/** Stands in for the store. */
class StoredState {
  #checkpoints = new Map();
  #incidents = new Map();
  #correlatorState = null;
  #pendingRows = new PendingRows();
  commit(batch) {
    if (batch === null) return;
    for (const checkpoint of batch.checkpoints)
      this.#checkpoints.set(checkpoint.fileCheckpoint.path, checkpoint);
    for (const incident of batch.incidents) this.#incidents.set(incident.id, incident);
    this.#correlatorState = batch.correlatorState;
    this.#pendingRows.commit(batch.pendingChanges);
  }
  restore() {
    const incidents = [...this.#incidents.values()];
    return {
      ...emptyRestoredState,
      checkpoints: [...this.#checkpoints.values()],
      incidents,
      correlatorState:
        this.#correlatorState === null ? null : JSON.parse(JSON.stringify(this.#correlatorState)),
      pendingRequests: this.#pendingRows.restore(),
      counters: {
        nextId: 1 + Math.max(0, ...incidents.map(({ id }) => id)),
        nextNumber: 1 + Math.max(0, ...incidents.map(({ number }) => number ?? 0)),
      },
    };
  }
  describeIncidents() {
    return [...this.#incidents.values()].map(({ number, upstream, causes, outcomes: counts }) => {
      const outcomes = Object.entries(counts).filter(([, count]) => count > 0);
      return `BG-${number} ${causes.map(({ cause }) => cause)} ${upstream} ${outcomes.map(([name, n]) => `${n} ${name}`)}`;
    });
  }
}
function makeChunk(path, texts) {
  const fileCheckpoint = {
    path,
    dev: '1',
    ino: path,
    birthTimeNs: '0',
    offset: 0,
    line: texts.length,
    head: '',
    tail: '',
    state: 'live',
  };
  const lines = texts.map((text, index) => ({
    text,
    location: { file: path, byte: index * 400, line: index + 1 },
  }));
  return { fileCheckpoint, lines, atEnd: true };
}
const formatSecond = (at) => String(at % 60).padStart(2, '0');
const makeRefusedLine = (path, at = 0) =>
  `2026/11/22 09:00:${formatSecond(at)} [error] 31#31: *${45 + at} connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.7, server: shop.example, request: "GET ${path} HTTP/1.1", upstream: "http://10.0.0.7:8080${path}", host: "shop.example"`;
const makeGoodLine = (path, at) =>
  `192.0.2.7 - - [22/Nov/2026:09:00:${formatSecond(at)} +0000] "GET ${path} HTTP/1.1" 502 157 "-" "curl/8"`;
