import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Committer } from '../../src/cli/run/committer.js';
import { compileKnownEnvoyFormats, compileKnownNginxFormats } from '../../src/parse/known-formats.js';
import { createLocalTimeParser } from '../../src/parse/local-time.js';
import { answerReadOnly } from '../../src/query/answer-question.js';
import { renderTerminalText } from '../../src/render/terminal.js';
import { openStore } from '../../src/storage/store.js';
import { createTailer } from '../../src/tail/tailer.js';

const decoderOptions = {
  toEpochMs: createLocalTimeParser('UTC'),
  nginxFormats: compileKnownNginxFormats(),
  envoyFormats: compileKnownEnvoyFormats(),
};
const rules = {
  getDecoderOptions: () => decoderOptions,
  opening: { failuresMin: 5, windowMs: 60_000, shareMin: 0.005 },
  recovery: { quietMs: 600_000, successesMin: 20, reopenMs: 1_800_000 },
};
let directory;
let store;
let committer;
let tail;
let now;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gaps-'));
  now = Date.now();
  openTailer();
});
afterEach(async () => {
  await tail.close();
  store.close();
  rmSync(directory, { recursive: true, force: true });
});
const getLogPath = () => join(directory, 'access.log');
function openTailer() {
  store = openStore(join(directory, 'badgateway.db'));
  committer = new Committer(store, rules);
  const checkpoints = store.restore().checkpoints.map(({ fileCheckpoint }) => fileCheckpoint);
  tail = createTailer({ globs: [getLogPath()], checkpoints, from: 'beginning' });
}
async function poll(afterMs = 1_000) {
  now += afterMs;
  await tail.poll((chunk) => committer.commitChunk(chunk, now), now);
}
const renderStatus = () => {
  const message = answerReadOnly('status', { repository: store, now, timezone: 'UTC' });
  return renderTerminalText(message, { width: 110, colour: false }).replaceAll(/\s+/g, ' ');
};
it('`status` reports a log deleted while unread for a day, even after a restart', async () => {
  writeFileSync(getLogPath(), 'one\n');
  await poll();
  await tail.close();
  store.close();
  appendFileSync(getLogPath(), 'never read\n');
  rmSync(getLogPath());
  writeFileSync(getLogPath(), 'a new file altogether\n');
  openTailer();
  await poll();
  expect(renderStatus()).not.toContain('missing');
  await poll(60_000);
  const dataLosses = store.dataLosses({ from: 0, to: now + 1 });
  expect(dataLosses).toEqual([expect.objectContaining({ path: getLogPath(), bytes: null })]);
  await tail.close();
  store.close();
  openTailer();
  await poll();
  expect(renderStatus()).toMatch(/access\.log at .*some lines may be missing/);
  now += 90_000_000;
  expect(renderStatus()).not.toContain('missing');
});
