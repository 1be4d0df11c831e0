import { setImmediate } from 'node:timers/promises';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { minuteMs } from '../../base/duration.js';
import { createDecoderOptions } from '../../config/decoder-options.js';
import { acquireLock } from '../../storage/lock.js';
import { openStore, type Store } from '../../storage/store.js';
import { discoverLogs } from '../../tail/discover.js';
import { createTailer } from '../../tail/tailer.js';
import { findTimezoneProblem } from '../check-timezone.js';
import { detectFormats } from '../detect-format.js';
import type { ProgramLog } from '../log.js';
import { Committer } from './committer.js';
import { HealthMonitor } from './health-loop.js';
import { Loop } from './loop.js';
import { RetryRunner } from './retry.js';
import { createWalMonitor, FileProblems } from './warn-once.js';
import {
  serializeError,
  type WorkerOptions,
  type WorkerRequest,
  type WorkerResponse,
  type WorkerWrites,
} from './worker-protocol.js';

const pollEveryMs = 1_000;
const pruneEveryMs = minuteMs;
const healthCheckEveryMs = 15_000;

/**
 * The thread that reads, parses and writes. SQLite makes its thread wait, for a lock or for the disk, and Slack wants to
 * hear within three seconds: so whoever speaks to Slack only asks here. Orders are taken between two chunks.
 */
function runWorker(port: MessagePort, { config, startFrom }: WorkerOptions): void {
  const send = (response: WorkerResponse) => port.postMessage(response);
  const exitFatally = (error: unknown) => {
    send({ type: 'fatal', error: serializeError(error) });
    // Watches and loops would keep the thread alive; ending it closes the database, without calling the run clean.
    process.exit();
  };
  try {
    const release = acquireLock(config.database);
    const store = openStore(config.database, Date.now(), (line) =>
      send({ type: 'log', level: 'info', line }),
    );
    const worker = createWorker({ config, startFrom }, store, send, exitFatally);
    port.on('message', (request: WorkerRequest) => {
      if (request.type === 'follow') worker.follow().catch(exitFatally);
      else if (request.type === 'write') worker.write(request);
      else
        worker.stop().then(() => {
          release();
          port.close();
        }, exitFatally);
    });
    send({ type: 'ready', closedCleanly: store.beginRun() });
  } catch (error) {
    exitFatally(error);
  }
}

function createWorker(
  { config, startFrom }: WorkerOptions,
  store: Store,
  send: (response: WorkerResponse) => void,
  exitFatally: (error: unknown) => void,
) {
  const clock = () => Date.now();
  const log: ProgramLog = {
    info: (line) => send({ type: 'log', level: 'info', line }),
    warn: (line) => send({ type: 'log', level: 'warn', line }),
  };
  const retry = new RetryRunner(log, exitFatally);
  const fileProblems = new FileProblems(store, log);
  const rules = { ...config, getDecoderOptions: createDecoderOptions(config) };
  const committer = new Committer(store, rules);
  const tailer = createTailer({
    globs: config.logs,
    checkpoints: store.restore().checkpoints.map(({ fileCheckpoint }) => fileCheckpoint),
    from: startFrom,
    lastStoredAt: store.lastStoredAt(),
    getReachedAt: (path) => committer.lastRecordAt(path),
    excludedFds: [1, 2],
    onNotice: log.info,
  });

  // Said after the first look only: from then on no line is taken for one of before the start.
  let isFollowing = false;
  const readLoop = new Loop(pollEveryMs, () =>
    retry.run('reading', async () => {
      store.assertSameFile();
      const poll = await tailer.poll((chunk) => committer.commitChunk(chunk, clock()), clock());
      if (!isFollowing) log.info(`Following ${config.logs.join(', ')}; database ${config.database}.`);
      isFollowing = true;
      committer.tick(clock());
      fileProblems.update(poll);
      healthMonitor.recordPoll(poll, clock());
      send({ type: 'progress' });
      if (poll.hasMore) readLoop.wake();
    }),
  );
  const checkWalSize = createWalMonitor(config.database, log);
  const pruneLoop = new Loop(pruneEveryMs, () =>
    retry.run('storing', async () => {
      // In steps, so that reading and orders get their turns in between.
      while (store.prune(clock(), config.databaseBytesMax)) await setImmediate();
      checkWalSize(store.checkpointWal());
    }),
  );
  const healthMonitor = new HealthMonitor(store, { timezone: config.timezone, log, startedAt: clock() });
  const healthLoop = new Loop(healthCheckEveryMs, () =>
    retry.run('watching itself', async () => {
      const { paths, problems: unreadable } = discoverLogs(config.logs);
      healthMonitor.check(new Set([...paths, ...unreadable.map(({ path }) => path)]), clock());
    }),
  );
  const writes: WorkerWrites = {
    ...store,
    applyAction: (call, by, at) => committer.applyAction(call, by, at),
  };

  function warnOfProblems(paths: readonly string[]): void {
    if (paths.length === 0) log.warn(`No file matches ${config.logs.join(', ')} yet; waiting for one.`);
    for (const path of paths) {
      try {
        const problem = findTimezoneProblem(path, rules.getDecoderOptions(path), config.logTimezone);
        if (problem !== undefined) log.warn(`${path}: ${problem}.`);
      } catch {
        // What cannot be read is a trouble that the reading tells.
      }
    }
  }

  return {
    async follow() {
      const { paths } = discoverLogs(config.logs);
      warnOfProblems(paths);
      committer.announceFormats(await detectFormats(paths, rules.getDecoderOptions));
      tailer.watch(() => readLoop.wake());
      for (const loop of [readLoop, pruneLoop, healthLoop]) loop.wake();
    },
    write({ id, method, args }: Extract<WorkerRequest, { type: 'write' }>) {
      // The cast: both ends of the port are typed by `Writes`, of which the port itself knows nothing.
      const call = writes[method] as (...asked: readonly unknown[]) => unknown;
      try {
        send({ type: 'result', id, result: call(...args) });
      } catch (error) {
        send({ type: 'error', id, error: serializeError(error) });
      }
    },
    async stop() {
      await Promise.all([tailer.close(), readLoop.stop(), pruneLoop.stop(), healthLoop.stop()]);
      store.close();
    },
  };
}

// The cast: only `writing.ts` starts this file.
if (parentPort !== null) runWorker(parentPort, workerData as WorkerOptions);
