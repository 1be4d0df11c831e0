import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFakeSlack } from '../support/fake-slack/index.js';
import { defaultUserId, getLatestVersion } from '../support/fake-slack/workspace.js';
import { hasNginx, startNginx } from '../support/nginx-lab/nginx.js';
import { findFreePorts } from '../support/nginx-lab/ports.js';

const main = join(import.meta.dirname, '../../dist/main.js');
const directory = mkdtempSync(join(tmpdir(), 'badgateway-story-'));
if (!hasNginx && process.env['CI']) throw new Error('nginx is missing: .ci/run installs it');
/** The built program, real nginx and real Bolt; only Slack's server is fake. */
describe.skipIf(!hasNginx)('an outage, from a real nginx to Slack (needs nginx)', () => {
  let slack;
  let nginx;
  let bot;
  let port = 0;
  let shopPort = 0;
  let shop;
  beforeAll(async () => {
    [port = 0, shopPort = 0] = await findFreePorts(2);
    slack = await startFakeSlack();
    shop = await startServer(shopPort);
    nginx = await startNginx(directory, port, renderSite(port, shopPort));
    bot = await startProgram(slack);
  }, 30_000);
  afterAll(async () => {
    await bot?.stop();
    await nginx?.stop();
    shop?.close();
    await slack?.close();
    rmSync(directory, { recursive: true, force: true });
  });
  it('posts nothing while everything works', async () => {
    await responses(10);
    await waitFor(
      async () => (await ask('status')).includes('100 % of 1') || undefined,
      'ten requests counted',
    );
    expect(slack.listMessages()).toEqual([]);
  });
  it('posts one alert with cause and upstream when the shop fails', async () => {
    await closeServer(shop);
    await responses(8);
    const alert = await waitFor(() => slack.listMessages()[0], 'the alert');
    const text = stringify(getLatestVersion(alert));
    expect(text).toContain('Upstream refuses connections');
    expect(text).toContain('shop');
    expect(text).toContain(`127.0.0.1:${shopPort}`);
    expect(text).toContain('BG-1');
  });
  it('answers a slash command within three seconds', async () => {
    const action = await slack.people.typeCommand('why BG-1');
    expect(action.isAcked).toBe(true);
    expect(action.durationMs).toBeLessThan(3_000);
    expect(stringify(await action.waitForAnswer())).toContain('nothing accepts connections on that port');
  });
  it('shows the acknowledgement in the same message', async () => {
    const alert = alerts()[0];
    await slack.people.press(alert?.ts ?? '', 'acknowledge');
    const isShown = () => stringify(now(alert?.ts)).includes('U0ANNA001') || undefined;
    await waitFor(isShown, 'the acknowledgement', 3_000);
  });
  it('shows log lines on a button press, keeps a note, and shows its Home tab', async () => {
    const ts = alerts()[0]?.ts ?? '';
    await slack.people.press(ts, 'lines');
    expect(JSON.stringify((await slack.people.waitForModal()).payload)).toContain('Connection refused');
    await slack.people.choose(ts, 'more', '1:note');
    const note = await waitFor(
      () => [...slack.workspace.openViews.values()].find(({ payload }) => payload.callback_id === 'note'),
      'the modal for a note',
    );
    await slack.people.submit(note, { words: 'restarting the shop' });
    await waitFor(
      () =>
        slack
          .listMessages()
          .some((storedMessage) =>
            stringify(getLatestVersion(storedMessage)).includes('restarting the shop'),
          ) || undefined,
      'the note in the thread',
    );
    await slack.people.openHome();
    const home = await waitFor(() => slack.workspace.homeViews.get(defaultUserId), 'the Home tab');
    expect(JSON.stringify(home)).toContain('1 open incident');
  });
  it('updates the same message when the shop recovers, with every failure counted', async () => {
    await responses(90);
    shop = await startServer(shopPort);
    await responses(10);
    await waitFor(() => /recovered/i.test(now(alerts()[0]?.ts).text) || undefined, 'the recovery');
    expect(stringify(now(alerts()[0]?.ts))).toContain('98 requests');
    expect(alerts()).toHaveLength(1);
  });
  it("posts yesterday's report once, even after a restart", async () => {
    writeFileSync(join(directory, 'yesterday.log'), makeYesterdayLines());
    const reports = () =>
      slack.listMessages().filter(({ thread, ts }) => thread === null && ts !== alerts()[0]?.ts);
    await waitFor(() => reports()[0], 'the report');
    const askedAt = Date.now();
    expect(await bot.stop()).toBe(0);
    expect(Date.now() - askedAt).toBeLessThan(2_000);
    bot = await startProgram(slack);
    await responses(3);
    await waitFor(
      async () => (await ask('status')).includes('requests') || undefined,
      'an answer after the restart',
    );
    expect(reports()).toHaveLength(1);
    expect(alerts()).toHaveLength(1);
  });
  it('sent nothing that Slack would reject or that floods the channel', () => {
    expect(slack.violations).toEqual([]);
    expect(bot.log()).not.toMatch(/xoxb-|xapp-/);
  });
  const alerts = () =>
    slack.listMessages().filter(({ versions }) => getMessageKey(versions[0]).startsWith('incident:'));
  const now = (ts) => {
    const message = slack.listMessages().find((storedMessage) => storedMessage.ts === ts);
    if (message === undefined) throw new Error(`no message ${ts}`);
    return getLatestVersion(message);
  };
  const ask = async (text) => stringify(await (await slack.people.typeCommand(text)).waitForAnswer());
  const responses = async (count) => {
    for (let i = 0; i < count; i++) await sendRequest(port);
  };
});
const renderSite = (port, shopPort) => `
  upstream shop { server 127.0.0.1:${shopPort}; }
  server {
    listen 127.0.0.1:${port};
    server_name shop.example;
    location / { proxy_pass http://shop; }
  }`;
async function startProgram(slack) {
  const child = spawn(process.execPath, [main, 'run'], {
    cwd: directory,
    env: {
      PATH: process.env['PATH'],
      LOGS: join(directory, '*.log'),
      DATABASE: join(directory, 'badgateway.db'),
      SLACK_BOT_TOKEN: slack.tokens.bot,
      SLACK_APP_TOKEN: slack.tokens.app,
      SLACK_CHANNEL: slack.channel,
      SLACK_API_URL: slack.apiUrl,
      OPEN_WINDOW_S: '2',
      RECOVERY_REQUESTS: '5',
      REPORT_AT: '00:00',
      TIMEZONE: 'UTC',
    },
  });
  let log = '';
  child.stdout.on('data', (bytes) => (log += bytes));
  child.stderr.on('data', (bytes) => (log += bytes));
  const exit = new Promise((resolve) => child.once('exit', resolve));
  await waitFor(() => {
    if (child.exitCode !== null) throw new Error(`the bot stopped: ${log}`);
    return log.includes('Connected to Slack') || undefined;
  }, 'the bot');
  return {
    log: () => log,
    stop: () => {
      child.kill('SIGTERM');
      return exit;
    },
  };
}
function startServer(port) {
  const server = createServer((_, answer) => answer.end('fine\n'));
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}
function closeServer(server) {
  server?.closeAllConnections();
  return new Promise((resolve) => (server === undefined ? resolve() : server.close(() => resolve())));
}
const sendRequest = (port) =>
  new Promise((resolve, reject) => {
    const outgoing = get(
      { port, host: '127.0.0.1', path: '/cart', headers: { host: 'shop.example' } },
      (response) => {
        response.resume();
        response.once('end', () => resolve(response.statusCode ?? 0));
      },
    );
    outgoing.once('error', reject);
  });
function makeYesterdayLines() {
  const date = new Date(Date.now() - 86_400_000);
  const month = date.toLocaleString('en', { month: 'short', timeZone: 'UTC' });
  const day = String(date.getUTCDate()).padStart(2, '0');
  const line = `192.0.2.7 - - [${day}/${month}/${date.getUTCFullYear()}:10:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "curl/8"\n`;
  return line.repeat(3);
}
/** The message's key in the outbox. */
const getMessageKey = (message) => String(message?.metadata?.event_payload['key']);
/** All text of a message, including attachments. */
const stringify = (message) => JSON.stringify(message);
async function waitFor(probe, description, withinMs = 15_000) {
  const startedAt = Date.now();
  do {
    const value = await probe();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  } while (Date.now() - startedAt < withinMs);
  throw new Error(`waited ${withinMs} ms for ${description}`);
}
