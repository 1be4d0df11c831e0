import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStoreReader } from '../../src/storage/store.js';
import { startBot, waitForOutput } from '../support/crash/bot.js';
import { waitFor } from '../support/fake-slack/users.js';

const main = join(import.meta.dirname, '../../dist/main.js');
const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
let directory;
let bot;
let now;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'badgateway-first-'));
  now = Date.now();
});
afterEach(async () => {
  await bot?.kill();
  rmSync(directory, { recursive: true, force: true });
});
const pathTo = (name) => join(directory, name);
const environment = (more = {}) => ({
  LOGS: pathTo('*.log'),
  DATABASE: pathTo('badgateway.db'),
  TIMEZONE: 'UTC',
  NGINX_LOG_FORMAT: '$remote_addr - - [$time_local] "$request" $status $upstream_addr $upstream_status',
  ...more,
});
function accessLine(at, status) {
  const [, day, month, year, time] =
    /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(at).toUTCString()) ?? [];
  return `192.0.2.7 - - [${day}/${month}/${year}:${time} +0000] "GET /pay HTTP/1.1" ${status} 10.0.0.7:8080 ${status}`;
}
/** `count` failures, one a second from `agoMs` ago on, and 60 good requests after them. */
const outage = (agoMs, count) => [
  ...Array.from({ length: count }, (_, index) => accessLine(now - agoMs + index * secondMs, 502)),
  ...Array.from({ length: 60 }, (_, index) => accessLine(now - agoMs + (count + 10 * index) * secondMs, 200)),
];
function write(name, lines, writtenAgoMs = 0) {
  const content = `${lines.join('\n')}\n`;
  writeFileSync(pathTo(name), name.endsWith('.gz') ? gzipSync(content) : content);
  const writtenAt = new Date(now - writtenAgoMs);
  utimesSync(pathTo(name), writtenAt, writtenAt);
}
function readStore(read) {
  try {
    const store = openStoreReader(pathTo('badgateway.db'));
    try {
      return read(store);
    } finally {
      store.close();
    }
  } catch {
    return undefined;
  }
}
const countFailures = () => readStore((store) => store.totals({ from: 0, to: now + hourMs }).failures);
const ask = (...words) =>
  spawnSync(process.execPath, [main, 'ask', ...words], {
    encoding: 'utf8',
    cwd: directory,
    env: { ...process.env, ...environment() },
  }).stdout;
const countIn = (text, pattern) => text.match(new RegExp(pattern, 'g'))?.length ?? 0;
async function start(more = {}) {
  bot = startBot(environment(more), directory);
  await waitForOutput(bot, 'Following');
  await waitFor(() => readStore((store) => store.historySince()) === null, 'the end of the history', 20_000);
  return bot;
}
describe('the first start', () => {
  it('reads the last day with its rotated files, says once what it would have told, and follows', async () => {
    write('access.log.3.gz', outage(60 * hourMs, 20), 50 * hourMs);
    write('access.log.2.gz', [...outage(40 * hourMs, 30), ...outage(20 * hourMs, 40)], 10 * hourMs);
    write('access.log.1', outage(8 * hourMs, 50), 6 * hourMs);
    write('access.log', outage(3 * hourMs, 60));
    const { output, stop } = await start();
    expect(countFailures()).toBe(150);
    await waitFor(
      () => /3 incidents in the last 24 h[\s\S]*What I would have told/.test(output()),
      'the message',
      10_000,
    );
    appendFileSync(pathTo('access.log'), `${accessLine(Date.now(), 502)}\n`);
    await waitFor(() => countFailures() === 151, 'the next failure', 10_000);
    expect(await stop()).toBe(0);
    bot = startBot(environment(), directory);
    await waitForOutput(bot, 'Following');
    appendFileSync(pathTo('access.log'), `${accessLine(Date.now(), 502)}\n`);
    await waitFor(() => countFailures() === 152, 'the last failure', 10_000);
    expect(countIn(output(), /What I would have told/)).toBe(1);
    expect(output()).not.toMatch(/refuses|answers 502 at/i);
    expect(bot.output()).not.toContain('What I would have told');
  }, 60_000);
  it('alerts of what still fails, and of nothing that is over', async () => {
    write('access.log', [
      ...outage(3 * hourMs, 60),
      ...Array.from({ length: 90 }, (_, index) => accessLine(now - (90 - index) * secondMs, 502)),
    ]);
    const { output } = await start();
    await waitFor(
      () => /1 incident in the last 24 h[\s\S]*What I would have told/.test(output()),
      'the message',
      10_000,
    );
    await waitFor(() => readStore((store) => store.openIncidents().length) === 1, 'the open incident');
    await waitFor(() => countIn(output(), /BG-2/) > 0, 'the alert', 10_000);
    expect(countFailures()).toBe(150);
  }, 40_000);
  it('says nothing where nothing was', async () => {
    write('access.log', [accessLine(now - 2 * hourMs, 200)]);
    const { output } = await start();
    expect(output()).toContain('Read the last 24 h of the logs: no incident is over.');
    expect(output()).not.toContain('would have told');
  }, 40_000);
  it('goes on after a kill, and counts nothing twice', async () => {
    write('access.log.1', outage(8 * hourMs, 20_000), 2 * hourMs);
    write('access.log', outage(hourMs, 500));
    for (const delayMs of [300, 500, 700, 900]) {
      bot = startBot(environment(), directory);
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      await bot.kill();
    }
    const { output } = await start();
    expect(countFailures()).toBe(20_500);
    await waitFor(() => /incidents? in the last 24 h/.test(output()), 'the message', 10_000);
    expect(readStore((store) => store.isReportWritten('first-start'))).toBe(true);
  }, 60_000);
  it('with HISTORY_H=0 begins at the end, and says since when it has read', async () => {
    write('access.log', outage(3 * hourMs, 60));
    await start({ HISTORY_H: '0' });
    expect(countFailures()).toBe(0);
    expect(ask('how many 502s in the last 5 hours')).toContain('read since');
    expect(ask('how many 502s last monday')).toMatch(/I had not read anything then/);
  }, 40_000);
  it('says since when it has read where an answer reaches further back', async () => {
    write('access.log', outage(3 * hourMs, 60));
    await start();
    expect(ask('how many 502s in the last 5 hours')).toMatch(/60 .*502[\s\S]*read since/);
    expect(ask('how many 502s in the last 2 hours')).not.toContain('read since');
  }, 40_000);
});
