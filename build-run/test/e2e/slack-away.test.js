import { afterEach, beforeEach, expect, it } from 'vitest';
import { waitForOutput } from '../support/crash/bot.js';
import { FollowedLog } from '../support/crash/followed.js';
import { startFakeSlack } from '../support/fake-slack/index.js';
import { waitFor } from '../support/fake-slack/users.js';

let slack;
let followedLog;
beforeEach(async () => {
  slack = await startFakeSlack();
  followedLog = new FollowedLog({
    SLACK_BOT_TOKEN: slack.tokens.bot,
    SLACK_APP_TOKEN: slack.tokens.app,
    SLACK_CHANNEL: slack.channel,
    SLACK_API_URL: slack.apiUrl,
  });
});
afterEach(async () => {
  await followedLog.dispose();
  await slack.close();
});
const listParents = () => slack.listMessages().filter(({ thread }) => thread === null);
it('reads logs while Slack cannot be reached, and posts once it can', async () => {
  slack.injectFault('auth.test', { status: 503 }, 4);
  slack.injectFault('chat.postMessage', { status: 429, headers: { 'retry-after': '2' } }, 1);
  const bot = await followedLog.start();
  await waitForOutput(bot, /HTTP 503.*logs are read meanwhile/);
  followedLog.append(8);
  await followedLog.waitUntilCounted();
  expect(bot.output()).not.toContain('Connected to Slack');
  await waitForOutput(bot, 'Connected to Slack');
  await waitFor(() => listParents().length === 1, 'the alert', 15_000);
  expect(await (await slack.people.typeCommand('status')).waitForAnswer()).toBeDefined();
  expect(await bot.stop()).toBe(0);
}, 40_000);
it('stops in time while waiting for Slack', async () => {
  slack.injectFault('auth.test', { delayMs: 8_000 }, 9);
  const bot = await followedLog.start();
  const askedAt = performance.now();
  expect(await bot.stop()).toBe(0);
  expect(performance.now() - askedAt).toBeLessThan(2_000);
});
it('keeps reading logs after a token is revoked', async () => {
  const bot = await followedLog.start();
  await waitForOutput(bot, 'Connected to Slack');
  for (const method of ['chat.postMessage', 'chat.update', 'auth.test', 'apps.connections.open'])
    slack.injectFault(method, { error: 'token_revoked' }, 1_000);
  slack.sockets.terminateAll();
  followedLog.append(20);
  await followedLog.waitUntilCounted();
  await waitForOutput(bot, /token_revoked: reinstall/);
  followedLog.append(20);
  await followedLog.waitUntilCounted();
  expect(bot.isRunning()).toBe(true);
  expect(listParents()).toEqual([]);
}, 40_000);
