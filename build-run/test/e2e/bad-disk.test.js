import { execFileSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { waitForOutput } from '../support/crash/bot.js';
import { FollowedLog } from '../support/crash/followed.js';
import { startFakeSlack } from '../support/fake-slack/index.js';
import { waitFor } from '../support/fake-slack/users.js';
import { canMount } from '../support/privileges.js';

const cleanups = [];
afterEach(async () => {
  for (const end of cleanups.splice(0).reverse()) await end();
});
describe.skipIf(!canMount())('a full disk (needs permission to mount)', () => {
  it('stops reading with one warning, and loses nothing once there is space again', async () => {
    const disk = mountSmallDisk('3m');
    const followedLog = new FollowedLog({ DATABASE: join(disk, 'badgateway.db') });
    cleanups.push(() => followedLog.dispose());
    const bot = await followedLog.start();
    followedLog.append(20);
    await followedLog.waitUntilCounted();
    fillDisk(disk);
    followedLog.append(3_000);
    await waitForOutput(bot, /Reading logs failed.*the disk is full/);
    followedLog.append(500);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(bot.isRunning()).toBe(true);
    expect(bot.output().match(/Reading logs failed/g)).toHaveLength(1);
    execFileSync('mount', ['-o', 'remount,size=40m', disk]);
    await followedLog.waitUntilCounted();
    await waitForOutput(bot, 'Reading logs works again');
    expect(await bot.stop()).toBe(0);
  }, 40_000);
});
describe('a database locked by another program', () => {
  it('delays writing, but answers and loses nothing', async () => {
    const slack = await startFakeSlack();
    cleanups.push(() => slack.close());
    const { botToken, channel, apiUrl } = slack.makeConfig();
    const followedLog = new FollowedLog({
      SLACK_BOT_TOKEN: botToken,
      SLACK_APP_TOKEN: slack.tokens.app,
      SLACK_CHANNEL: channel,
      SLACK_API_URL: apiUrl,
    });
    cleanups.push(() => followedLog.dispose());
    const bot = await followedLog.start();
    await waitForOutput(bot, 'Connected');
    followedLog.append(20);
    await followedLog.waitUntilCounted();
    const shell = new Database(followedLog.databasePath);
    shell.exec('BEGIN IMMEDIATE');
    followedLog.append(200);
    for (let i = 0; i < 4; i++) {
      const action = await slack.people.typeCommand('status');
      expect(action.isAcked).toBe(true);
      expect(action.durationMs).toBeLessThan(500);
      await action.waitForAnswer();
    }
    await waitForOutput(bot, /failed and will be retried.*another program has locked it/);
    expect(followedLog.countFailures()).toBe(20);
    shell.exec('ROLLBACK');
    shell.close();
    await followedLog.waitUntilCounted();
    await waitFor(() => slack.listMessages().length > 0, 'the alert');
    expect(slack.listMessages().filter(({ thread }) => thread === null)).toHaveLength(1);
    expect(slack.violations).toEqual([]);
  }, 40_000);
});
function mountSmallDisk(size) {
  const mountPoint = mkdtempSync(join(tmpdir(), 'badgateway-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', mountPoint]);
  cleanups.push(() => {
    execFileSync('umount', ['--lazy', mountPoint]);
    rmSync(mountPoint, { recursive: true, force: true });
  });
  return mountPoint;
}
/** Fills the disk up to a few pages; page by page, because the program writes meanwhile. */
function fillDisk(disk) {
  const filler = openSync(join(disk, 'filler'), 'w');
  const page = Buffer.alloc(4096);
  let pages = 0;
  while (canWritePage(filler, page)) pages += 1;
  ftruncateSync(filler, (pages - 4) * page.length);
  closeSync(filler);
}
function canWritePage(filler, page) {
  try {
    return writeSync(filler, page) === page.length;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false;
    throw error;
  }
}
