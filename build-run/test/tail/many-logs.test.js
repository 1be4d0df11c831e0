import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTailer } from '../../src/tail/tailer.js';

let directory;
let tail;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tail-many-'));
});
afterEach(async () => {
  await tail.close();
  rmSync(directory, { recursive: true, force: true });
});
it('reads two thousand logs, follows one that grows among them, and reports how many exceed the limit', async () => {
  const path = (n) => join(directory, `d${n % 20}`, `site-${String(n).padStart(4, '0')}.log`);
  for (let n = 0; n < 20; n++) mkdirSync(join(directory, `d${n}`));
  for (let n = 0; n < 2_050; n++) writeFileSync(path(n), `log ${n}\n`);
  const globs = [join(directory, '*', '*.log')];
  tail = createTailer({ globs, checkpoints: [], from: 'beginning' });
  const texts = [];
  const viewport = (now) => tail.poll(({ lines }) => void texts.push(...lines.map(({ text }) => text)), now);
  const first = await viewport(Date.now());
  expect(first.files).toBe(2_000);
  expect(texts).toHaveLength(2_000);
  expect(first.problems).toEqual([{ path: globs[0], why: '50 files over the limit of 2000' }]);
  appendFileSync(path(7), 'one more\n');
  await viewport(Date.now() + 1_000);
  expect(texts.slice(2_000)).toEqual(['one more']);
}, 60_000);
