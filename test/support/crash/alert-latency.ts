import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nine } from '../event-fixtures.js';
import { type FakeSlack, startFakeSlack } from '../fake-slack/index.js';
import type { Wire } from '../fake-slack/workspace.js';
import { access, error, type Written } from '../log-lines.js';
import { startBot, untilSaid } from './bot.js';

/** Times from the deciding line written to its message received by Slack, ms. */
export type Promptness = { readonly p50: number; readonly p99: number; readonly count: number };

/** Which logs tell of the outage. */
export const logsRead = ['error log', 'access log', 'both logs'] as const;
export type LogsRead = (typeof logsRead)[number];

const pollMs = 2;
const patienceMs = 10_000;
const failuresToOpen = 5;

/** Breaks one upstream after the other, and takes the time from each fifth failure until Slack has the message. */
export async function promptness(count: number, logs: LogsRead): Promise<Promptness> {
  const directory = mkdtempSync(join(tmpdir(), 'badgateway-telling-'));
  const slack = await startFakeSlack();
  const append = (name: 'error' | 'access', { text }: Written) =>
    appendFileSync(join(directory, `${name}.log`), `${text}\n`);
  for (const name of ['error', 'access']) writeFileSync(join(directory, `${name}.log`), '');
  const bot = startBot(environment(directory, slack), directory);
  const until = async (isSo: () => boolean, what: string) => {
    const from = performance.now();
    while (!isSo()) {
      if (performance.now() - from > patienceMs) throw new Error(`waited for ${what}: ${bot.log()}`);
      await sleep(pollMs);
    }
  };
  try {
    await untilSaid(bot, 'Connected to Slack');
    await untilSaid(bot, 'Following');
    const times: number[] = [];
    for (let i = 0; i < count; i++) {
      // At another point of the program's second each time, and never within its pause between two posts.
      await sleep(1_200 + ((i * 370) % 1_000));
      for (let n = 1; n < failuresToOpen; n++) fail(append, logs, i, n);
      await sleep(200);
      const written = performance.now();
      fail(append, logs, i, failuresToOpen);
      await until(() => alerts(slack).length > i, `message ${i + 1}`);
      times.push(performance.now() - written);
      // What is open would take the next one in: they begin at one moment.
      await until(() => isOver(slack, alerts(slack)[i]?.ts), `the end of outage ${i + 1}`);
    }
    times.sort((one, other) => one - other);
    const at = (share: number) => Math.round(times[Math.ceil(times.length * share) - 1] ?? 0);
    return { p50: at(0.5), p99: at(0.99), count };
  } finally {
    await bot.kill();
    await slack.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

const environment = (directory: string, slack: FakeSlack) => ({
  LOGS: join(directory, '*.log'),
  DATABASE: join(directory, 'badgateway.db'),
  SLACK_BOT_TOKEN: slack.tokens.bot,
  SLACK_APP_TOKEN: slack.tokens.app,
  SLACK_CHANNEL: slack.channel,
  SLACK_API_URL: slack.apiUrl,
  QUIET_S: '3',
});

/** Failure `n` of outage `i`. Bare addresses with one port would be one service, so each has its own. */
function fail(
  append: (name: 'error' | 'access', written: Written) => void,
  logs: LogsRead,
  i: number,
  n: number,
): void {
  const at = Date.now() - nine;
  const peer = `10.${Math.floor(i / 250)}.${i % 250}.7:${8_000 + i}`;
  const over = { n: i * failuresToOpen + n };
  if (logs !== 'access log') append('error', error(at, refused, { peer, ...over }));
  if (logs !== 'error log')
    append('access', access(at, 502, [{ peer, status: '502', ms: 1 }], { group: `shop-${i}`, ...over }));
}

const refused = 'connect() failed (111: Connection refused)';

const alerts = (slack: FakeSlack) =>
  slack.messages().filter(({ thread, versions }) => thread === null && isIncident(versions[0]));

const isIncident = (said: Wire | undefined): boolean =>
  String(said?.metadata?.event_payload['key']).startsWith('incident:');

/** The last thing that is said of it stands in its thread. */
const isOver = (slack: FakeSlack, ts: string | undefined): boolean =>
  slack.messages().some(({ thread, versions }) => thread === ts && versions[0]?.text.includes('Quiet'));
