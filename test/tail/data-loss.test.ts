import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Keeper } from '../../src/cli/run/committer.js';
import { envoyFormats, nginxFormats } from '../../src/parse/known-formats.js';
import { localTimeIn } from '../../src/parse/local-time.js';
import { answer } from '../../src/query/answer-question.js';
import { terminalText } from '../../src/render/terminal.js';
import { openStore, type Store } from '../../src/storage/store.js';
import { openTail, type Tail } from '../../src/tail/tailer.js';

const dialect = { localTime: localTimeIn('UTC'), nginxFormats: nginxFormats(), envoyFormats: envoyFormats() };
const rules = {
  dialectOf: () => dialect,
  opening: { failures: 5, windowMs: 60_000, share: 0.005 },
  recovery: { quietMs: 600_000, goodRequests: 20, reopenMs: 1_800_000 },
};

let directory: string;
let store: Store;
let keeper: Keeper;
let tail: Tail;
let now: number;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gaps-'));
  now = Date.now();
  open();
});
afterEach(async () => {
  await tail.close();
  store.close();
  rmSync(directory, { recursive: true, force: true });
});

const log = () => join(directory, 'access.log');

function open(): void {
  store = openStore(join(directory, 'badgateway.db'));
  keeper = new Keeper(store, rules);
  const bookmarks = store.restore().bookmarks.map(({ position }) => position);
  tail = openTail({ globs: [log()], bookmarks, from: 'beginning' });
}

async function look(afterMs = 1_000): Promise<void> {
  now += afterMs;
  await tail.look((chunk) => keeper.chunk(chunk, now), now);
}

const status = () => {
  const message = answer('status', { ledger: store, now, zone: 'UTC' });
  return terminalText(message, { width: 110, colour: false }).replaceAll(/\s+/g, ' ');
};

it('a log that was deleted while nobody read it is told by `status` for a day, also after a restart', async () => {
  writeFileSync(log(), 'one\n');
  await look();
  await tail.close();
  store.close();
  appendFileSync(log(), 'never read\n');
  rmSync(log());
  writeFileSync(log(), 'a new file altogether\n');

  open();
  await look();
  expect(status()).not.toContain('missing');
  await look(60_000);
  const gaps = store.gaps({ from: 0, to: now + 1 });
  expect(gaps).toEqual([expect.objectContaining({ path: log(), bytes: null })]);
  await tail.close();
  store.close();

  open();
  await look();
  expect(status()).toMatch(/access\.log at .*some lines may be missing/);
  now += 90_000_000;
  expect(status()).not.toContain('missing');
});
