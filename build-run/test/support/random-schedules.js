import { createRandom } from './random.js';
import { TailWorld } from './tail-world.js';

const scheduleSteps = [
  [10, 'append', (world, random) => world.append(1 + random(30))],
  [10, 'poll', (world) => world.pollTexts()],
  [2, 'half a line, then the rest', writeHalfLine],
  [3, 'rename and recreate', (world) => world.rotate()],
  [2, 'rename', (world) => world.renameAway()],
  [2, 'create', (world) => world.reopen()],
  [3, 'write to the old file', (world, random) => world.appendToPrevious(1 + random(9))],
  [3, 'copy and truncate', (world) => (world.isWriterOnPath ? world.copyTruncate() : world)],
  [2, 'copy, poll, truncate', copyThenTruncate],
  [2, 'compress', (world, random) => world.compress(1 + random(4))],
  [2, 'replace by a copy', (world) => world.replaceByCopy()],
  [2, 'delete and recreate', removeAndRecreate],
  [3, 'crash', (world) => world.stopTail()],
  [3, 'the store refuses a chunk', refuseChunk],
  [3, 'write during a poll', (world) => runDuringPoll(world, () => world.append(2))],
  [3, 'rotate during a poll', (world) => runDuringPoll(world, () => world.rotate().append(2))],
];
const weightedSteps = scheduleSteps.flatMap((step) => Array.from({ length: step[0] }, () => step));
const stepsMax = 30;
/** First lines of every file: none, or more lines than many files have in total. */
export const banners = ['', 'format: one\n'.repeat(9).trim()];
/**
 * Runs a random schedule of what a writer, logrotate and a crashing process may do, in any order. No step removes a
 * line that was not readable at the next poll, so everything written must be read.
 */
export async function runSchedule(seed, banner) {
  const world = new TailWorld();
  const random = createRandom(seed);
  const stepNames = [];
  world.banner = banner;
  try {
    await world.append(1).pollTexts();
    for (let i = 0; i < stepsMax; i++) {
      const step = weightedSteps[random(weightedSteps.length)];
      stepNames.push(step?.[1] ?? '');
      await step?.[2](world, random);
    }
    world.reopen();
    await world.pollTexts();
    await world.pollTexts();
    // Files held open and lost generations are given up now; the last lines must have been read before.
    world.now += 60_000;
    await world.pollTexts();
    await world.pollTexts();
    return { steps: stepNames.join(' · '), ...world.faults };
  } finally {
    await world.dispose();
  }
}
async function writeHalfLine(world, random) {
  const text = `half a line ${random(1e9)}`;
  world.appendRaw(text);
  if (random(2) === 0) await world.pollTexts();
  else await world.restart();
  world.appendRaw(' and its rest\n');
  world.written.push(`${text} and its rest`);
}
async function removeAndRecreate(world) {
  if (!world.isWriterOnPath) return;
  await world.pollTexts();
  world.append(2).remove().reopen();
  await world.pollTexts();
}
async function copyThenTruncate(world) {
  if (!world.isWriterOnPath) return;
  world.copyToRotated();
  await world.pollTexts();
  world.truncate();
}
async function refuseChunk(world, random) {
  let remaining = random(3);
  world.onChunk = () => {
    if (remaining-- === 0) throw new Error('disk full');
  };
  await world.pollTexts().catch(() => {});
  world.onChunk = () => {};
}
async function runDuringPoll(world, action) {
  world.append(1);
  world.onChunk = () => {
    world.onChunk = () => {};
    action();
  };
  await world.pollTexts();
  world.onChunk = () => {};
}
