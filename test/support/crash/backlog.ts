import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStoreReader } from '../../../src/storage/store.js';
import { type FakeSlack, startFakeSlack } from '../fake-slack/index.js';
import { type BotProcess, startBot, waitForOutput } from './bot.js';

/** Measurements of a bot catching up on lines written while it was down. */
export type CatchUpReport = {
  readonly bytes: number;
  readonly lines: number;
  readonly seconds: number;
  readonly lineCountError: number;
  /** Peak resident memory of the process, MiB. */
  readonly memoryMiB: number;
  /** Time until commands were acknowledged and answered during catch-up, ms: median and maximum. */
  readonly ackMs: Latency;
  readonly answerMs: Latency;
  /** Messages in the channel. Old failures must not raise alerts. */
  readonly postCount: number;
};

type Latency = { readonly p50: number; readonly max: number; readonly count: number };

const linesPerBlock = 20_000;
const hoursBack = 8;
const catchUpTimeoutMs = 1_800_000;

/** Writes `bytes` of access log while the bot is down, then restarts it and runs commands while it catches up. */
export async function measureCatchUp(bytes: number): Promise<CatchUpReport> {
  const dir = mkdtempSync(join(tmpdir(), 'badgateway-backlog-'));
  const slack = await startFakeSlack();
  const path = join(dir, 'access.log');
  closeSync(openSync(path, 'a'));
  try {
    const first = startBot(buildEnvironment(dir, slack), dir);
    await waitForOutput(first, 'Connected');
    await sleep(500);
    await first.stop();
    const lines = writeBacklog(path, bytes);
    const startedAt = performance.now();
    const bot = startBot(buildEnvironment(dir, slack), dir);
    await waitForOutput(bot, 'Connected');
    const options = { bot, slack, lines, database: join(dir, 'badgateway.db') };
    const { acks, answers, lineCountError, memoryMiB } = await runCommandsDuringCatchUp(options);
    const seconds = (performance.now() - startedAt) / 1_000;
    await bot.stop();
    const postCount = slack.listMessages().filter(({ thread }) => thread === null).length;
    return {
      bytes,
      lines,
      seconds,
      lineCountError,
      memoryMiB,
      ackMs: summarizeLatency(acks),
      answerMs: summarizeLatency(answers),
      postCount,
    };
  } finally {
    await slack.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

const buildEnvironment = (dir: string, slack: FakeSlack) => ({
  LOGS: join(dir, '*.log'),
  DATABASE: join(dir, 'badgateway.db'),
  SLACK_BOT_TOKEN: slack.tokens.bot,
  SLACK_APP_TOKEN: slack.tokens.app,
  SLACK_CHANNEL: slack.channel,
  SLACK_API_URL: slack.apiUrl,
});

type CatchUpOptions = {
  readonly bot: BotProcess;
  readonly slack: FakeSlack;
  readonly lines: number;
  readonly database: string;
};

async function runCommandsDuringCatchUp({ bot, slack, lines, database }: CatchUpOptions) {
  const acks: number[] = [];
  const answers: number[] = [];
  const repository = openStoreReader(database);
  const countReadLines = () => repository.coverage().reduce((sum, file) => sum + file.lines, 0);
  let memoryMiB = 0;
  for (
    const deadline = performance.now() + catchUpTimeoutMs;
    performance.now() < deadline && countReadLines() < lines;
  ) {
    if (!bot.isRunning()) throw new Error(`the bot stopped: ${bot.output()}`);
    const typedAt = performance.now();
    const command = await slack.people.typeCommand('status');
    acks.push(command.durationMs);
    await command.waitForAnswer();
    answers.push(performance.now() - typedAt);
    memoryMiB = readPeakMemoryMiB(bot.pid);
    await sleep(250);
  }
  const lineCountError = countReadLines() - lines;
  repository.close();
  return { acks, answers, lineCountError, memoryMiB };
}

/** Peak resident memory (`VmHWM`) as reported by the kernel. */
function readPeakMemoryMiB(pid: number): number {
  const kib = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib) / 1_024;
}

/** Writes requests up to five minutes ago, of which 1 in 100 failed. Returns the number of lines. */
function writeBacklog(path: string, bytes: number): number {
  const fd = openSync(path, 'a');
  const end = Date.now() - 300_000;
  const from = end - hoursBack * 3_600_000;
  let written = 0;
  let lines = 0;
  while (written < bytes) {
    const at = formatLogTime(from + ((end - from) * written) / bytes);
    let block = '';
    for (let i = 0; i < linesPerBlock; i++) {
      const status = (lines + i) % 100 === 0 ? 502 : 200;
      block += `192.0.2.${i % 250} - - [${at}] "GET /api/item/${lines + i} HTTP/1.1" ${status} 512 "-" "curl/8.5.0"\n`;
    }
    written += writeSync(fd, block);
    lines += linesPerBlock;
  }
  closeSync(fd);
  return lines;
}

function formatLogTime(at: number): string {
  const date = new Date(at);
  const month = date.toLocaleString('en', { month: 'short', timeZone: 'UTC' });
  const [day, year] = [String(date.getUTCDate()).padStart(2, '0'), date.getUTCFullYear()];
  return `${day}/${month}/${year}:${date.toISOString().slice(11, 19)} +0000`;
}

function summarizeLatency(values: readonly number[]): Latency {
  const sorted = [...values].sort((a, b) => a - b);
  const quantile = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
  return { p50: quantile(0.5), max: quantile(1), count: sorted.length };
}
