import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStoreReader } from '../../../src/storage/store.js';
import { startFakeSlack } from '../fake-slack/index.js';
import { startBot, waitForOutput } from './bot.js';

const linesPerBlock = 20_000;
const hoursBack = 8;
const catchUpTimeoutMs = 1_800_000;
/** Writes `bytes` of access log while the bot is down, then restarts it and runs commands while it catches up. */
export async function measureCatchUp(bytes) {
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
const buildEnvironment = (dir, slack) => ({
  LOGS: join(dir, '*.log'),
  DATABASE: join(dir, 'badgateway.db'),
  SLACK_BOT_TOKEN: slack.tokens.bot,
  SLACK_APP_TOKEN: slack.tokens.app,
  SLACK_CHANNEL: slack.channel,
  SLACK_API_URL: slack.apiUrl,
});
async function runCommandsDuringCatchUp({ bot, slack, lines, database }) {
  const acks = [];
  const answers = [];
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
function readPeakMemoryMiB(pid) {
  const kib = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib) / 1_024;
}
/** Writes requests up to five minutes ago, of which 1 in 100 failed. Returns the number of lines. */
function writeBacklog(path, bytes) {
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
function formatLogTime(at) {
  const date = new Date(at);
  const month = date.toLocaleString('en', { month: 'short', timeZone: 'UTC' });
  const [day, year] = [String(date.getUTCDate()).padStart(2, '0'), date.getUTCFullYear()];
  return `${day}/${month}/${year}:${date.toISOString().slice(11, 19)} +0000`;
}
function summarizeLatency(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const quantile = (share) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
  return { p50: quantile(0.5), max: quantile(1), count: sorted.length };
}
