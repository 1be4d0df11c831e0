import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../../config/settings.js';
import type { Channel } from '../../notify/channel.js';
import { sendNextUpload, type Upload } from '../../notify/uploads.js';
import { createSlackChannel } from '../../slack/channel.js';
import { createSlackUploader } from '../../slack/uploader.js';
import { createGroupMemberLookup } from '../../slack/user-groups.js';
import { quarantineDatabase } from '../../storage/quarantine.js';
import { StorageError } from '../../storage/storage-error.js';
import { openStoreReader } from '../../storage/store.js';
import { buildReportFiles } from '../build-attachment.js';
import { findEnvFileProblem } from '../env-file.js';
import { createProgramLog, type ProgramLog } from '../log.js';
import type { Terminal } from '../terminal.js';
import { createTerminalChannel } from '../terminal-channel.js';
import { createHandlers } from './handlers.js';
import { scheduleIntegrityCheck } from './integrity-check.js';
import { Loop } from './loop.js';
import { deliverAll, queueNotifications } from './notify-loop.js';
import { openWeb } from './open-web.js';
import { RetryRunner } from './retry.js';
import { openSlackLink } from './slack-link.js';
import { startWorker } from './worker-client.js';
import type { WorkerOptions } from './worker-protocol.js';

const notifyEveryMs = 1_000;
const uploadEveryMs = 5_000;
const shutdownTimeoutMs = 1_000;

/**
 * `badgateway run`: follows the logs, keeps the incidents, tells and answers, until it is told to stop. A damaged
 * database is set aside, and what the logs still hold is read into a new one.
 */
export async function runBot(config: Config, terminal: Terminal, stop: AbortSignal): Promise<number> {
  const log = createProgramLog(terminal);
  const envProblem = findEnvFileProblem();
  if (envProblem !== undefined) log.warn(envProblem);
  try {
    await followLogs(config, 'end', { terminal, log, stop });
  } catch (error) {
    if (!(error instanceof StorageError && error.fileState === 'damaged')) throw error;
    const quarantinePath = quarantineDatabase(config.database, new Date());
    log.warn(
      `${error.message}. Now it is called ${quarantinePath}, from which \`sqlite3 ${quarantinePath} .recover\` saves what is left; a new one begins, and logs are read again from their start where they still exist.`,
    );
    await followLogs(config, 'beginning', { terminal, log, stop });
  }
  log.info('Stopped; every line read so far is stored.');
  return 0;
}

type RunContext = { readonly terminal: Terminal; readonly log: ProgramLog; readonly stop: AbortSignal };

async function followLogs(
  config: Config,
  startFrom: WorkerOptions['startFrom'],
  { terminal, log, stop }: RunContext,
): Promise<void> {
  const clock = () => Date.now();
  const worker = await startWorker({ config, startFrom }, log);
  const repository = openStoreReader(config.database);
  const ended = new AbortController();
  const fatal = new AbortController();
  const retry = new RetryRunner(log, (error) => fatal.abort(error));
  if (!worker.closedCleanly)
    scheduleIntegrityCheck(config.database, ended.signal).catch((error) => fatal.abort(error));

  const channel = createChannel(config, terminal, log);
  const outbox = {
    ...worker,
    nextMessage: repository.nextMessage,
    findIncidentTs: repository.findIncidentTs,
    findHealthTs: repository.findHealthTs,
  };
  const deliverLoop = new Loop(notifyEveryMs, () =>
    retry.run('telling', () => deliverAll(outbox, channel, clock)),
  );
  const notifyOptions = {
    repository: repository,
    decide: worker.saveDecisions,
    timezone: config.timezone,
    notificationPolicy: config.notificationPolicy,
    reportAt: config.reportMinuteOfDay,
    weeklyReportDay: config.weeklyReportDay,
    withFiles: config.slack !== null,
    databaseCreatedAt: statSync(config.database).birthtimeMs,
  };
  const uploader = config.slack === null ? null : createSlackUploader(config.slack, { log });
  const uploadQueue = { ...worker, nextUpload: repository.nextUpload };
  const buildFiles = (upload: Upload) =>
    buildReportFiles(upload, { repository, now: clock(), timezone: config.timezone, formats: config });
  const uploadLoop = new Loop(uploadEveryMs, () =>
    retry.run('attaching files', async () => {
      if (uploader !== null) while (await sendNextUpload(uploadQueue, uploader, buildFiles, clock));
    }),
  );
  const notifyLoop = new Loop(notifyEveryMs, () =>
    retry.run('deciding what to tell', async () => {
      if (await queueNotifications(notifyOptions, clock())) deliverLoop.wake();
    }),
  );
  const handlers = createHandlers({
    repository,
    worker,
    settings: config,
    findGroupMembers:
      config.slack === null ? async () => undefined : createGroupMemberLookup(config.slack, log, clock),
    clock,
    onChange: () => notifyLoop.wake(),
  });
  const slackLink =
    config.slack === null
      ? null
      : openSlackLink({ config: config.slack, command: config.slackCommand, handlers, log });

  const web = await openWeb(config.http, { repository, timezone: config.timezone, clock, log });

  if (slackLink === null) log.info(connectHint);
  worker.follow(() => notifyLoop.wake());
  for (const loop of [notifyLoop, deliverLoop, uploadLoop]) loop.wake();
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
    // Bytes may be on their way for a while; what was not seen yet is taken up by the next run.
    await Promise.race([uploadLoop.stop(), sleep(shutdownTimeoutMs, undefined, { ref: false })]);
    repository.close();
    await worker.stop();
  }
}

const connectHint =
  'Slack is not connected, so messages appear here. To connect it: `badgateway manifest`, then SLACK_BOT_TOKEN, SLACK_APP_TOKEN and SLACK_CHANNEL in .env.';

const createChannel = ({ slack }: Config, terminal: Terminal, log: ProgramLog): Channel =>
  slack === null ? createTerminalChannel(terminal) : createSlackChannel(slack, { log });

const waitForAbort = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
