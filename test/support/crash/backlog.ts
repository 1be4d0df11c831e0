import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openLedger } from '../../../src/storage/store.js';
import { type FakeSlack, startFakeSlack } from '../fake-slack/index.js';
import { type Bot, startBot, untilSaid } from './bot.js';

/** How the program caught up with what was written while it was away. */
export type CatchUp = {
  readonly bytes: number;
  readonly lines: number;
  readonly seconds: number;
  readonly linesOff: number;
  /** The most memory that the process held, MiB. */
  readonly memoryMiB: number;
  /** Times until commands were acknowledged meanwhile, and until they were answered, ms: the median and the longest. */
  readonly acknowledged: Spread;
  readonly answered: Spread;
  /** Messages in the channel: old failures are no alerts. */
  readonly posts: number;
};

type Spread = { readonly p50: number; readonly max: number; readonly count: number };

const blockLines = 20_000;
const hoursBack = 8;
const caughtUpWithinMs = 1_800_000;

/** Writes an access log of so many bytes while the program is down, then lets it catch up and asks it things. */
export async function catchUp(bytes: number): Promise<CatchUp> {
  const dir = mkdtempSync(join(tmpdir(), 'badgateway-backlog-'));
  const slack = await startFakeSlack();
  const path = join(dir, 'access.log');
  closeSync(openSync(path, 'a'));
  try {
    const first = startBot(environmentOf(dir, slack), dir);
    await untilSaid(first, 'Connected');
    await sleep(500);
    await first.stop();
    const lines = writeBacklog(path, bytes);
    const begun = performance.now();
    const bot = startBot(environmentOf(dir, slack), dir);
    await untilSaid(bot, 'Connected');
    const asking = { bot, slack, lines, database: join(dir, 'badgateway.db') };
    const { acks, answers, linesOff, memoryMiB } = await askMeanwhile(asking);
    const seconds = (performance.now() - begun) / 1_000;
    await bot.stop();
    const posts = slack.messages().filter(({ thread }) => thread === null).length;
    return {
      bytes,
      lines,
      seconds,
      linesOff,
      memoryMiB,
      acknowledged: spread(acks),
      answered: spread(answers),
      posts,
    };
  } finally {
    await slack.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

const environmentOf = (dir: string, slack: FakeSlack) => ({
  LOGS: join(dir, '*.log'),
  DATABASE: join(dir, 'badgateway.db'),
  SLACK_BOT_TOKEN: slack.tokens.bot,
  SLACK_APP_TOKEN: slack.tokens.app,
  SLACK_CHANNEL: slack.channel,
  SLACK_API_URL: slack.apiUrl,
});

type Asking = {
  readonly bot: Bot;
  readonly slack: FakeSlack;
  readonly lines: number;
  readonly database: string;
};

async function askMeanwhile({ bot, slack, lines, database }: Asking) {
  const acks: number[] = [];
  const answers: number[] = [];
  const ledger = openLedger(database);
  const read = () => ledger.coverage().reduce((sum, file) => sum + file.lines, 0);
  let memoryMiB = 0;
  for (const until = performance.now() + caughtUpWithinMs; performance.now() < until && read() < lines; ) {
    if (!bot.isRunning()) throw new Error(`the bot stopped: ${bot.log()}`);
    const asked = performance.now();
    const question = await slack.people.command('status');
    acks.push(question.ms);
    await question.answer();
    answers.push(performance.now() - asked);
    memoryMiB = memoryOf(bot.pid);
    await sleep(250);
  }
  const linesOff = read() - lines;
  ledger.close();
  return { acks, answers, linesOff, memoryMiB };
}

/** The kernel's high-water mark of resident memory. */
function memoryOf(pid: number): number {
  const kib = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib) / 1_024;
}

/** One request in a hundred failed; the times end five minutes ago. Answers the number of lines. */
function writeBacklog(path: string, bytes: number): number {
  const fd = openSync(path, 'a');
  const end = Date.now() - 300_000;
  const from = end - hoursBack * 3_600_000;
  let written = 0;
  let lines = 0;
  while (written < bytes) {
    const at = timeOf(from + ((end - from) * written) / bytes);
    let block = '';
    for (let i = 0; i < blockLines; i++) {
      const status = (lines + i) % 100 === 0 ? 502 : 200;
      block += `192.0.2.${i % 250} - - [${at}] "GET /api/item/${lines + i} HTTP/1.1" ${status} 512 "-" "curl/8.5.0"\n`;
    }
    written += writeSync(fd, block);
    lines += blockLines;
  }
  closeSync(fd);
  return lines;
}

function timeOf(at: number): string {
  const date = new Date(at);
  const month = date.toLocaleString('en', { month: 'short', timeZone: 'UTC' });
  const [day, year] = [String(date.getUTCDate()).padStart(2, '0'), date.getUTCFullYear()];
  return `${day}/${month}/${year}:${date.toISOString().slice(11, 19)} +0000`;
}

function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
  return { p50: at(0.5), max: at(1), count: sorted.length };
}
