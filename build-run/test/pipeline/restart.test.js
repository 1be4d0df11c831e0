import { describe, expect, it } from 'vitest';
import { findRootCause, formatIncidentName } from '../../src/incidents/incident.js';
import { Pipeline } from '../../src/pipeline/pipeline.js';
import { openStore } from '../../src/storage/store.js';
import { minutes, nineAm, seconds } from '../support/event-fixtures.js';
import {
  makeAccessRecord,
  makeErrorRecord,
  makeGoodAccessRecord,
  pipelineRules,
} from '../support/log-lines.js';

const refused = (at) =>
  makeErrorRecord(at, 'connect() failed (111: Connection refused)', { peer: '127.0.0.1:3000', path: '/ws' });
const empty = (at) => makeErrorRecord(at, 'no live upstreams', { peer: 'websocket', path: '/ws' });
const checked = (at, message) => ({
  at,
  text: `${new Date(nineAm + at).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ')} [error] 31#31: ${message}`,
});
const every = (stepMs, count, fromMs, make) =>
  Array.from({ length: count }, (_, n) => make(fromMs + n * stepMs));
/** Reads each part of the records in a run of its own. */
function readInRuns(file, ...runs) {
  const store = openStore(':memory:', nineAm);
  let line = 0;
  for (const records of runs) {
    const pipeline = new Pipeline(store.restore(), pipelineRules);
    for (const { at, text } of records) {
      line += 1;
      const fileCheckpoint = {
        ...{ path: file, dev: '1', ino: '1', birthTimeNs: '0', head: '', tail: '' },
        ...{ offset: 1_000 * line, line, state: 'live' },
      };
      const location = { file, byte: 1_000 * (line - 1), line };
      const chunk = { lines: [{ text, location }], fileCheckpoint, atEnd: true };
      store.commit(pipeline.ingest(chunk, nineAm + at), nineAm + at);
    }
    const endsAt = nineAm + (records.at(-1)?.at ?? 0) + 1;
    const batch = pipeline.tick(endsAt);
    if (batch !== null) store.commit(batch, endsAt);
  }
  const span = { from: nineAm - minutes(60), to: nineAm + minutes(60) };
  return {
    incidents: store
      .incidents(span)
      .map((incident) => `${formatIncidentName(incident)} ${findRootCause(incident)}`),
    severities: store.incidents(span).map(({ severity }) => severity),
    changes: store.changes(span).map(({ kind }) => kind),
  };
}
describe('a restart between what emptied a group and the requests that find it empty', () => {
  it.each([
    ['a refusal', 'connection-refused', [refused(0)]],
    [
      'a failed health check',
      'connection-refused',
      [
        checked(0, 'send() failed (111: Connection refused)'),
        checked(0, 'disable check peer: 10.0.0.7:6083 '),
      ],
    ],
  ])('keeps the root: %s', (_, cause, before) => {
    const after = every(seconds(1), 20, seconds(5), empty);
    expect(readInRuns('/logs/error.log', before, after).incidents).toEqual([`BG-1 ${cause}`]);
  });
  it('makes no root of a refusal that is long past', () => {
    const after = every(seconds(1), 20, minutes(5), empty);
    expect(readInRuns('/logs/error.log', [refused(0)], after).incidents).toEqual(['BG-1 no-live-upstreams']);
  });
  it('tells an ejection once', () => {
    const disable = (at) => checked(at, 'disable check peer: 10.0.0.7:6083 ');
    const { changes } = readInRuns('/logs/error.log', [disable(0)], [disable(seconds(20))]);
    expect(changes).toEqual(['ejection']);
  });
});
describe('a restart between the requests of old and new workers', () => {
  const serve = (pid, fromMs) =>
    every(seconds(1), 60, fromMs, (at) => {
      const { text } = makeGoodAccessRecord(at, '10.0.0.7:8080', { connection: at });
      return { at, text: text.replace('"pid":"31"', `"pid":"${pid}"`) };
    });
  it.each([
    ['finds that they were replaced', 77, ['reload']],
    ['finds nothing where they were not', 31, []],
  ])('%s', (_, pid, changes) => {
    expect(readInRuns('/logs/access.log', serve(31, 0), serve(pid, seconds(60))).changes).toEqual(changes);
  });
  it('tells them once', () => {
    const runs = [serve(31, 0), serve(77, seconds(60)), serve(77, seconds(120))];
    expect(readInRuns('/logs/access.log', ...runs).changes).toEqual(['reload']);
  });
});
describe('a restart between the requests of many clients and one whose requests fail', () => {
  it('knows the many', () => {
    const served = every(seconds(4), 30, 0, (at) =>
      makeGoodAccessRecord(at, '10.0.0.7:8080', { connection: at, client: `10.3.0.${at / 4_000}` }),
    );
    const failed = every(200, 100, seconds(130), (at) =>
      makeAccessRecord(at, 502, [{ peer: '10.0.0.7:8080', status: '502', ms: 1 }], { connection: at }),
    );
    expect(readInRuns('/logs/access.log', served, failed).severities).toEqual(['minor']);
  });
});
