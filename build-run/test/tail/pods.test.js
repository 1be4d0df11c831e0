import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { getGenerationKey } from '../../src/pipeline/checkpoint.js';
import { createTailer } from '../../src/tail/tailer.js';
import { PretendedKubelet } from '../support/torture/pretended-kubelet.js';

let base;
let kubelet;
let tailer;
let written;
let read;
let losses;
let checkpoints;
let storedAt;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'pods-'));
  kubelet = new PretendedKubelet(base);
  [tailer, written, read, losses, checkpoints, storedAt] = [null, 0, [], [], new Map(), Date.now() - 60_000];
});
afterEach(async () => {
  await tailer?.close();
  rmSync(base, { recursive: true, force: true });
});
const stories = [
  ['write', 'look', 'write', 'stop', 'write', 'restart container', 'write'],
  ['write', 'look', 'write', 'stop', 'rotate', 'write', 'restart container', 'write'],
  ['write', 'look', 'stop', 'write', 'restart container', 'write', 'restart container', 'write'],
  ['write', 'look', 'stop', 'restart container', 'write', 'rotate', 'write', 'restart container', 'write'],
  ['write', 'look', 'restart container', 'write', 'restart container', 'write', 'look', 'write'],
  [
    'write',
    'look',
    'rotate',
    'write',
    'rotate',
    'write',
    'look',
    'rotate',
    'stop',
    'restart container',
    'write',
  ],
  [
    'write',
    'look',
    'restart container',
    'write',
    'look',
    'rotate',
    'write',
    'rotate',
    'look',
    'restart container',
  ],
];
describe.each(['containers/*.log', 'pods/*/*/*.log', '{pods/*/*,containers}/*.log'])(
  'following %s',
  (glob) => {
    it.each(stories.map((steps) => [steps.join(', '), steps]))('once each: %s', async (_, steps) => {
      await look(glob);
      for (const step of steps) await play(step, glob);
      for (let restart = 0; restart < 2; restart++) {
        for (const laterMs of [0, 0, 120_000, 121_000]) await look(glob, laterMs);
        await play('stop', glob);
      }
      expect(read.sort((a, b) => a - b)).toEqual(Array.from({ length: written }, (__, number) => number));
      expect(losses).toEqual([]);
    });
  },
);
async function play(step, glob) {
  switch (step) {
    case 'write':
      for (let count = 0; count < 4; count++) kubelet.write(written++);
      return;
    case 'look':
      return look(glob);
    case 'stop':
      await tailer?.close();
      tailer = null;
      return;
    case 'rotate':
      return kubelet.rotate();
    case 'restart container':
      return kubelet.restartContainer();
  }
}
async function look(glob, laterMs = 0) {
  tailer ??= createTailer({
    globs: [join(base, glob)],
    checkpoints: [...checkpoints.values()],
    from: 'end',
    lastStoredAt: storedAt,
  });
  await tailer.poll(accept, Date.now() + laterMs);
}
function accept({ fileCheckpoint, lines, dataLoss }) {
  storedAt = Date.now();
  checkpoints.set(getGenerationKey(fileCheckpoint), fileCheckpoint);
  if (dataLoss !== undefined) losses.push(dataLoss.why);
  for (const { text } of lines) read.push(Number(/\/r\/(\d+) HTTP/.exec(text)?.[1]));
}
