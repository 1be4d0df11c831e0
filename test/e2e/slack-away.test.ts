import { afterEach, beforeEach, expect, it } from 'vitest';
import { untilSaid } from '../support/crash/bot.js';
import { Followed } from '../support/crash/followed.js';
import { type FakeSlack, startFakeSlack } from '../support/fake-slack/index.js';
import { eventually } from '../support/fake-slack/users.js';

let slack: FakeSlack;
let followed: Followed;

beforeEach(async () => {
  slack = await startFakeSlack();
  followed = new Followed({
    SLACK_BOT_TOKEN: slack.tokens.bot,
    SLACK_APP_TOKEN: slack.tokens.app,
    SLACK_CHANNEL: slack.channel,
    SLACK_API_URL: slack.apiUrl,
  });
});
afterEach(async () => {
  await followed.end();
  await slack.close();
});

const parents = () => slack.messages().filter(({ thread }) => thread === null);

it('reads from the start while Slack cannot be reached, and tells when it can', async () => {
  slack.mishap('auth.test', { status: 503 }, 4);
  slack.mishap('chat.postMessage', { status: 429, headers: { 'retry-after': '2' } }, 1);
  const bot = await followed.start();
  await untilSaid(bot, /HTTP 503.*Logs are read meanwhile/);
  followed.append(8);
  await followed.untilCounted();
  expect(bot.log()).not.toContain('Connected to Slack');
  await untilSaid(bot, 'Connected to Slack');
  await eventually(() => parents().length === 1, 'the alert', 15_000);
  expect(await (await slack.people.command('status')).answer()).toBeDefined();
  expect(await bot.stop()).toBe(0);
}, 40_000);

it('stops in time also while it waits for Slack', async () => {
  slack.mishap('auth.test', { delayMs: 8_000 }, 9);
  const bot = await followed.start();
  const asked = performance.now();
  expect(await bot.stop()).toBe(0);
  expect(performance.now() - asked).toBeLessThan(2_000);
});

it('goes on reading with a token that was revoked meanwhile', async () => {
  const bot = await followed.start();
  await untilSaid(bot, 'Connected to Slack');
  for (const method of ['chat.postMessage', 'chat.update', 'auth.test', 'apps.connections.open'])
    slack.mishap(method, { error: 'token_revoked' }, 1_000);
  slack.sockets.cut();
  followed.append(20);
  await followed.untilCounted();
  await untilSaid(bot, /token_revoked: reinstall/);
  followed.append(20);
  await followed.untilCounted();
  expect(bot.isRunning()).toBe(true);
  expect(parents()).toEqual([]);
}, 40_000);
