import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTailer } from '../../src/tail/tailer.js';

let directory;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tail-held-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));
describe('two logs with a backlog', () => {
  it('advance together to the second while many requests wait', async () => {
    const lags = await readBacklog({ waiting: 2_000, errorSecondsAhead: 40 });
    expect(Math.max(...lags)).toBeLessThanOrEqual(chunkSeconds);
  });
  it('may be up to a minute apart while few wait', async () => {
    const lags = await readBacklog({ waiting: 10, errorSecondsAhead: 40 });
    expect(Math.max(...lags)).toBeGreaterThan(chunkSeconds);
  });
  it('do not wait for one that has nothing more to say', async () => {
    await readBacklog({ waiting: 2_000, errorSecondsAhead: 40, accessLines: 1 });
    expect(lastSeconds.get('error.log')).toBe(linesEach - 1 + 40);
  });
});
/** Each line is a second and some 26 kB long, so that a chunk has about ten. */
const linesEach = 100;
const chunkSeconds = 11;
const lastSeconds = new Map();
/** Reads both logs to their end in one poll; returns how far the error log was ahead after each of its chunks, in seconds. */
async function readBacklog({ waiting, errorSecondsAhead, accessLines = linesEach }) {
  lastSeconds.clear();
  writeLog('error.log', linesEach, errorSecondsAhead);
  writeLog('access.log', accessLines, 0);
  const lags = [];
  const tailer = createTailer({
    globs: [join(directory, '*.log')],
    checkpoints: [],
    from: 'beginning',
    countWaiting: () => waiting,
    getReachedAt: (path) => {
      const second = lastSeconds.get(basename(path));
      return second === undefined ? null : second * 1_000;
    },
  });
  await tailer.poll(({ fileCheckpoint, lines }) => {
    const name = basename(fileCheckpoint.path);
    const last = lines.at(-1);
    if (last !== undefined) lastSeconds.set(name, Number.parseInt(last.text, 10));
    const [error, access] = [lastSeconds.get('error.log'), lastSeconds.get('access.log')];
    // The first chunk is read before anything is known; the access log is at its end last of all.
    if (name === 'error.log' && error !== undefined && access !== undefined && error > errorSecondsAhead + 10)
      if (access < accessLines - 1) lags.push(error - access);
  }, Date.now());
  await tailer.close();
  return lags;
}
const writeLog = (name, lines, from) =>
  writeFileSync(
    join(directory, name),
    Array.from({ length: lines }, (_, index) => `${from + index} ${'x'.repeat(26_000)}\n`).join(''),
  );
