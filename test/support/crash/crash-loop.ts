import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { failuresOf } from '../../../src/incidents/incident.js';
import { openLedger } from '../../../src/storage/store.js';
import { type FakeSlack, startFakeSlack } from '../fake-slack/index.js';
import type { StoredMessage } from '../fake-slack/workspace.js';
import { type Random, randomFrom } from '../random.js';
import { type Bot, startBot, untilSaid } from './bot.js';
import { crashFormat, NumberedLog, numberIn } from './numbered-log.js';

/** What a crash loop came to. All but the first five should be 0 or empty. */
export type CrashReport = {
  readonly written: number;
  readonly rotations: number;
  readonly kills: number;
  readonly incidents: number;
  readonly posts: number;
  readonly lost: readonly number[];
  readonly repeated: readonly number[];
  /** Lines that were counted as read, less those that were written. */
  readonly linesOff: number;
  /** Failures in the counts by minute, less those that were written. */
  readonly countsOff: number;
  /** Failures in the counts of incidents, less those that were written. */
  readonly incidentsOff: number;
  readonly toldTwice: readonly string[];
  readonly unsaid: readonly string[];
  readonly slackFaults: readonly string[];
};

export type CrashLoopOptions = { readonly kills: number; readonly seed: number };

const killedWithinMs = 1_000;
const settledWithinMs = 60_000;
const dayMs = 86_400_000;

/** Kills the program again and again while a log is written and rotated, and counts what became of its lines. */
export async function crashLoop({ kills, seed }: CrashLoopOptions): Promise<CrashReport> {
  const random = randomFrom(seed);
  const dir = mkdtempSync(join(tmpdir(), 'badgateway-crash-'));
  const slack = await startFakeSlack();
  const log = new NumberedLog(join(dir, 'access.log'), random);
  const start = () => startBot(environmentOf(dir, slack), dir);
  try {
    await meetTheLog(start());
    log.start();
    for (let i = 0; i < kills; i++) {
      const bot = start();
      // On a slow machine none would live long enough to read, and the oldest files would go unread.
      if (i % 4 === 0) await untilSaid(bot, 'Following');
      await killAtSomeInstant(bot, slack, random);
    }
    log.stop();
    const bot = start();
    await untilSettled(dir, log, slack);
    await bot.stop();
    return { ...reportOf(dir, log, slack), kills };
  } finally {
    log.close();
    await slack.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

const environmentOf = (dir: string, slack: FakeSlack) => ({
  LOGS: join(dir, '*.log'),
  NGINX_LOG_FORMAT: crashFormat,
  // None of the faults may be over before it was told.
  QUIET_S: '86400',
  DATABASE: join(dir, 'badgateway.db'),
  SLACK_BOT_TOKEN: slack.tokens.bot,
  SLACK_APP_TOKEN: slack.tokens.app,
  SLACK_CHANNEL: slack.channel,
  SLACK_API_URL: slack.apiUrl,
});

/** The very first start begins at the end of each log, so let it see this one while it is empty. */
async function meetTheLog(bot: Bot): Promise<void> {
  await untilSaid(bot, 'Following');
  await sleep(500);
  await bot.stop();
}

/** Every third time just after it spoke to Slack, when most is under way. */
async function killAtSomeInstant(bot: Bot, slack: FakeSlack, random: Random): Promise<void> {
  const calls = () => slack.callsOf('chat.postMessage').length + slack.callsOf('chat.update').length;
  const before = calls();
  const until = performance.now() + 150 + random(killedWithinMs - 150);
  const afterCall = random(3) === 0;
  while (performance.now() < until && !(afterCall && calls() > before)) await sleep(1);
  if (afterCall) await sleep(random(12));
  if (!bot.isRunning()) throw new Error(`the bot stopped by itself: ${bot.log()}`);
  await bot.kill();
}

async function untilSettled(dir: string, log: NumberedLog, slack: FakeSlack): Promise<void> {
  const settled = () => {
    const { linesOff, unsaid } = reportOf(dir, log, slack);
    return linesOff === 0 && unsaid.length === 0;
  };
  for (const until = performance.now() + settledWithinMs; performance.now() < until && !settled(); )
    await sleep(500);
}

function reportOf(dir: string, log: NumberedLog, slack: FakeSlack): Omit<CrashReport, 'kills'> {
  const ledger = openLedger(join(dir, 'badgateway.db'));
  const now = Date.now();
  const span = { from: now - dayMs, to: now + dayMs };
  const times = new Map<number, number>();
  for (const { request } of ledger.failuresIn(span)) {
    const number = numberIn(request?.target) ?? -1;
    times.set(number, (times.get(number) ?? 0) + 1);
  }
  const numbers = Array.from({ length: log.written }, (_, number) => number);
  const keys = slack.messages().filter(isIncident).map(keyOf);
  const incidents = ledger.incidents(span);
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  const report = {
    written: log.written,
    rotations: log.rotations,
    incidents: incidents.length,
    posts: keys.length,
    lost: numbers.filter((number) => !times.has(number)),
    repeated: [...times].filter(([number, count]) => count > 1 || number < 0).map(([number]) => number),
    linesOff: sum(ledger.coverage().map(({ lines }) => lines)) - log.written,
    countsOff: ledger.totals(span).failures - log.written,
    incidentsOff: sum(incidents.map(failuresOf)) - log.written,
    toldTwice: keys.filter((key, i) => keys.indexOf(key) !== i),
    unsaid: incidents.map(({ id }) => `incident:${id}`).filter((key) => !keys.includes(key)),
    slackFaults: [...slack.faults],
  };
  ledger.close();
  return report;
}

const isIncident = ({ thread }: StoredMessage) => thread === null;
const keyOf = ({ versions }: StoredMessage) => String(versions[0]?.metadata?.event_payload['key']);
