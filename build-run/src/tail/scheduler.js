import { setImmediate } from 'node:timers/promises';
import { minuteMs } from '../base/duration.js';
import { ChunkRejectedError } from './file-generation.js';
import { closeLogFile, getErrorReason } from './log-file.js';
import { pollLog } from './poll-log.js';

/** A poll ends after this much, so added and removed files are noticed during a long catch-up too. */
const pollBytesMax = 128 * 1024 * 1024;
/** How far a log may be ahead of the one furthest behind, in log time. */
const aheadMaxMs = minuteMs;
/** The same while this many requests wait for the log that is behind: what waits takes memory. */
const crowded = { waitingMin: 1_000, aheadMaxMs: 0 };
/** How long a log is not read after a disk error: the first time, and at most. */
const pauseMs = { initial: 1_000, max: minuteMs };
/**
 * Reads one chunk of each log in turn, so that a long backlog does not make the others wait. Logs advance together in
 * log time, so that error log records meet the access log records of the same requests. Returns true when the poll
 * stopped before reading everything available.
 */
export async function pollRoundRobin(streams, context, { getReachedAt, countWaiting, isClosing }) {
  const activeStreams = streams.filter((stream) => !isPaused(stream, context));
  let tasks = activeStreams.map((stream) => ({ stream, steps: pollLog(stream, context) }));
  try {
    while (tasks.length > 0 && context.bytes < pollBytesMax && !isClosing()) {
      const remainingTasks = [];
      const limit =
        (countWaiting() > crowded.waitingMin ? crowded.aheadMaxMs : aheadMaxMs) +
        Math.min(...tasks.map(({ stream }) => getReachedAt(stream.path) ?? Infinity));
      for (const task of tasks) {
        const isAhead = (getReachedAt(task.stream.path) ?? 0) > limit;
        if (!isAhead && !(await runStep(task.stream, task.steps, context))) continue;
        remainingTasks.push(task);
        await setImmediate();
      }
      tasks = remainingTasks;
    }
    return tasks.length > 0;
  } finally {
    for (const { steps } of tasks) await steps.return(undefined);
  }
}
async function runStep(stream, steps, context) {
  try {
    const { done } = await steps.next();
    if (done) stream.pause = null;
    return !done;
  } catch (error) {
    if (error instanceof ChunkRejectedError) throw error.cause;
    const why = getErrorReason(error);
    context.problems.push({ path: stream.path, why });
    if (why === 'ESTALE') closeStaleFiles(stream);
    if (why === 'EIO') pauseStream(stream, why, context.now);
    return false;
  }
}
function isPaused({ path, pause: paused }, context) {
  if (paused === null || context.now >= paused.until) return false;
  context.problems.push({ path, why: paused.why });
  return true;
}
function pauseStream(stream, why, now) {
  const durationMs = Math.min(2 * (stream.pause?.durationMs ?? pauseMs.initial / 2), pauseMs.max);
  stream.pause = { until: now + durationMs, durationMs, why };
}
/** Closes descriptors that a network file system no longer recognises (ESTALE). The paths may still be valid. */
function closeStaleFiles({ generations }) {
  for (const generation of generations) {
    if (generation.openFile !== null) closeLogFile(generation.openFile);
    Object.assign(generation, { openFile: null, fullyReadStamp: null });
  }
}
