import { setTimeout as sleep } from 'node:timers/promises';
import { findLatestCheckpoint, SourceLog } from './source-log.js';

/** Each source gets its turn within one poll. */
const sourceBytesMax = 1024 * 1024;
/** While older lines are still to come, a poll waits this long for them. */
const arrivalWaitMs = 100;
/** Lines arrive in bursts, and a record is closed when it has been quiet for a while. */
const wakeDelaysMs = [20, 300];
/** Creates the sources. None is opened before the first poll. */
export function createSources(options) {
  const { sources, createReader, checkpoints, getStart } = options;
  const waker = createWaker();
  const logs = sources.map((source) => ({
    source,
    log: new SourceLog(source.name, findLatestCheckpoint(source.name, checkpoints), waker.trigger),
  }));
  const stop = new AbortController();
  let running = null;
  let lastOnChunk = null;
  function start() {
    return logs.map(async ({ source, log }) => {
      try {
        await createReader(source)(log, { checkpoint: log.checkpoint, ...getStart() }, stop.signal);
      } catch (error) {
        // The other logs are read on. Reading this one again could repeat what waits in its queue.
        const message = error instanceof Error ? error.message : String(error);
        log.setProblem(`stopped by an unexpected error, restart badgateway: ${message}`);
      }
    });
  }
  async function poll(onChunk, now) {
    running ??= start();
    lastOnChunk = onChunk;
    const dataLosses = [];
    let [chunks, bytes] = [0, 0];
    for (const { log } of logs) {
      const progress = log.commit(onChunk, sourceBytesMax);
      chunks += progress.chunks;
      bytes += progress.bytes;
      for (const why of progress.gaps) dataLosses.push({ path: log.name, at: now, bytes: null, why });
    }
    const problems = logs.flatMap(({ log: { name, problem } }) =>
      problem === null ? [] : [{ path: name, why: problem }],
    );
    const hasMore = logs.some(({ log }) => log.hasMore);
    if (hasMore && chunks === 0) await sleep(arrivalWaitMs);
    return { chunks, bytes, files: logs.length, problems, dataLosses, hasMore };
  }
  return {
    poll,
    watch: waker.start,
    async close() {
      waker.stop();
      stop.abort();
      for (const { log } of logs) log.close();
      await Promise.all(running ?? []);
      for (const { source, log } of logs)
        if (source.type === 'standard-input' && lastOnChunk !== null) log.commit(lastOnChunk, Infinity);
    },
  };
}
/** Calls back soon after something arrived, and once more when it has been quiet. */
function createWaker() {
  let onWake = null;
  let timers = [];
  return {
    start(wake) {
      onWake = wake;
    },
    trigger() {
      if (onWake === null || timers.length > 0) return;
      const wake = onWake;
      timers = wakeDelaysMs.map((delayMs, index) =>
        setTimeout(() => {
          if (index === wakeDelaysMs.length - 1) timers = [];
          wake();
        }, delayMs),
      );
    },
    stop() {
      for (const timer of timers) clearTimeout(timer);
      onWake = null;
    },
  };
}
