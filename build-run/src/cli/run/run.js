/**
 * Runs the bot. Two threads share one SQLite database:
 *
 * - the worker reads logs, runs the pipeline and does all writing (`worker.ts`, `committer.ts`);
 * - the main thread reads the database to plan notifications (`queue-notifications.ts`), delivers them, and handles what
 *   people do in Slack (`handlers.ts`). It asks the worker for every write (`worker-protocol.ts`).
 */
import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { deliverAll } from '../../notify/deliver.js';
import { sendNextUpload } from '../../notify/uploads.js';
import { createSlackChannel } from '../../slack/channel.js';
import { createSlackUploader } from '../../slack/uploader.js';
import { createGroupMemberLookup } from '../../slack/user-groups.js';
import { quarantineDatabase } from '../../storage/quarantine.js';
import { StorageError } from '../../storage/storage-error.js';
import { openStoreReader } from '../../storage/store.js';
import { buildReportFiles } from '../build-attachment.js';
import { findEnvFileProblem } from '../env-file.js';
import { createProgramLog } from '../log.js';
import { createTerminalChannel } from '../terminal-channel.js';
import { createDeliveryLog } from './delivery-log.js';
import { createHandlers } from './handlers.js';
import { scheduleIntegrityCheck } from './integrity-check.js';
import { Loop } from './loop.js';
import { openWeb } from './open-web.js';
import { createOutsideLoops } from './outside-calls.js';
import { queueNotifications } from './queue-notifications.js';
import { RetryRunner } from './retry.js';
import { openSlackLink } from './slack-link.js';
import { startWorker } from './worker-client.js';

const notifyEveryMs = 1_000;
const uploadEveryMs = 5_000;
const shutdownTimeoutMs = 1_000;
/**
 * `badgateway run`: follows the logs, tracks incidents, notifies and answers until it is stopped. A damaged database is
 * set aside, and the logs that still exist are read into a new one.
 */
export async function runBot(config, terminal, stop) {
  const log = createProgramLog(terminal);
  const envProblem = findEnvFileProblem();
  if (envProblem !== undefined) log.warn(envProblem);
  try {
    await followLogs(config, 'end', { terminal, log, stop });
  } catch (error) {
    if (!(error instanceof StorageError && error.fileState === 'damaged')) throw error;
    const quarantinePath = quarantineDatabase(config.database, new Date());
    log.warn(
      `${error.message}. Moved it to ${quarantinePath}; \`sqlite3 ${quarantinePath} .recover\` saves what is left. Starting a new database and reading the existing logs again from their start.`,
    );
    await followLogs(config, 'beginning', { terminal, log, stop });
  }
  log.info('Stopped; every line read so far is saved.');
  return 0;
}
/** Opens the worker, the loops, Slack and the web page, waits for the end, and closes them in reverse order. */
async function followLogs(config, startFrom, { terminal, log, stop }) {
  const worker = await startWorker({ config, startFrom }, log);
  const repository = openStoreReader(config.database);
  const fatal = new AbortController();
  const ended = new AbortController();
  const retry = new RetryRunner(log, (error) => fatal.abort(error));
  if (!worker.closedCleanly)
    scheduleIntegrityCheck(config.database, ended.signal).catch((error) => fatal.abort(error));
  const context = { config, worker, repository, retry, log };
  const deliverLoop = createDeliverLoop(context, terminal);
  const notifyLoop = createNotifyLoop(context, () => deliverLoop.wake());
  const uploadLoop = createUploadLoop(context);
  const outsideLoops = createOutsideLoops(config.fallback, retry, { worker, repository, clock });
  const slackLink = connectToSlack(context, () => notifyLoop.wake());
  const web = await openWeb(config, { repository, clock, log });
  worker.follow(() => notifyLoop.wake());
  for (const loop of [notifyLoop, deliverLoop, uploadLoop, ...outsideLoops]) loop.wake();
  try {
    await Promise.race([
      waitForAbort(stop),
      waitForAbort(fatal.signal).then(() => fatal.signal.throwIfAborted()),
      worker.failed,
      ...(slackLink === null ? [] : [slackLink.failed]),
    ]);
  } finally {
    ended.abort();
    await slackLink?.stop();
    await web?.stop();
    for (const loop of [notifyLoop, deliverLoop]) await loop.stop();
    // An upload may take a while; one that is not confirmed yet is resumed by the next run.
    const stopped = Promise.all([uploadLoop, ...outsideLoops].map((loop) => loop.stop()));
    await Promise.race([stopped, sleep(shutdownTimeoutMs, undefined, { ref: false })]);
    repository.close();
    await worker.stop();
  }
}
const clock = () => Date.now();
/** Plans notifications every second, or sooner when something was stored. */
function createNotifyLoop({ config, worker, repository, retry }, onQueued) {
  const options = {
    repository,
    saveDecisions: worker.saveDecisions,
    timezone: config.timezone,
    notificationPolicy: config.notificationPolicy,
    reportAt: config.reportMinuteOfDay,
    weeklyReportDay: config.weeklyReportDay,
    withFiles: config.slack !== null,
    databaseCreatedAt: statSync(config.database).birthtimeMs,
  };
  return new Loop(notifyEveryMs, () =>
    retry.run('Planning notifications', async () => {
      if (await queueNotifications(options, clock())) onQueued();
    }),
  );
}
/** Delivers the outbox to Slack, or to the terminal when Slack is not configured. */
function createDeliverLoop({ config: { slack }, worker, repository, retry, log }, terminal) {
  const channel = slack === null ? createTerminalChannel(terminal) : createSlackChannel(slack, { log });
  const { nextMessage, findIncidentTs, findHealthTs, nextRepeatedPost } = repository;
  const outbox = { ...worker, nextMessage, findIncidentTs, findHealthTs, nextRepeatedPost };
  const observer = createDeliveryLog(log);
  return new Loop(notifyEveryMs, () =>
    retry.run('Delivering messages', () => deliverAll(outbox, channel, clock, observer)),
  );
}
/** Uploads the page and charts of reports. Does nothing without Slack. */
function createUploadLoop({ config, worker, repository, retry, log }) {
  const uploader = config.slack === null ? null : createSlackUploader(config.slack, { log });
  const queue = { ...worker, nextUpload: repository.nextUpload };
  const buildFiles = (upload) =>
    buildReportFiles(upload, { repository, now: clock(), timezone: config.timezone, formats: config });
  return new Loop(uploadEveryMs, () =>
    retry.run('Uploading files', async () => {
      if (uploader !== null) while (await sendNextUpload(queue, uploader, buildFiles, clock));
    }),
  );
}
function connectToSlack({ config, worker, repository, log }, onChange) {
  const { slack, slackCommand } = config;
  if (slack === null) {
    log.info(connectHint);
    return null;
  }
  const findGroupMembers = createGroupMemberLookup(slack, log, clock);
  const handlers = createHandlers({
    repository,
    worker,
    settings: config,
    findGroupMembers,
    clock,
    onChange,
  });
  return openSlackLink({ config: slack, command: slackCommand, handlers, log });
}
const connectHint =
  'Slack is not connected, so messages appear here. To connect it, run `badgateway manifest`, then set SLACK_BOT_TOKEN, SLACK_APP_TOKEN and SLACK_CHANNEL in .env.';
const waitForAbort = (signal) =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
