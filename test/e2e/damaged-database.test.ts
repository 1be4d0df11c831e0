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
import { openLedger } from '../../src/storage/store.js';
import { type Bot, startBot, untilSaid } from '../support/crash/bot.js';
import { refusals } from '../support/crash/refused-lines.js';
import { eventually } from '../support/fake-slack/users.js';

let directory: string;
let bot: Bot | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'badgateway-damage-'));
});
afterEach(async () => {
  await bot?.kill();
  rmSync(directory, { recursive: true, force: true });
});

const at = (name: string) => join(directory, name);
const environment = () => ({ LOGS: at('*.log'), DATABASE: at('badgateway.db') });
const always = { from: 0, to: Date.now() + 86_400_000 };

/** Starts, sees the empty log, and counts what is written into it. */
async function countInto(count: number): Promise<Bot> {
  writeFileSync(at('error.log'), '');
  const started = startBot(environment(), directory);
  // Known before it can fail to count, so that it is ended in any case.
  bot = started;
  await untilSaid(started, 'Following');
  await eventually(hasMetTheLog, 'the first look');
  appendFileSync(at('error.log'), refusals(count));
  await untilCounted(count);
  return started;
}

/** A database that is just being made cannot be asked yet. */
const untilCounted = (count: number) =>
  eventually(() => isMade() && failures() === count, `${count} failures`, 15_000);

function isMade(): boolean {
  if (!existsSync(at('badgateway.db'))) return false;
  try {
    openLedger(at('badgateway.db')).close();
    return true;
  } catch {
    return false;
  }
}

function failures(): number {
  const ledger = openLedger(at('badgateway.db'));
  const total = ledger.totals(always).failures;
  ledger.close();
  return total;
}

describe('a damaged database', () => {
  it('is set aside with a clear word, and the logs are read again from their start', async () => {
    bot = await countInto(400);
    expect(await bot.stop()).toBe(0);
    trample(at('badgateway.db'));

    bot = startBot(environment(), directory);
    await untilSaid(bot, /is damaged.*Now it is called .*\.damaged-\d{14}/);
    await untilCounted(400);
    const names = readdirSync(directory).filter((name) => name.includes('.damaged-'));
    expect(names).toContainEqual(expect.stringMatching(/^badgateway\.db\.damaged-\d{14}$/));
    appendFileSync(at('error.log'), refusals(3));
    await untilCounted(403);
  }, 40_000);

  it('is found by check', async () => {
    bot = await countInto(400);
    await bot.stop();
    expect(check().stdout).toContain('ok   database');
    trample(at('badgateway.db'));
    const { stdout, status } = check();
    expect(stdout).toMatch(/BAD {2}database: .*damaged/);
    expect(status).toBe(1);
  });

  it('of somebody else is left alone', async () => {
    writeFileSync(at('badgateway.db'), 'notes of a colleague\n'.repeat(500));
    bot = startBot(environment(), directory);
    await eventually(() => bot?.isRunning() === false, 'the end');
    expect(bot.log()).toMatch(/badgateway\.db/);
    expect(readFileSync(at('badgateway.db'), 'utf8')).toMatch(/^notes of a colleague/);
    expect(readdirSync(directory).some((name) => name.includes('damaged'))).toBe(false);
  });
});

describe('a backup', () => {
  it('is a whole database of one instant, made while the bot runs, for its user alone', async () => {
    bot = await countInto(50);
    const { status, stdout } = badgateway('backup', at('copy.db'));
    expect(stdout).toMatch(/^Copied .* checked\.\n$/);
    expect(status).toBe(0);
    expect(statSync(at('copy.db')).mode & 0o777).toBe(0o600);
    const copy = openLedger(at('copy.db'));
    expect(copy.totals(always).failures).toBe(50);
    copy.close();
    expect(bot.isRunning()).toBe(true);
  });

  it('overwrites nothing', async () => {
    bot = await countInto(5);
    writeFileSync(at('copy.db'), 'precious');
    const { status, stderr } = badgateway('backup', at('copy.db'));
    expect(stderr).toMatch(/there is a file already; choose another name/);
    expect(status).toBe(1);
    expect(readFileSync(at('copy.db'), 'utf8')).toBe('precious');
  });
});

/** Writes nonsense over the middle of the file, as a dying disk or a careless program would. */
function trample(path: string): void {
  const { size } = statSync(path);
  const fd = openSync(path, 'r+');
  for (let page = 2; page * 4_096 < size - 4_096; page += 2)
    writeSync(fd, Buffer.alloc(4_096, 0xa5), 0, 4_096, page * 4_096);
  closeSync(fd);
}

function hasMetTheLog(): boolean {
  const ledger = openLedger(at('badgateway.db'));
  const files = ledger.coverage().length;
  ledger.close();
  return files > 0;
}

const check = () => badgateway('check');

function badgateway(...words: string[]) {
  const env = { PATH: process.env['PATH'], TIMEZONE: 'UTC', LOG_TIMEZONE: 'UTC', ...environment() };
  return spawnSync(process.execPath, [resolve('dist/main.js'), ...words], {
    cwd: directory,
    env,
    encoding: 'utf8',
  });
}
