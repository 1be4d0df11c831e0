import { gunzipSync } from 'node:zlib';
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkSetup } from '../../src/cli/check.js';
import { createHandlers } from '../../src/cli/run/handlers.js';
import { parseConfig } from '../../src/config/config.js';
import { connectSlack } from '../../src/slack/connect.js';
import { describeUploadError, uploadFiles } from '../../src/slack/files.js';
import { startFakeSlack } from '../support/fake-slack/index.js';
import { waitFor } from '../support/fake-slack/users.js';
import { getLatestVersion } from '../support/fake-slack/workspace.js';
import { openTwoDayStore, twoPm } from '../support/two-days.js';

let slack;
let store;
let connection;
let logged;
async function startBot(transport = 'socket', options = {}) {
  slack = await startFakeSlack(options);
  const log = { warn: (line) => void logged.push(line) };
  const config = parseConfig({ TIMEZONE: 'UTC' }, 'UTC');
  if (!config.ok) throw new Error('the defaults are wrong');
  const handlers = createHandlers({
    repository: store,
    worker: {
      applyAction: async () => ({ isApplied: false, incidents: [] }),
      saveDecisions: async () => {},
      saveHandledDelivery: async () => {},
    },
    settings: config.config,
    findGroupMembers: async () => undefined,
    clock: () => twoPm,
    onChange: () => {},
  });
  connection = await connectSlack(slack.makeConfig(transport), '/badgateway', handlers, log);
  if (connection.port !== null) slack.deliverOverHttp(`http://127.0.0.1:${connection.port}/slack/events`);
}
beforeEach(() => {
  store = openTwoDayStore();
  logged = [];
});
afterEach(async () => {
  await connection.stop();
  store.close();
  await slack.close();
  expect(slack.violations).toEqual([]);
});
/** The file shared in the channel, with its thread. */
const listShared = () =>
  waitFor(() => {
    const message = slack.workspace.messages.find(({ versions }) => versions[0]?.files !== undefined);
    const file = slack
      .listUploads()
      .find(({ id }) => message && getLatestVersion(message).files?.includes(id));
    return message && file && { ...message, ...file };
  }, 'a shared file');
const readText = ({ bytes }) => String(bytes);
const isPng = (bytes) => bytes?.subarray(1, 4).toString() === 'PNG';
const chartQuestion = 'chart 502s last 6h by upstream';
describe.each(['socket', 'http'])('over %s', (transport) => {
  beforeEach(() => startBot(transport));
  it('a chart follows its text as a picture with alternative text, only for that person', async () => {
    const action = await slack.people.typeCommand(chartQuestion);
    const [firstMessage, picture] = await waitFor(
      () => action.listAnswers().length === 2 && action.listAnswers(),
      'a text and a picture',
    );
    expect(JSON.stringify(firstMessage?.blocks)).toMatch(/[▁▂▃▄▅▆▇█]/);
    expect(picture?.blocks).toMatchObject([
      { type: 'image', alt_text: expect.stringMatching(/^40 failures .* most at 13:30 with 15 failures/) },
    ]);
    const [file] = slack.listUploads();
    expect(isPng(file?.bytes)).toBe(true);
    expect(slack.listMessages()).toEqual([]);
  });
  it('a bundle is shared in the channel of the question', async () => {
    const action = await slack.people.typeCommand('bundle BG-142');
    expect((await action.waitForAnswer()).text).toMatch(/^Bundle of BG-142: /);
    const file = await listShared();
    expect(file).toMatchObject({ name: 'BG-142.tar.gz', title: 'Bundle of BG-142', thread: null });
    expect(String(gunzipSync(file.bytes ?? ''))).toContain('BG-142/README.txt');
  });
});
describe('files', () => {
  it('asked for in a mention are shared in its thread, pictures too', async () => {
    await startBot();
    await slack.people.mention('top routes by 502 as csv');
    const file = await listShared();
    expect(readText(file)).toBe('name,count,alarming\r\n/api/pay/:id,40,40\r\n/login,6,6\r\n');
    expect(file.title).toBe('top routes by 502 as csv');
    expect(file.thread).toBe(slack.listMessages()[0]?.thread);
    const action = await slack.people.mention(chartQuestion);
    const answers = await waitFor(
      () => action.listAnswers().length === 2 && action.listAnswers(),
      'the picture',
    );
    expect(answers[1]?.blocks).toMatchObject([{ type: 'image' }]);
  });
  it('asked for in a direct message are shared there', async () => {
    await startBot();
    await slack.people.sendDm('report 2026-11-22 as html');
    const file = await listShared();
    expect(file).toMatchObject({ name: 'report-2026-11-22.html', channel: 'D0ANNA001' });
    expect(readText(file)).toContain('<h1>Sunday 22 November 2026 so far</h1>');
  });
  it('follow a press on the button under an answer', async () => {
    await startBot();
    await slack.people.mention('how many 502s today?');
    const answer = await waitFor(() => slack.listMessages()[0], 'the number');
    await slack.people.press(answer.ts, 'ask:csv');
    const file = await listShared();
    expect(readText(file).split('\r\n')).toHaveLength(48);
    expect(file.thread).toBe(answer.thread);
  });
  it('follow a report in each of its formats', async () => {
    await startBot();
    await slack.people.mention('report 2026-11-22');
    const report = await waitFor(() => slack.listMessages()[0], 'the report');
    for (const form of ['html', 'csv', 'json']) await slack.people.press(report.ts, `ask:${form}`);
    const names = await waitFor(() => {
      const complete = slack.listUploads().filter(({ readyAt }) => readyAt !== null);
      return complete.length === 3 && complete.map(({ name }) => name).sort();
    }, 'three files');
    expect(names).toEqual(['report-2026-11-22.html', 'report-2026-11-22.json', 'report.csv']);
  });
});
describe('a picture that Slack is still processing', () => {
  it('is shown as soon as Slack accepts it', async () => {
    await startBot();
    slack.workspace.filesReadyAfterMs = 300;
    const action = await slack.people.mention(chartQuestion);
    const answers = await waitFor(
      () => action.listAnswers().length === 2 && action.listAnswers(),
      'the picture',
    );
    expect(answers[1]?.blocks).toMatchObject([{ type: 'image' }]);
    expect(slack.listCalls('chat.postMessage').length).toBe(3);
  });
});
describe('a file that cannot be attached', () => {
  it.each([
    ['without the scope', { scopes: ['chat:write', 'app_mentions:read'] }, undefined, /files:write/],
    ['when the upload is refused', {}, ['upload', { status: 500 }], /HTTP 500/],
    ['when the upload is interrupted', {}, ['upload', 'reset'], /could not be attached/],
    [
      'when sharing is refused',
      {},
      ['files.completeUploadExternal', { error: 'not_in_channel' }],
      /invite me/,
    ],
  ])('%s: the answer is posted, and a line gives the reason', async (_, options, fault, reason) => {
    await startBot('socket', options);
    if (fault !== undefined) slack.injectFault(fault[0], fault[1]);
    const action = await slack.people.typeCommand('how many 502s today as csv');
    const answers = await waitFor(
      () => action.listAnswers().length === 2 && action.listAnswers(),
      'both answers',
    );
    expect(answers[0]?.text).toContain('46');
    expect(answers[1]?.text).toMatch(reason);
    expect(logged).toHaveLength(1);
  });
});
describe('an upload address that never answers', () => {
  it('is given up in time, and that is said', async () => {
    await startBot();
    slack.injectFault('upload', { delayMs: 5_000 });
    const web = new WebClient(slack.tokens.bot, { slackApiUrl: slack.apiUrl });
    const file = { fileName: 'a.csv', title: 'A', bytes: new Uint8Array(9), alt: null };
    const startedAt = performance.now();
    const why = await uploadFiles(web, [file], 1_000).catch(describeUploadError);
    expect(why).toBe('Slack did not take the file within 1 s');
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});
describe('check', () => {
  const checked = async (scopes) => {
    await startBot('socket', { scopes });
    const lines = [];
    const terminal = {
      print: (line) => void lines.push(line),
      printError: () => {},
      display: { width: 100, colour: false },
    };
    const environment = {
      SLACK_BOT_TOKEN: slack.tokens.bot,
      SLACK_APP_TOKEN: slack.tokens.app,
      SLACK_CHANNEL: slack.channel,
      SLACK_API_URL: slack.apiUrl,
      LOGS: '/nowhere/*.log',
    };
    await checkSetup({ environment, writtenNames: [] }, 'UTC', terminal);
    return lines.join('\n');
  };
  it('warns that charts are off without the scope to upload files', async () => {
    expect(await checked(['chat:write'])).toMatch(
      /ok {3}Slack: .*\n {5}without the scope files:write, no charts/,
    );
  });
  it('does not warn when the scope is granted', async () => {
    expect(await checked(['chat:write', 'files:write'])).not.toContain('files:write');
  });
});
