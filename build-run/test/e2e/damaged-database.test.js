import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStoreReader } from '../../src/storage/store.js';
import { startBot, waitForOutput } from '../support/crash/bot.js';
import { makeRefusedLines } from '../support/crash/refused-lines.js';
import { waitFor } from '../support/fake-slack/users.js';

let directory;
let bot;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'badgateway-damage-'));
});
afterEach(async () => {
  await bot?.kill();
  rmSync(directory, { recursive: true, force: true });
});
const pathTo = (name) => join(directory, name);
const buildEnvironment = () => ({ LOGS: pathTo('*.log'), DATABASE: pathTo('badgateway.db') });
const allTime = { from: 0, to: Date.now() + 86_400_000 };
/** Starts the bot on an empty log and counts the lines written to it. */
async function startAndCount(count) {
  writeFileSync(pathTo('error.log'), '');
  const started = startBot(buildEnvironment(), directory);
  // Registered before counting can fail, so the process is always ended.
  bot = started;
  await waitForOutput(started, 'Following');
  await waitFor(hasDiscoveredLog, 'the first look');
  appendFileSync(pathTo('error.log'), makeRefusedLines(count));
  await waitUntilCounted(count);
  return started;
}
/** Waits for this many failures. A database that is still being created cannot be read yet. */
const waitUntilCounted = (count) =>
  waitFor(() => isDatabaseReady() && countFailures() === count, `${count} failures`, 15_000);
function isDatabaseReady() {
  if (!existsSync(pathTo('badgateway.db'))) return false;
  try {
    openStoreReader(pathTo('badgateway.db')).close();
    return true;
  } catch {
    return false;
  }
}
function countFailures() {
  const repository = openStoreReader(pathTo('badgateway.db'));
  const total = repository.totals(allTime).failures;
  repository.close();
  return total;
}
describe('a damaged database', () => {
  it('is set aside with a clear message, and the logs are read again from their start', async () => {
    bot = await startAndCount(400);
    expect(await bot.stop()).toBe(0);
    overwritePages(pathTo('badgateway.db'));
    bot = startBot(buildEnvironment(), directory);
    await waitForOutput(bot, /is damaged.*Moved it to .*\.damaged-\d{14}/);
    await waitUntilCounted(400);
    const names = readdirSync(directory).filter((name) => name.includes('.damaged-'));
    expect(names).toContainEqual(expect.stringMatching(/^badgateway\.db\.damaged-\d{14}$/));
    appendFileSync(pathTo('error.log'), makeRefusedLines(3));
    await waitUntilCounted(403);
  }, 40_000);
  it('is reported by check', async () => {
    bot = await startAndCount(400);
    await bot.stop();
    expect(runCheck().stdout).toContain('ok   database');
    overwritePages(pathTo('badgateway.db'));
    const { stdout, status } = runCheck();
    expect(stdout).toMatch(/BAD {2}database: .*damaged/);
    expect(status).toBe(1);
  });
  it('that is a file of another program is left alone', async () => {
    writeFileSync(pathTo('badgateway.db'), 'notes of a colleague\n'.repeat(500));
    bot = startBot(buildEnvironment(), directory);
    await waitFor(() => bot?.isRunning() === false, 'the end');
    expect(bot.output()).toMatch(/badgateway\.db/);
    expect(readFileSync(pathTo('badgateway.db'), 'utf8')).toMatch(/^notes of a colleague/);
    expect(readdirSync(directory).some((name) => name.includes('damaged'))).toBe(false);
  });
});
describe('a backup', () => {
  it('is a consistent database made while the bot runs, readable by its owner alone', async () => {
    bot = await startAndCount(50);
    const { status, stdout } = runBadgateway('backup', pathTo('copy.db'));
    expect(stdout).toMatch(/^Copied .* checked\.\n$/);
    expect(status).toBe(0);
    expect(statSync(pathTo('copy.db')).mode & 0o777).toBe(0o600);
    const copy = openStoreReader(pathTo('copy.db'));
    expect(copy.totals(allTime).failures).toBe(50);
    copy.close();
    expect(bot.isRunning()).toBe(true);
  });
  it('overwrites nothing', async () => {
    bot = await startAndCount(5);
    writeFileSync(pathTo('copy.db'), 'precious');
    const { status, stderr } = runBadgateway('backup', pathTo('copy.db'));
    expect(stderr).toMatch(/the file already exists; choose another name/);
    expect(status).toBe(1);
    expect(readFileSync(pathTo('copy.db'), 'utf8')).toBe('precious');
  });
});
/** Overwrites the middle of the file, as a failing disk or a careless program would. */
function overwritePages(path) {
  const { size } = statSync(path);
  const fd = openSync(path, 'r+');
  for (let page = 2; page * 4_096 < size - 4_096; page += 2)
    writeSync(fd, Buffer.alloc(4_096, 0xa5), 0, 4_096, page * 4_096);
  closeSync(fd);
}
function hasDiscoveredLog() {
  const repository = openStoreReader(pathTo('badgateway.db'));
  const files = repository.coverage().length;
  repository.close();
  return files > 0;
}
const runCheck = () => runBadgateway('check');
function runBadgateway(...args) {
  const env = { PATH: process.env['PATH'], TIMEZONE: 'UTC', LOG_TIMEZONE: 'UTC', ...buildEnvironment() };
  return spawnSync(process.execPath, [resolve('dist/main.js'), ...args], {
    cwd: directory,
    env,
    encoding: 'utf8',
  });
}
