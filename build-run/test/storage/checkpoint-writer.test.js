import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { fitsFingerprint } from '../../src/pipeline/fingerprint.js';
import { openStore } from '../../src/storage/store.js';
import { noon } from '../support/failure-fixtures.js';
import { makeBatch, makeCheckpoint, makeDatabasePath } from '../support/store-fixtures.js';

const line = Buffer.from('192.0.2.7 - - "GET /reset?token=s3cret HTTP/1.1" 502\n');
const bytes = { head: line.toString('base64'), tail: line.toString('base64') };
it('stores hashes in place of the bytes of a log', () => {
  const path = makeDatabasePath();
  const store = openStore(path, noon);
  store.commit(makeBatch({ checkpoints: [makeCheckpoint(line.length, bytes)] }), noon);
  expectHashes(store.restore().checkpoints[0]?.fileCheckpoint);
  store.close();
});
it('replaces the bytes that an earlier version stored', () => {
  const path = makeDatabasePath();
  const first = openStore(path, noon);
  first.commit(makeBatch({ checkpoints: [makeCheckpoint(line.length, bytes)] }), noon);
  first.close();
  const database = new Database(path);
  database
    .prepare('UPDATE checkpoint SET file_checkpoint = ?')
    .run(JSON.stringify(makeCheckpoint(line.length, bytes).fileCheckpoint));
  database.close();
  const second = openStore(path, noon);
  expectHashes(second.restore().checkpoints[0]?.fileCheckpoint);
  second.close();
});
function expectHashes(checkpoint) {
  for (const fingerprint of [checkpoint?.head ?? '', checkpoint?.tail ?? '']) {
    expect(fingerprint).toMatch(/^h1\./);
    expect(fitsFingerprint(fingerprint, line)).toBe(true);
    expect(fitsFingerprint(fingerprint, Buffer.from(line.toString().replace('502', '504')))).toBe(false);
  }
}
