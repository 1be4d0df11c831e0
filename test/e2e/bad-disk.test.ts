import { execFileSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { untilSaid } from '../support/crash/bot.js';
import { Followed } from '../support/crash/followed.js';
import { startFakeSlack } from '../support/fake-slack/index.js';
import { eventually } from '../support/fake-slack/users.js';
import { mayMount } from '../support/privileges.js';

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

describe.skipIf(!mayMount())('a full disk (needs the right to mount)', () => {
  it('pauses reading with one warning, and loses nothing when there is room again', async () => {
    const disk = smallDisk('3m');
    const followed = new Followed({ DATABASE: join(disk, 'badgateway.db') });
    endings.push(() => followed.end());
    const bot = await followed.start();
    followed.append(20);
    await followed.untilCounted();

    fill(disk);
    followed.append(3_000);
    await untilSaid(bot, /reading paused.*the disk is full/);
    followed.append(500);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(bot.isRunning()).toBe(true);
    expect(bot.log().match(/reading paused/g)).toHaveLength(1);

    execFileSync('mount', ['-o', 'remount,size=40m', disk]);
    await followed.untilCounted();
    await untilSaid(bot, 'reading goes on');
    expect(await bot.stop()).toBe(0);
  }, 40_000);
});

describe('a database that another program holds', () => {
  it('pauses storing, keeps answering, and loses nothing', async () => {
    const slack = await startFakeSlack();
    endings.push(() => slack.close());
    const { botToken, channel, apiUrl } = slack.config();
    const followed = new Followed({
      SLACK_BOT_TOKEN: botToken,
      SLACK_APP_TOKEN: slack.tokens.app,
      SLACK_CHANNEL: channel,
      SLACK_API_URL: apiUrl,
    });
    endings.push(() => followed.end());
    const bot = await followed.start();
    await untilSaid(bot, 'Connected');
    followed.append(20);
    await followed.untilCounted();

    const shell = new Database(followed.database);
    shell.exec('BEGIN IMMEDIATE');
    followed.append(200);
    for (let i = 0; i < 4; i++) {
      const asked = await slack.people.command('status');
      expect(asked.acked).toBe(true);
      expect(asked.ms).toBeLessThan(500);
      await asked.answer();
    }
    await untilSaid(bot, /paused.*another program holds it/);
    expect(followed.failures()).toBe(20);
    shell.exec('ROLLBACK');
    shell.close();

    await followed.untilCounted();
    await eventually(() => slack.messages().length > 0, 'the alert');
    expect(slack.messages().filter(({ thread }) => thread === null)).toHaveLength(1);
    expect(slack.faults).toEqual([]);
  }, 40_000);
});

function smallDisk(size: string): string {
  const disk = mkdtempSync(join(tmpdir(), 'badgateway-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', disk]);
  endings.push(() => {
    execFileSync('umount', ['--lazy', disk]);
    rmSync(disk, { recursive: true, force: true });
  });
  return disk;
}

/** Leaves a few pages; page by page, because the program writes meanwhile. */
function fill(disk: string): void {
  const filler = openSync(join(disk, 'filler'), 'w');
  const page = Buffer.alloc(4096);
  let pages = 0;
  while (hasRoomFor(filler, page)) pages += 1;
  ftruncateSync(filler, (pages - 4) * page.length);
  closeSync(filler);
}

function hasRoomFor(filler: number, page: Buffer): boolean {
  try {
    return writeSync(filler, page) === page.length;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false;
    throw error;
  }
}
