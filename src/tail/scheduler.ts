import { setImmediate } from 'node:timers/promises';
import { type Pass, Refusal } from './file-generation.js';
import { closeLog, reasonOf } from './log-file.js';
import type { Stream } from './log-stream.js';
import { lookAt } from './poll-log.js';

export type Turns = {
  readonly reached: (path: string) => number | null;
  readonly closing: () => boolean;
};

/** A look ends after so much, so that files that come and go are noticed also during a long catch-up. */
const lookBytesMax = 128 * 1024 * 1024;
/** How far a log may be ahead of the one that is furthest behind. */
const aheadMaxMs = 60_000;
/** How long a log is left alone whose disk does not read: at first, and at most. */
const pauseMs = { first: 1_000, most: 60_000 };

/**
 * Gives each log its turn for one chunk, so that one with a long backlog does not make the others wait. Logs that tell of
 * the same time are read abreast: what the error log says is to meet what the access log says. True when the look
 * stopped before the end of what there is to read.
 */
export async function takeTurns(
  streams: readonly Stream[],
  pass: Pass,
  { reached, closing }: Turns,
): Promise<boolean> {
  const awake = streams.filter((stream) => !isPaused(stream, pass));
  let turns = awake.map((stream) => ({ stream, steps: lookAt(stream, pass) }));
  try {
    while (turns.length > 0 && pass.bytes < lookBytesMax && !closing()) {
      const left: typeof turns = [];
      const limit = aheadMaxMs + Math.min(...turns.map(({ stream }) => reached(stream.path) ?? Infinity));
      for (const turn of turns) {
        const isAhead = (reached(turn.stream.path) ?? 0) > limit;
        if (!isAhead && !(await goesOn(turn.stream, turn.steps, pass))) continue;
        left.push(turn);
        await setImmediate();
      }
      turns = left;
    }
    return turns.length > 0;
  } finally {
    for (const { steps } of turns) await steps.return(undefined);
  }
}

async function goesOn(stream: Stream, steps: AsyncGenerator<void>, pass: Pass): Promise<boolean> {
  try {
    const { done } = await steps.next();
    if (done) stream.pause = null;
    return !done;
  } catch (error) {
    if (error instanceof Refusal) throw error.cause;
    const why = reasonOf(error);
    pass.troubles.push({ path: stream.path, why });
    if (why === 'ESTALE') letGo(stream);
    if (why === 'EIO') pause(stream, why, pass.now);
    return false;
  }
}

function isPaused({ path, pause: paused }: Stream, pass: Pass): boolean {
  if (paused === null || pass.now >= paused.until) return false;
  pass.troubles.push({ path, why: paused.why });
  return true;
}

function pause(stream: Stream, why: string, now: number): void {
  const ms = Math.min(2 * (stream.pause?.ms ?? pauseMs.first / 2), pauseMs.most);
  stream.pause = { until: now + ms, ms, why };
}

/** The server of a network file system has forgotten what our descriptors stand for. The paths may still lead to it. */
function letGo({ generations }: Stream): void {
  for (const generation of generations) {
    if (generation.held !== null) closeLog(generation.held);
    Object.assign(generation, { held: null, settled: null });
  }
}
