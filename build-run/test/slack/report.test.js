import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildReportFiles } from '../../src/cli/build-attachment.js';
import { queueNotifications } from '../../src/cli/run/queue-notifications.js';
import { deliverAll } from '../../src/notify/deliver.js';
import { defaultPolicy } from '../../src/notify/policy.js';
import { sendNextUpload } from '../../src/notify/uploads.js';
import { createSlackChannel } from '../../src/slack/channel.js';
import { createSlackUploader } from '../../src/slack/uploader.js';
import { minutes } from '../support/event-fixtures.js';
import { makeRateLimit } from '../support/fake-slack/faults.js';
import { startFakeSlack } from '../support/fake-slack/index.js';
import { getLatestVersion } from '../support/fake-slack/workspace.js';
import { openTwoDayStore, twoPm } from '../support/two-days.js';

let slack;
let store;
let now;
let logged;
beforeEach(() => {
  store = openTwoDayStore();
  logged = [];
  // 09:00 on the next day, when the report of the outage is due.
  now = twoPm + minutes(19 * 60);
});
afterEach(async () => {
  store.close();
  await slack.close();
  expect(slack.violations).toEqual([]);
});
async function startSlack(options = {}) {
  slack = await startFakeSlack(options);
}
/** Plans, delivers and uploads, as the bot's three loops do, `times` times. */
async function runFor(times, stepMs, weeklyReportDay = null) {
  const log = { warn: (line) => void logged.push(line) };
  const channel = createSlackChannel(slack.makeConfig(), { log, betweenPostsMs: 0 });
  const uploader = createSlackUploader(slack.makeConfig(), { log });
  const notifyOptions = {
    repository: store,
    saveDecisions: store.saveDecisions,
    notificationPolicy: defaultPolicy,
    timezone: 'UTC',
    reportAt: 9 * 60,
    weeklyReportDay,
    withFiles: true,
    databaseCreatedAt: 0,
  };
  const formats = { nginxLogFormats: [], envoyLogFormats: [] };
  for (let i = 0; i < times; i++) {
    await queueNotifications(notifyOptions, now);
    await deliverAll(store, channel, () => now);
    const renderFiles = (upload) =>
      buildReportFiles(upload, { repository: store, now, timezone: 'UTC', formats });
    while (await sendNextUpload(store, uploader, renderFiles, () => now));
    now += stepMs;
  }
}
const listReports = () =>
  slack
    .listMessages()
    .filter((message) => getLatestVersion(message).metadata?.event_payload['key'] === 'report:2026-11-22');
const listThread = (ts) => slack.listMessages().filter(({ thread }) => thread === ts);
const listFileNames = (ts) =>
  listThread(ts).flatMap((message) => {
    const { files = [], blocks } = getLatestVersion(message);
    const blockFiles = blocks.flatMap((block) => block['slack_file']?.id ?? []); // ours
    return [...files, ...blockFiles].map((id) => slack.listUploads().find((file) => file.id === id)?.name);
  });
const allFiles = [
  'report-2026-11-22.html',
  'failures-over-time-2026-11-22.png',
  'causes-by-hour-2026-11-22.png',
];
describe('the daily report', () => {
  it('is posted first, then its page and its charts in its thread, with alternative texts', async () => {
    await startSlack();
    await runFor(3, 5_000);
    const [report] = listReports();
    expect(listReports()).toHaveLength(1);
    expect(listFileNames(report?.ts)).toEqual(allFiles);
    const [page] = slack.listUploads();
    expect(String(page?.bytes)).toContain('<h1>Sunday 22 November 2026</h1>');
    const pictures = listThread(report?.ts).flatMap((message) => getLatestVersion(message).blocks);
    expect(pictures).toMatchObject([
      { type: 'image', alt_text: expect.stringMatching(/^Failures from .*Peak at 13:/) },
      { type: 'image', alt_text: expect.stringMatching(/Upstream refuses connections 40/) },
    ]);
    const methods = slack.calls.map(({ method }) => method);
    expect(methods.indexOf('chat.postMessage')).toBeLessThan(methods.indexOf('files.getUploadURLExternal'));
  });
  it('of a week has files of its own', async () => {
    await startSlack();
    await runFor(2, 5_000, 1);
    const week = slack
      .listMessages()
      .find(
        (message) => getLatestVersion(message).metadata?.event_payload['key'] === 'report:week-2026-11-22',
      );
    expect(listFileNames(week?.ts)).toEqual([
      'report-week-2026-11-22.html',
      'failures-over-time-2026-11-22.png',
      'causes-by-day-2026-11-22.png',
    ]);
  });
  it('of a day without failures is one message without files', async () => {
    await startSlack();
    now -= minutes(24 * 60);
    await runFor(3, 5_000);
    expect(slack.listMessages().filter(({ thread }) => thread === null)).toHaveLength(1);
    expect(slack.listUploads()).toEqual([]);
  });
  it('has no files where the app may not upload, and one line gives the reason', async () => {
    await startSlack({ scopes: ['chat:write', 'channels:history'] });
    await runFor(5, minutes(20));
    const [report] = listReports();
    expect(listReports()).toHaveLength(1);
    expect(listThread(report?.ts).map((message) => getLatestVersion(message).text)).toEqual([
      expect.stringMatching(/^Page and charts of this report could not be attached: .*files:write/),
    ]);
    expect(slack.listCalls('files.getUploadURLExternal')).toHaveLength(1);
  });
});
describe('a problem with its files', () => {
  const faults = [
    ['a refused upload', 'upload', { status: 503 }],
    ['an interrupted upload', 'upload', 'reset'],
    ['a rate limit', 'files.getUploadURLExternal', makeRateLimit(30)],
    ['an error inside Slack', 'files.getUploadURLExternal', { error: 'internal_error' }],
    ['a lost connection before sharing', 'files.completeUploadExternal', 'reset'],
  ];
  it.each(faults)('such as %s is retried', async (name, method, fault) => {
    await startSlack();
    slack.injectFault(method, fault, 2);
    await runFor(6, minutes(3));
    expect(listReports()).toHaveLength(1);
    // A connection lost while sharing leaves it unknown whether the file was shared.
    const expected = name.startsWith('a lost') ? allFiles.slice(1) : allFiles;
    expect([...listFileNames(listReports()[0]?.ts)].sort()).toEqual([...expected].sort());
  });
  it('that leaves it unknown whether they were shared does not share them twice', async () => {
    await startSlack();
    slack.injectFault('files.completeUploadExternal', 'processThenReset');
    await runFor(6, minutes(3));
    expect(listFileNames(listReports()[0]?.ts)).toEqual(allFiles);
  });
  it('of six hours ends the attempts, and one line gives the reason', async () => {
    await startSlack();
    slack.injectFault('upload', { status: 503 }, 1_000);
    await runFor(40, minutes(15));
    expect(listReports()).toHaveLength(1);
    expect(listThread(listReports()[0]?.ts).map((message) => getLatestVersion(message).text)).toEqual([
      'Page and charts of this report could not be attached: Slack refused the file (HTTP 503).',
    ]);
    expect(slack.listUploads().length).toBeLessThan(40);
  });
  it('never holds back the report', async () => {
    await startSlack();
    slack.injectFault('upload', { status: 503 }, 1_000);
    await runFor(1, 0);
    expect(listReports()).toHaveLength(1);
  });
  it('such as a crash while sharing never shares them twice', async () => {
    await startSlack();
    const { markUploadSent } = store;
    store = {
      ...store,
      markUploadSent: () => {
        throw new Error('the power is gone');
      },
    };
    await expect(runFor(1, 5_000)).rejects.toThrow('the power is gone');
    store = { ...store, markUploadSent };
    await runFor(3, minutes(30));
    expect(listReports()).toHaveLength(1);
    expect(listFileNames(listReports()[0]?.ts)).toEqual(allFiles);
  });
});
