import { expect, it } from 'vitest';
import { Committer } from '../../src/cli/run/committer.js';
import { openStore } from '../../src/storage/store.js';
import { nineAm, seconds } from '../support/event-fixtures.js';
import { makeErrorRecord, pipelineRules } from '../support/log-lines.js';

it('counts a chunk once after failed commits, even if restoring failed as well', () => {
  const store = openStore(':memory:');
  let isAway = false;
  const unless =
    (act) =>
    (...action) => {
      if (isAway) throw new Error('the disk is away');
      return act(...action);
    };
  const shaky = { ...store, commit: unless(store.commit), restore: unless(store.restore) };
  const committer = new Committer(shaky, pipelineRules);
  isAway = true;
  for (let i = 0; i < 3; i++)
    expect(() => committer.commitChunk(makeRefusedChunk(2), nineAm)).toThrow('the disk is away');
  isAway = false;
  committer.commitChunk(makeRefusedChunk(2), nineAm);
  committer.tick(nineAm + seconds(5));
  const counts = store.restore().incidents.map(({ causes, state }) => [state.type, causes]);
  expect(counts).toEqual([['pending', [{ cause: 'connection-refused', count: 2 }]]]);
  store.close();
});
function makeRefusedChunk(count) {
  const lines = Array.from({ length: count }, (_, connection) => ({
    text: makeErrorRecord(0, 'connect() failed (111: Connection refused)', { connection }).text,
    location: { file: 'error.log', byte: connection * 400, line: connection + 1 },
  }));
  const fileCheckpoint = {
    path: 'error.log',
    dev: '1',
    ino: '1',
    birthTimeNs: '0',
    offset: count * 400,
    line: count,
    head: '',
    tail: '',
    state: 'live',
  };
  return { fileCheckpoint: fileCheckpoint, lines, atEnd: true };
}
