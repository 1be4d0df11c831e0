import { describe, expect, it } from 'vitest';
import { emptyRestoredState, Pipeline } from '../../src/pipeline/pipeline.js';
import { minutes, seconds } from '../support/event-fixtures.js';
import { pipelineRules } from '../support/log-lines.js';

const start = Date.UTC(2026, 6, 10, 12, 48, 1);
describe('two followed logs, the error log in the local time of its gateway and the bot in UTC', () => {
  it.each([
    ['Berlin', 'behind the access log', 2],
    ['New York', 'ahead of it', -4],
    ['Kathmandu', 'at a quarter hour', 5.75],
  ])('give one failure a request (%s)', (_, __, zone) => {
    for (const isErrorReadFirst of [true, false]) {
      const failures = new Map();
      const pipeline = new Pipeline(emptyRestoredState, pipelineRules);
      const offsets = { error: 0, access: 0 };
      for (let index = 0; index < 7; index += 1) {
        const at = start + seconds(7 * index);
        const chunks = [
          makeChunk('error.log', offsets, 'error', makeErrorLine(at, zone, index)),
          makeChunk('access.log', offsets, 'access', makeAccessLine(at, zone, index)),
        ];
        for (const [position, chunk] of (isErrorReadFirst ? chunks : chunks.toReversed()).entries()) {
          const batch = pipeline.ingest(chunk, at + seconds(1) + position);
          for (const { failure } of batch.failures) failures.set(failure.key, describeFailure(failure));
        }
      }
      for (const { failure } of pipeline.tick(start + minutes(3))?.failures ?? [])
        failures.set(failure.key, describeFailure(failure));
      expect([...failures.values()]).toEqual(
        Array.from(
          { length: 7 },
          (_, index) => `${new Date(start + seconds(7 * index)).toISOString()} connection-refused 502`,
        ),
      );
    }
  });
  it('say in which zone the error log is read', () => {
    const pipeline = new Pipeline(emptyRestoredState, pipelineRules);
    const offsets = { error: 0, access: 0 };
    pipeline.ingest(makeChunk('access.log', offsets, 'access', makeAccessLine(start, 2, 0)), start);
    pipeline.ingest(makeChunk('error.log', offsets, 'error', makeErrorLine(start, 2, 0)), start + 1);
    const later = start + minutes(1);
    const batch = pipeline.ingest(
      makeChunk('error.log', offsets, 'error', makeErrorLine(later, 2, 1)),
      later + 1,
    );
    expect(batch.checkpoints[0]?.parserState).toMatchObject({
      latestAt: later,
      timezoneDrift: null,
      zone: { log: 'error.log', readings: [{ utcOffsetMs: minutes(120) }], agreed: 1, records: 2 },
    });
  });
});
const describeFailure = ({ at, cause, status }) => `${new Date(at).toISOString()} ${cause} ${status}`;
function makeErrorLine(at, zone, index) {
  const wall = new Date(at + zone * minutes(60)).toISOString();
  const time = `${wall.slice(0, 10).replaceAll('-', '/')} ${wall.slice(11, 19)}`;
  return `${time} [error] 31#31: *${index + 5} connect() failed (111: Connection refused) while connecting to upstream, client: 203.0.113.12, server: shop.example, request: "GET /cart HTTP/1.1", upstream: "http://127.0.0.1:8090/cart", host: "shop.example"`;
}
function makeAccessLine(at, zone, index) {
  const wall = new Date(at + zone * minutes(60)).toISOString();
  const hours = Math.floor(Math.abs(zone));
  const digits = String(hours * 100 + (Math.abs(zone) - hours) * 60).padStart(4, '0');
  return `203.0.113.12 - - [${wall.slice(8, 10)}/Jul/2026:${wall.slice(11, 19)} ${zone < 0 ? '-' : '+'}${digits}] "GET /cart HTTP/1.1" 502 157 "-" "curl/8.${index}"`;
}
function makeChunk(path, offsets, log, text) {
  const byte = offsets[log];
  offsets[log] += text.length + 1;
  return {
    lines: [{ text, location: { file: path, byte, line: 1 } }],
    fileCheckpoint: {
      path,
      dev: '1',
      ino: path,
      birthTimeNs: '0',
      offset: offsets[log],
      line: 1,
      head: '',
      tail: '',
      state: 'live',
    },
    atEnd: true,
  };
}
