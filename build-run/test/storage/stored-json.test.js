import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { StorageError } from '../../src/storage/storage-error.js';
import { openStore } from '../../src/storage/store.js';
import { makeIncident, noon } from '../support/failure-fixtures.js';
import { makeBatch, makeCheckpoint, makeDatabasePath } from '../support/store-fixtures.js';

const allTime = { from: 0, to: noon + 1 };
it.each([
  [
    'checkpoint.file_checkpoint',
    `UPDATE checkpoint SET file_checkpoint = json_set(file_checkpoint, '$.offset', -1)`,
    (store) => store.restore(),
  ],
  [
    'checkpoint.parser_state',
    `UPDATE checkpoint SET parser_state = json_remove(parser_state, '$.lines')`,
    (store) => store.coverage(),
  ],
  [
    'correlator_state.state',
    `UPDATE correlator_state SET state = json_set(state, '$.pending', json('[{"attempts":null}]'))`,
    (store) => store.restore(),
  ],
  [
    'recent_state.emptyGroups',
    `INSERT INTO recent_state VALUES ('emptyGroups', '{"seeds":[]}')`,
    (store) => store.restore(),
  ],
  [
    'recent_state.workers',
    `INSERT INTO recent_state VALUES ('workers', '{"logs":[{"pids":[-1]}]}')`,
    (store) => store.restore(),
  ],
  [
    'silence.matcher',
    `UPDATE silence SET matcher = '{"type":"everything"}'`,
    (store) => store.silences(noon),
  ],
  ['health_issue.kind', `UPDATE health_issue SET kind = '[]'`, (store) => store.healthIssues(allTime)],
  ['is no JSON', `UPDATE timeline_entry SET event = '{'`, (store) => store.timeline(1)],
])('reports a damaged database, not a bug, for %s', (column, damage, read) => {
  const path = makeDatabasePath();
  fillStore(path);
  expect(() => readStore(path, read)).not.toThrow();
  new Database(path).exec(damage).close();
  expect(() => readStore(path, read)).toThrow(
    expect.objectContaining({
      constructor: StorageError,
      fileState: 'damaged',
      message: expect.stringContaining(column),
    }),
  );
});
function fillStore(path) {
  const store = openStore(path, noon);
  store.commit(makeBatch({ checkpoints: [makeCheckpoint(100)], incidents: [makeIncident()] }), noon);
  store.manualChanges.note(1, 'looking into it', 'U1', noon);
  store.addSilence({
    matcher: { type: 'all' },
    startsAt: noon,
    endsAt: null,
    recurrence: null,
    endsWithDeploy: false,
    by: 'U1',
    reason: '',
    createdAt: noon,
  });
  store.saveHealthTransition(
    { type: 'began', issue: { kind: { type: 'behind' }, startedAt: noon, endedAt: null } },
    { text: 'behind', blocks: [] },
    noon,
  );
  store.close();
}
function readStore(path, read) {
  const store = openStore(path, noon);
  try {
    read(store);
  } finally {
    store.close();
  }
}
