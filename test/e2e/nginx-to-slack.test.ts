import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, get, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeSlack, startFakeSlack } from '../support/fake-slack/index.js';
import { latest, someone, type Wire } from '../support/fake-slack/workspace.js';
import { haveNginx, type Nginx, startNginx } from '../support/nginx-lab/nginx.js';
import { freePorts } from '../support/nginx-lab/ports.js';

const main = join(import.meta.dirname, '../../dist/main.js');
const dir = mkdtempSync(join(tmpdir(), 'badgateway-story-'));

if (!haveNginx && process.env['CI']) throw new Error('nginx is missing: .ci/run installs it');

/** The built program, a real nginx, the real Bolt; only Slack's server is pretended. */
describe.skipIf(!haveNginx)('an outage, from a real nginx to Slack (needs nginx)', () => {
  let slack: FakeSlack;
  let nginx: Nginx;
  let bot: Program;
  let port = 0;
  let shopPort = 0;
  let shop: Server | undefined;

  beforeAll(async () => {
    [port = 0, shopPort = 0] = await freePorts(2);
    slack = await startFakeSlack();
    shop = await serve(shopPort);
    nginx = await startNginx(dir, port, site(port, shopPort));
    bot = await startProgram(slack);
  }, 30_000);

  afterAll(async () => {
    await bot?.stop();
    await nginx?.stop();
    shop?.close();
    await slack?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('hears nothing while all is well', async () => {
    await visits(10);
    await eventually(
      async () => (await ask('status')).includes('100 % of 1') || undefined,
      'ten requests counted',
    );
    expect(slack.messages()).toEqual([]);
  });

  it('hears once, with the cause and the upstream, when the shop dies', async () => {
    await close(shop);
    await visits(8);
    const alert = await eventually(() => slack.messages()[0], 'the alert');
    const text = wordsOf(latest(alert));
    expect(text).toContain('Upstream refuses connections');
    expect(text).toContain('shop');
    expect(text).toContain(`127.0.0.1:${shopPort}`);
    expect(text).toContain('BG-1');
  });

  it('answers a slash command within three seconds', async () => {
    const asked = await slack.people.command('why BG-1');
    expect(asked.acked).toBe(true);
    expect(asked.ms).toBeLessThan(3_000);
    expect(wordsOf(await asked.answer())).toContain('nothing listens');
  });

  it('sees in the same message that somebody is on it', async () => {
    const alert = alerts()[0];
    await slack.people.press(alert?.ts ?? '', 'acknowledge');
    const isShown = () => wordsOf(now(alert?.ts)).includes('U0ANNA001') || undefined;
    await eventually(isShown, 'the acknowledgement', 3_000);
  });

  it('opens the lines at a press, keeps a note, and shows itself in its Home tab', async () => {
    const ts = alerts()[0]?.ts ?? '';
    await slack.people.press(ts, 'lines');
    expect(JSON.stringify((await slack.people.modal()).view)).toContain('Connection refused');
    await slack.people.choose(ts, 'more', '1:note');
    const note = await eventually(
      () => [...slack.workspace.views.values()].find(({ view }) => view.callback_id === 'note'),
      'the modal for a note',
    );
    await slack.people.submit(note, { words: 'restarting the shop' });
    await eventually(
      () =>
        slack.messages().some((each) => wordsOf(latest(each)).includes('restarting the shop')) || undefined,
      'the note in the thread',
    );
    await slack.people.openHome();
    const home = await eventually(() => slack.workspace.homes.get(someone), 'the Home tab');
    expect(JSON.stringify(home)).toContain('1 open incident');
  });

  it('sees the same message turn when the shop is back, with every failure counted, and no second one', async () => {
    await visits(90);
    shop = await serve(shopPort);
    await visits(10);
    await eventually(() => /recovered/i.test(now(alerts()[0]?.ts).text) || undefined, 'the recovery');
    expect(wordsOf(now(alerts()[0]?.ts))).toContain('98 requests');
    expect(alerts()).toHaveLength(1);
  });

  it('gets the report of yesterday once, also after a restart', async () => {
    writeFileSync(join(dir, 'yesterday.log'), yesterdaysLines());
    const reports = () =>
      slack.messages().filter(({ thread, ts }) => thread === null && ts !== alerts()[0]?.ts);
    await eventually(() => reports()[0], 'the report');
    const asked = Date.now();
    expect(await bot.stop()).toBe(0);
    expect(Date.now() - asked).toBeLessThan(2_000);
    bot = await startProgram(slack);
    await visits(3);
    await eventually(
      async () => (await ask('status')).includes('requests') || undefined,
      'an answer after the restart',
    );
    expect(reports()).toHaveLength(1);
    expect(alerts()).toHaveLength(1);
  });

  it('did nothing that Slack would refuse or a channel would suffer from', () => {
    expect(slack.faults).toEqual([]);
    expect(bot.log()).not.toMatch(/xoxb-|xapp-/);
  });

  const alerts = () => slack.messages().filter(({ versions }) => keyOf(versions[0]).startsWith('incident:'));
  const now = (ts: string | undefined): Wire => {
    const message = slack.messages().find((each) => each.ts === ts);
    if (message === undefined) throw new Error(`no message ${ts}`);
    return latest(message);
  };
  const ask = async (words: string) => wordsOf(await (await slack.people.command(words)).answer());
  const visits = async (count: number) => {
    for (let i = 0; i < count; i++) await visit(port);
  };
});

const site = (port: number, shopPort: number) => `
  upstream shop { server 127.0.0.1:${shopPort}; }
  server {
    listen 127.0.0.1:${port};
    server_name shop.example;
    location / { proxy_pass http://shop; }
  }`;

type Program = { readonly log: () => string; readonly stop: () => Promise<number | null> };

async function startProgram(slack: FakeSlack): Promise<Program> {
  const child = spawn(process.execPath, [main, 'run'], {
    cwd: dir,
    env: {
      PATH: process.env['PATH'],
      LOGS: join(dir, '*.log'),
      DATABASE: join(dir, 'badgateway.db'),
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
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await eventually(() => {
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

function serve(port: number): Promise<Server> {
  const server = createServer((_, answer) => answer.end('fine\n'));
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}

function close(server: Server | undefined): Promise<void> {
  server?.closeAllConnections();
  return new Promise((resolve) => (server === undefined ? resolve() : server.close(() => resolve())));
}

const visit = (port: number) =>
  new Promise<number>((resolve, reject) => {
    const asked = get(
      { port, host: '127.0.0.1', path: '/cart', headers: { host: 'shop.example' } },
      (answer) => {
        answer.resume();
        answer.once('end', () => resolve(answer.statusCode ?? 0));
      },
    );
    asked.once('error', reject);
  });

function yesterdaysLines(): string {
  const at = new Date(Date.now() - 86_400_000);
  const month = at.toLocaleString('en', { month: 'short', timeZone: 'UTC' });
  const day = String(at.getUTCDate()).padStart(2, '0');
  const line = `192.0.2.7 - - [${day}/${month}/${at.getUTCFullYear()}:10:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "curl/8"\n`;
  return line.repeat(3);
}

/** What the outbox calls the message. */
const keyOf = (said: Wire | undefined): string => String(said?.metadata?.event_payload['key']);

/** Everything that a message shows, its attachments included. */
const wordsOf = (said: Wire): string => JSON.stringify(said);

async function eventually<T>(
  look: () => T | undefined | Promise<T | undefined>,
  what: string,
  withinMs = 15_000,
): Promise<T> {
  const from = Date.now();
  do {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  } while (Date.now() - from < withinMs);
  throw new Error(`waited ${withinMs} ms for ${what}`);
}
