import { statSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { Channel } from '../channel.js';
import type { Config } from '../config.js';
import { slackChannel } from '../slack/channel.js';
import { connectSlack } from '../slack/connect.js';
import { holdAlone } from '../store/alone.js';
import { openStore, type Store } from '../store/store.js';
import { findLogs } from '../tail/find.js';
import { openTail } from '../tail/tail.js';
import { desk } from './desk.js';
import { dialectsOf } from './dialects.js';
import { Keeper } from './keeper.js';
import { programLog } from './log.js';
import { Loop } from './loop.js';
import { gatewaysIn } from './sample.js';
import { deliverAll, tell } from './telling.js';
import type { Terminal } from './terminal.js';
import { terminalChannel } from './terminal-channel.js';
import { Troubles } from './troubles.js';

const lookEveryMs = 1_000;
const pruneEveryMs = 60_000;

/** `badgateway run`: follows the logs, keeps the incidents, tells and answers, until it is told to stop. */
export async function run(config: Config, terminal: Terminal, stop: AbortSignal): Promise<number> {
  const log = programLog(terminal);
  const clock = () => Date.now();
  const dialectOf = dialectsOf(config);
  const release = holdAlone(config.database);
  const store = openStore(config.database);
  const expected = await gatewaysIn(findLogs(config.logs).paths, dialectOf);
  const keeper = new Keeper(store, { ...config, dialectOf }, expected);
  const tail = openTail({
    globs: config.logs,
    bookmarks: store.restore().bookmarks.map(({ position }) => position),
    from: 'end',
    notice: log.info,
  });
  const troubles = new Troubles(store, log);
  const telling = {
    store,
    zone: config.timezone,
    reportAt: config.reportAt,
    since: statSync(config.database).birthtimeMs,
  };

  const reading = new Loop(lookEveryMs, () =>
    troubles.guard('reading', async () => {
      const looked = await tail.look((chunk) => keeper.chunk(chunk, clock()), clock());
      keeper.tick(clock());
      troubles.note(looked);
      if (tell(telling, clock())) delivering.wake();
      if (looked.more) reading.wake();
    }),
  );
  const channel = channelOf(config, terminal, log);
  const delivering = new Loop(lookEveryMs, () =>
    troubles.guard('telling', () => deliverAll(store, channel, clock)),
  );
  const pruning = new Loop(pruneEveryMs, () =>
    troubles.guard('storing', () => pruneAll(store, config.databaseBytesMax, clock)),
  );

  const answers = desk({ store, keeper, zone: config.timezone, clock, changed: () => reading.wake() });
  const slack = config.slack && (await connectSlack(config.slack, config.command, answers, log));
  log.info(
    config.slack === null ? howToConnect : `Connected to Slack; alerts go to ${config.slack.channel}.`,
  );
  log.info(`Following ${config.logs.join(', ')}; database ${config.database}.`);

  tail.watch(() => reading.wake());
  for (const loop of [reading, delivering, pruning]) loop.wake();
  await aborted(stop);

  await slack?.stop();
  for (const loop of [pruning, reading, delivering]) await loop.stop();
  await tail.close();
  store.close();
  release();
  log.info('Stopped; every line read so far is stored.');
  return 0;
}

/** In steps, so that reading and answering get their turns in between. */
async function pruneAll(store: Store, bytesMax: number, clock: () => number): Promise<void> {
  while (store.prune(clock(), bytesMax)) await setImmediate();
}

const howToConnect =
  'Slack is not connected, so messages appear here. To connect it: `badgateway manifest`, then SLACK_BOT_TOKEN, SLACK_APP_TOKEN and SLACK_CHANNEL in .env.';

const channelOf = ({ slack }: Config, terminal: Terminal, log: ReturnType<typeof programLog>): Channel =>
  slack === null ? terminalChannel(terminal) : slackChannel(slack, { log });

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
