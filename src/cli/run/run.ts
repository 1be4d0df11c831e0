import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../../config/config.js';
import type { Channel } from '../../notify/channel.js';
import { type Parcel, sendParcel } from '../../notify/uploads.js';
import { slackChannel } from '../../slack/channel.js';
import { slackCarrier } from '../../slack/uploader.js';
import { userGroups } from '../../slack/user-groups.js';
import { setAside } from '../../storage/quarantine.js';
import { StoreError } from '../../storage/storage-error.js';
import { openLedger } from '../../storage/store.js';
import { filesOf } from '../build-attachment.js';
import { envFileProblem } from '../env-file.js';
import { type ProgramLog, programLog } from '../log.js';
import type { Terminal } from '../terminal.js';
import { terminalChannel } from '../terminal-channel.js';
import { desk } from './handlers.js';
import { checkSoon } from './integrity-check.js';
import { Loop } from './loop.js';
import { deliverAll, tell } from './notify-loop.js';
import { openPage } from './open-web.js';
import { Guard } from './retry.js';
import { linkToSlack } from './slack-link.js';
import { startWriting } from './worker-client.js';
import type { Orders } from './worker-protocol.js';

const tellEveryMs = 1_000;
const carryEveryMs = 5_000;
const leaveWithinMs = 1_000;

/**
 * `badgateway run`: follows the logs, keeps the incidents, tells and answers, until it is told to stop. A damaged
 * database is set aside, and what the logs still hold is read into a new one.
 */
export async function run(config: Config, terminal: Terminal, stop: AbortSignal): Promise<number> {
  const log = programLog(terminal);
  const exposed = envFileProblem();
  if (exposed !== undefined) log.warn(exposed);
  try {
    await follow(config, 'end', { terminal, log, stop });
  } catch (error) {
    if (!(error instanceof StoreError && error.file === 'damaged')) throw error;
    const aside = setAside(config.database, new Date());
    log.warn(
      `${error.message}. Now it is called ${aside}, from which \`sqlite3 ${aside} .recover\` saves what is left; a new one begins, and logs are read again from their start where they still exist.`,
    );
    await follow(config, 'beginning', { terminal, log, stop });
  }
  log.info('Stopped; every line read so far is stored.');
  return 0;
}

type Surroundings = { readonly terminal: Terminal; readonly log: ProgramLog; readonly stop: AbortSignal };

async function follow(
  config: Config,
  from: Orders['from'],
  { terminal, log, stop }: Surroundings,
): Promise<void> {
  const clock = () => Date.now();
  const writing = await startWriting({ config, from }, log);
  const ledger = openLedger(config.database);
  const over = new AbortController();
  const broken = new AbortController();
  const guard = new Guard(log, (error) => broken.abort(error));
  if (!writing.clean) checkSoon(config.database, over.signal).catch((error) => broken.abort(error));

  const channel = channelOf(config, terminal, log);
  const outbox = {
    ...writing,
    nextLetter: ledger.nextLetter,
    tsOf: ledger.tsOf,
    tsOfAilment: ledger.tsOfAilment,
  };
  const delivering = new Loop(tellEveryMs, () =>
    guard.over('telling', () => deliverAll(outbox, channel, clock)),
  );
  const telling = {
    ledger,
    decide: writing.decide,
    zone: config.timezone,
    manners: config.manners,
    reportAt: config.reportAt,
    weeklyReportDay: config.weeklyReportDay,
    withFiles: config.slack !== null,
    since: statSync(config.database).birthtimeMs,
  };
  const carrier = config.slack === null ? null : slackCarrier(config.slack, { log });
  const office = { ...writing, nextParcel: ledger.nextParcel };
  const filesFor = (parcel: Parcel) =>
    filesOf(parcel, { ledger, now: clock(), zone: config.timezone, formats: config });
  const carrying = new Loop(carryEveryMs, () =>
    guard.over('attaching files', async () => {
      if (carrier !== null) while (await sendParcel(office, carrier, filesFor, clock));
    }),
  );
  const surveying = new Loop(tellEveryMs, () =>
    guard.over('deciding what to tell', async () => {
      if (await tell(telling, clock())) delivering.wake();
    }),
  );
  const handlers = desk({
    ledger,
    writing,
    settings: config,
    membersOf: config.slack === null ? async () => undefined : userGroups(config.slack, log, clock),
    clock,
    changed: () => surveying.wake(),
  });
  const link =
    config.slack === null
      ? null
      : linkToSlack({ config: config.slack, command: config.command, handlers, log });

  const page = await openPage(config.http, { ledger, zone: config.timezone, clock, log });

  if (link === null) log.info(howToConnect);
  writing.follow(() => surveying.wake());
  for (const loop of [surveying, delivering, carrying]) loop.wake();
  try {
    await Promise.race([
      aborted(stop),
      aborted(broken.signal).then(() => broken.signal.throwIfAborted()),
      writing.broken,
      ...(link === null ? [] : [link.refused]),
    ]);
  } finally {
    over.abort();
    await link?.stop();
    await page?.stop();
    for (const loop of [surveying, delivering]) await loop.stop();
    // Bytes may be on their way for a while; what was not seen yet is taken up by the next run.
    await Promise.race([carrying.stop(), sleep(leaveWithinMs, undefined, { ref: false })]);
    ledger.close();
    await writing.stop();
  }
}

const howToConnect =
  'Slack is not connected, so messages appear here. To connect it: `badgateway manifest`, then SLACK_BOT_TOKEN, SLACK_APP_TOKEN and SLACK_CHANNEL in .env.';

const channelOf = ({ slack }: Config, terminal: Terminal, log: ProgramLog): Channel =>
  slack === null ? terminalChannel(terminal) : slackChannel(slack, { log });

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
