import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { minuteMs } from '../../base/duration.js';
import { createDecoderOptions } from '../../config/decoder-options.js';
import { getLogName, splitLogs } from '../../config/log-sources.js';
import { teachLocalCauses } from '../../diagnose/causes/local.js';
import { acquireLock } from '../../storage/lock.js';
import { openStore } from '../../storage/store.js';
import { discoverLogs } from '../../tail/discover.js';
import { createLogReader } from '../../tail/log-reader.js';
import { logrotateConfigPath } from '../../tail/logrotate-config.js';
import { findTimezoneProblem } from '../check-timezone.js';
import { detectLogs } from '../detect-format.js';
import { Committer } from './committer.js';
import { beginFirstStart, createHistorySince, createLogHistory, finishFirstStart } from './first-start.js';
import { HealthMonitor } from './health-monitor.js';
import { Loop } from './loop.js';
import { RetryRunner } from './retry.js';
import { createWalMonitor, FileProblems } from './warn-once.js';
import { serializeError } from './worker-protocol.js';

const pollEveryMs = 1_000;
const pruneEveryMs = minuteMs;
const healthCheckEveryMs = 15_000;
/**
 * The thread that reads, parses and writes. SQLite blocks its thread for a lock or the disk, and Slack expects an answer
 * within three seconds, so the main thread only sends requests here. They are handled between two chunks.
 */
function runWorker(port, options) {
  const send = (response) => port.postMessage(response);
  const exitFatally = (error) => {
    send({ type: 'fatal', error: serializeError(error) });
    // Watches and loops would keep the thread alive. Exiting closes the database without marking the run as clean.
    process.exit();
  };
  try {
    const { database } = options.config;
    const lock = acquireLock(database);
    const store = openStore(database, Date.now(), (line) => send({ type: 'log', level: 'info', line }));
    const worker = createWorker(options, store, lock, send, exitFatally);
    port.on('message', (request) => {
      switch (request.type) {
        case 'follow':
          return void worker.follow().catch(exitFatally);
        case 'write':
          return send(worker.write(request));
        case 'stop':
          return void worker.stop().then(() => {
            lock.release();
            port.close();
          }, exitFatally);
      }
    });
    send({ type: 'ready', closedCleanly: store.beginRun() });
  } catch (error) {
    exitFatally(error);
  }
}
function createWorker({ config, startFrom }, store, lock, send, exitFatally) {
  const log = {
    info: (line) => send({ type: 'log', level: 'info', line }),
    warn: (line) => send({ type: 'log', level: 'warn', line }),
  };
  teachLocalCauses(config.local?.causes ?? []);
  const getDecoderOptions = createDecoderOptions(config);
  beginFirstStart(store, startFrom, config.historyMs);
  const getHistorySince = createHistorySince(store);
  const committer = new Committer(store, { ...config, getDecoderOptions, getHistorySince });
  const tailer = createLogReader({
    logs: config.logs,
    sourceOptions: { dockerHost: config.dockerHost, onNotice: log.info },
    archiveGlobs: config.archives,
    logrotateConfig: logrotateConfigPath,
    checkpoints: store.restore().checkpoints.map(({ fileCheckpoint }) => fileCheckpoint),
    from: startFrom,
    lastStoredAt: store.lastStoredAt(),
    getHistory: () => createLogHistory(getHistorySince(), getDecoderOptions),
    getReachedAt: (path) => committer.getReachedAt(path),
    countWaiting: () => committer.waitingCount,
    excludedFds: [1, 2],
    onNotice: log.info,
  });
  const healthMonitor = new HealthMonitor(store, { timezone: config.timezone, log, startedAt: Date.now() });
  const retry = new RetryRunner(log, exitFatally);
  const context = { config, store, lock, committer, tailer, healthMonitor, retry, log };
  const readLoop = createReadLoop(context, () => send({ type: 'progress' }));
  const loops = [readLoop, createPruneLoop(context), createHealthLoop(context)];
  const writes = {
    ...store,
    applyAction: (action, by, now) => committer.applyAction(action, by, now),
  };
  return {
    async follow() {
      const { paths } = discoverLogs(splitLogs(config.logs).globs, config.archives);
      warnAtStart(paths, getDecoderOptions, config, log);
      committer.announceLogs(await detectLogs(paths, getDecoderOptions));
      tailer.watch(() => readLoop.wake());
      for (const loop of loops) loop.wake();
    },
    write(request) {
      return runWrite(request, writes);
    },
    async stop() {
      await Promise.all([tailer.close(), ...loops.map((loop) => loop.stop())]);
      store.close();
    },
  };
}
function createReadLoop({ config, store, lock, committer, tailer, healthMonitor, retry, log }, onProgress) {
  const fileProblems = new FileProblems(store, log);
  let isFollowing = false;
  const loop = new Loop(pollEveryMs, () =>
    retry.run('Reading logs', async () => {
      store.assertSameFile();
      lock.assertHeld();
      const result = await tailer.poll((chunk) => committer.commitChunk(chunk, Date.now()), Date.now());
      // Logged after the first poll: lines written from now on cannot be taken for lines from before the start.
      if (!isFollowing)
        log.info(`Following ${config.logs.map(getLogName).join(', ')}; database ${config.database}.`);
      isFollowing = true;
      committer.tick(Date.now());
      if (!result.hasMore) finishFirstStart(store, config, log);
      fileProblems.update(result);
      healthMonitor.recordPoll(result, Date.now());
      onProgress();
      if (result.hasMore) loop.wake();
    }),
  );
  return loop;
}
function createPruneLoop({ config, store, retry, log }) {
  const checkWalSize = createWalMonitor(config.database, log);
  return new Loop(pruneEveryMs, () =>
    retry.run('Pruning the database', async () => {
      // In steps, so that reading and requests get their turn in between.
      while (store.prune(Date.now(), config.databaseBytesMax)) await setImmediate();
      checkWalSize(store.checkpointWal());
    }),
  );
}
function createHealthLoop({ config, healthMonitor, retry }) {
  return new Loop(healthCheckEveryMs, () =>
    retry.run('Checking health', async () => {
      const { globs, sources } = splitLogs(config.logs);
      const { paths, problems } = discoverLogs(globs, config.archives);
      const names = [...problems.map(({ path }) => path), ...sources.map(({ name }) => name)];
      healthMonitor.check(new Set([...paths, ...names]), Date.now());
    }),
  );
}
function warnAtStart(paths, getDecoderOptions, { logs, logTimezone }, log) {
  const { globs } = splitLogs(logs);
  if (paths.length === 0 && globs.length > 0)
    log.warn(`No file matches ${globs.join(', ')} yet; waiting for one.`);
  for (const path of paths) {
    try {
      const problem = findTimezoneProblem(path, getDecoderOptions(path), logTimezone);
      if (problem !== undefined) log.warn(`${path}: ${problem}.`);
    } catch {
      // The read loop reports files that cannot be read.
    }
  }
}
function runWrite({ id, method, args }, writes) {
  // The cast: both ends of the port are typed by `WorkerWrites`, which the port itself does not know.
  const write = writes[method];
  try {
    return { type: 'result', id, result: write(...args) };
  } catch (error) {
    return { type: 'error', id, error: serializeError(error) };
  }
}
// The cast: only worker-client.ts starts this file.
if (parentPort !== null) runWorker(parentPort, workerData);
