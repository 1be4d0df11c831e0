import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { check } from '../../src/cli/check.js';
import { desk } from '../../src/cli/run/handlers.js';
import { configFrom } from '../../src/config/config.js';
import { connectSlack, type SlackConnection } from '../../src/slack/connect.js';
import type { Store } from '../../src/storage/store.js';
import { type FakeSlack, type FakeSlackOptions, startFakeSlack } from '../support/fake-slack/index.js';
import { eventually } from '../support/fake-slack/users.js';
import { latest } from '../support/fake-slack/workspace.js';
import { aStoreOfTwoDays, twoOClock } from '../support/two-days.js';

let slack: FakeSlack;
let store: Store;
let connection: SlackConnection;
let logged: string[];

async function run(transport: 'socket' | 'http' = 'socket', options: FakeSlackOptions = {}): Promise<void> {
  slack = await startFakeSlack(options);
  const log = { warn: (line: string) => void logged.push(line) };
  const config = configFrom({ TIMEZONE: 'UTC' }, 'UTC');
  if (!config.ok) throw new Error('the defaults are wrong');
  const handlers = desk({
    ledger: store,
    writing: { act: async () => ({ isDone: false, incidents: [] }), decide: async () => {} },
    settings: config.config,
    membersOf: async () => undefined,
    clock: () => twoOClock,
    changed: () => {},
  });
  connection = await connectSlack(slack.config(transport), '/badgateway', handlers, log);
  if (connection.port !== null) slack.deliverTo(`http://127.0.0.1:${connection.port}/slack/events`);
}

beforeEach(() => {
  store = aStoreOfTwoDays();
  logged = [];
});
afterEach(async () => {
  await connection.stop();
  store.close();
  await slack.close();
  expect(slack.faults).toEqual([]);
});

/** The file that was shared in the channel, with the thread where it stands. */
const shared = () =>
  eventually(() => {
    const message = slack.workspace.messages.find(({ versions }) => versions[0]?.files !== undefined);
    const file = slack.uploads().find(({ id }) => message && latest(message).files?.includes(id));
    return message && file && { ...message, ...file };
  }, 'a shared file');
const text = ({ bytes }: { bytes: Buffer | null }) => String(bytes);
const isPng = (bytes: Buffer | null | undefined) => bytes?.subarray(1, 4).toString() === 'PNG';
const chart = 'chart 502s last 6h by upstream';

describe.each(['socket', 'http'] as const)('over %s', (transport) => {
  beforeEach(() => run(transport));

  it('a chart follows its text as a picture with words for those who cannot see it, for that person alone', async () => {
    const asked = await slack.people.command(chart);
    const [said, picture] = await eventually(
      () => asked.answers().length === 2 && asked.answers(),
      'words and a picture',
    );
    expect(JSON.stringify(said?.blocks)).toMatch(/[▁▂▃▄▅▆▇█]/);
    expect(picture?.blocks).toMatchObject([
      { type: 'image', alt_text: expect.stringMatching(/^40 failures .* most at 13:30 with 15 failures/) },
    ]);
    const [file] = slack.uploads();
    expect(isPng(file?.bytes)).toBe(true);
    expect(slack.messages()).toEqual([]);
  });

  it('a bundle is put where it was asked for', async () => {
    const asked = await slack.people.command('bundle BG-142');
    expect((await asked.answer()).text).toMatch(/^Bundle of BG-142: /);
    const file = await shared();
    expect(file).toMatchObject({ name: 'BG-142.tar.gz', title: 'Bundle of BG-142', thread: null });
    expect(String(gunzipSync(file.bytes ?? ''))).toContain('BG-142/README.txt');
  });
});

describe('files', () => {
  it('asked for in a mention stand in its thread, pictures too', async () => {
    await run();
    await slack.people.mention('top routes by 502 as csv');
    const file = await shared();
    expect(text(file)).toBe('name,count,alarming\r\n/api/pay/:id,40,40\r\n/login,6,6\r\n');
    expect(file.title).toBe('top routes by 502 as csv');
    expect(file.thread).toBe(slack.messages()[0]?.thread);

    const asked = await slack.people.mention(chart);
    const answers = await eventually(() => asked.answers().length === 2 && asked.answers(), 'the picture');
    expect(answers[1]?.blocks).toMatchObject([{ type: 'image' }]);
  });

  it('asked for in a direct message stand there', async () => {
    await run();
    await slack.people.dm('report 2026-11-22 as html');
    const file = await shared();
    expect(file).toMatchObject({ name: 'report-2026-11-22.html', channel: 'D0ANNA001' });
    expect(text(file)).toContain('<h1>Sunday 22 November 2026 so far</h1>');
  });

  it('come at a press on the button under a number', async () => {
    await run();
    await slack.people.mention('how many 502s today?');
    const answer = await eventually(() => slack.messages()[0], 'the number');
    await slack.people.press(answer.ts, 'ask:csv');
    const file = await shared();
    expect(text(file).split('\r\n')).toHaveLength(48);
    expect(file.thread).toBe(answer.thread);
  });

  it('come under a report in each of its forms', async () => {
    await run();
    await slack.people.mention('report 2026-11-22');
    const report = await eventually(() => slack.messages()[0], 'the report');
    for (const form of ['html', 'csv', 'json']) await slack.people.press(report.ts, `ask:${form}`);
    const names = await eventually(() => {
      const complete = slack.uploads().filter(({ readyAt }) => readyAt !== null);
      return complete.length === 3 && complete.map(({ name }) => name).sort();
    }, 'three files');
    expect(names).toEqual(['report-2026-11-22.html', 'report-2026-11-22.json', 'report.csv']);
  });
});

describe('a picture that Slack is still working on', () => {
  it('is shown as soon as it can be', async () => {
    await run();
    slack.workspace.filesReadyAfterMs = 300;
    const asked = await slack.people.mention(chart);
    const answers = await eventually(() => asked.answers().length === 2 && asked.answers(), 'the picture');
    expect(answers[1]?.blocks).toMatchObject([{ type: 'image' }]);
    expect(slack.callsOf('chat.postMessage').length).toBe(3);
  });
});

describe('a file that cannot be attached', () => {
  it.each([
    ['without the scope', { scopes: ['chat:write', 'app_mentions:read'] }, undefined, /files:write/],
    ['when the upload is refused', {}, ['upload', { status: 500 }], /HTTP 500/],
    ['when the upload breaks off', {}, ['upload', 'reset'], /could not be attached/],
    [
      'when sharing is refused',
      {},
      ['files.completeUploadExternal', { error: 'not_in_channel' }],
      /invite me/,
    ],
  ] as const)('%s: the answer is there, and a line says why', async (_, options, mishap, why) => {
    await run('socket', options);
    if (mishap !== undefined) slack.mishap(mishap[0], mishap[1]);
    const asked = await slack.people.command('how many 502s today as csv');
    const answers = await eventually(() => asked.answers().length === 2 && asked.answers(), 'both answers');
    expect(answers[0]?.text).toContain('46');
    expect(answers[1]?.text).toMatch(why);
    expect(logged).toHaveLength(1);
  });
});

describe('check', () => {
  const checked = async (scopes: readonly string[]) => {
    await run('socket', { scopes });
    const lines: string[] = [];
    const terminal = {
      print: (line: string) => void lines.push(line),
      complain: () => {},
      look: { width: 100, colour: false },
    };
    const environment = {
      SLACK_BOT_TOKEN: slack.tokens.bot,
      SLACK_APP_TOKEN: slack.tokens.app,
      SLACK_CHANNEL: slack.channel,
      SLACK_API_URL: slack.apiUrl,
      LOGS: '/nowhere/*.log',
    };
    await check({ environment, named: [] }, 'UTC', terminal);
    return lines.join('\n');
  };

  it('says what the bot goes without where it may not upload files', async () => {
    expect(await checked(['chat:write'])).toMatch(
      /ok {3}Slack: .*\n {5}without the scope files:write no charts/,
    );
  });

  it('says nothing of it where it may', async () => {
    expect(await checked(['chat:write', 'files:write'])).not.toContain('files:write');
  });
});
