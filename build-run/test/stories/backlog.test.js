import { expect, it } from 'vitest';
import { Committer } from '../../src/cli/run/committer.js';
import { openStore } from '../../src/storage/store.js';
import { minutes, nineAm, seconds } from '../support/event-fixtures.js';
import { makeErrorRecord, makeGoodAccessRecord, pipelineRules } from '../support/log-lines.js';

const refusedText = 'connect() failed (111: Connection refused)';
const wallClockAt = nineAm + minutes(600);
/** Reads this morning's log in chunks, ten hours later, with a tick after each. */
function replayLate(records, chunkLines) {
  const store = openStore(':memory:');
  const committer = new Committer(store, pipelineRules);
  for (let from = 0; from < records.length; from += chunkLines) {
    const lines = records.slice(from, from + chunkLines).map(({ text }, n) => ({
      text,
      location: { file: 'gateway.log', byte: (from + n) * 1_000, line: from + n + 1 },
    }));
    const offset = (from + lines.length) * 1_000;
    const atEnd = from + chunkLines >= records.length;
    committer.commitChunk(
      { fileCheckpoint: { ...position, offset, line: from + lines.length }, lines, atEnd },
      wallClockAt,
    );
    if (!atEnd) committer.tick(wallClockAt);
  }
  const incidents = store.incidents({ from: nineAm, to: wallClockAt });
  store.close();
  return incidents;
}
const position = {
  path: 'gateway.log',
  dev: '1',
  ino: '1',
  birthTimeNs: '0',
  head: '',
  tail: '',
  state: 'live',
};
it('resolves an outage that is read hours later at the time of its log', () => {
  const outage = Array.from({ length: 120 }, (_, connection) =>
    makeErrorRecord(seconds(connection), refusedText, { connection }),
  );
  const good = Array.from({ length: 600 }, (_, n) =>
    makeGoodAccessRecord(seconds(130 + n), '10.0.0.7:8080', {
      connection: 1_000 + n,
      group: '10.0.0.7:8080',
    }),
  );
  const [incident, ...more] = replayLate([...outage, ...good], 50);
  expect(more).toEqual([]);
  expect(incident).toMatchObject({
    reopenCount: 0,
    state: { type: 'resolved', resolution: 'good-requests' },
  });
  const resolvedAt = incident?.state.type === 'resolved' ? incident.state.resolvedAt : wallClockAt;
  expect(resolvedAt).toBeGreaterThan(nineAm + seconds(179));
  expect(resolvedAt).toBeLessThan(nineAm + seconds(240));
});
it('opens one incident for one outage, in however many chunks it is read', () => {
  const outage = Array.from({ length: 400 }, (_, connection) =>
    makeErrorRecord(seconds(connection * 10), refusedText, { connection }),
  );
  expect(replayLate(outage, 30)).toMatchObject([{ number: 1, reopenCount: 0 }]);
});
