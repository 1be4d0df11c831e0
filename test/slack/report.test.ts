import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesOf } from '../../src/cli/build-attachment.js';
import { deliverAll, tell } from '../../src/cli/run/notify-loop.js';
import { plainManners } from '../../src/notify/policy.js';
import { sendParcel } from '../../src/notify/uploads.js';
import { slackChannel } from '../../src/slack/channel.js';
import { slackCarrier } from '../../src/slack/uploader.js';
import type { Store } from '../../src/storage/store.js';
import { minutes } from '../support/event-fixtures.js';
import { limited, type Mishap } from '../support/fake-slack/faults.js';
import { type FakeSlack, type FakeSlackOptions, startFakeSlack } from '../support/fake-slack/index.js';
import { latest } from '../support/fake-slack/workspace.js';
import { aStoreOfTwoDays, twoOClock } from '../support/two-days.js';

let slack: FakeSlack;
let store: Store;
let now: number;
let logged: string[];

beforeEach(() => {
  store = aStoreOfTwoDays();
  logged = [];
  // Nine o'clock on the day after: the report of the outage is due.
  now = twoOClock + minutes(19 * 60);
});
afterEach(async () => {
  store.close();
  await slack.close();
  expect(slack.faults).toEqual([]);
});

async function begin(options: FakeSlackOptions = {}): Promise<void> {
  slack = await startFakeSlack(options);
}

/** The bot decides, delivers and carries, as its three loops do, at each of so many times. */
async function live(times: number, stepMs: number, weeklyReportDay: number | null = null): Promise<void> {
  const log = { warn: (line: string) => void logged.push(line) };
  const channel = slackChannel(slack.config(), { log, betweenPostsMs: 0 });
  const carrier = slackCarrier(slack.config(), { log });
  const telling = {
    ledger: store,
    decide: store.decide,
    manners: plainManners,
    zone: 'UTC',
    reportAt: 9 * 60,
    weeklyReportDay,
    withFiles: true,
    since: 0,
  };
  const formats = { nginxLogFormats: [], envoyLogFormats: [] };
  for (let i = 0; i < times; i++) {
    await tell(telling, now);
    await deliverAll(store, channel, () => now);
    const make = (parcel: Parameters<typeof filesOf>[0]) =>
      filesOf(parcel, { ledger: store, now, zone: 'UTC', formats });
    while (await sendParcel(store, carrier, make, () => now));
    now += stepMs;
  }
}

const reports = () =>
  slack
    .messages()
    .filter((message) => latest(message).metadata?.event_payload['key'] === 'report:2026-11-22');
const under = (ts: string | undefined) => slack.messages().filter(({ thread }) => thread === ts);
const namesUnder = (ts: string | undefined) =>
  under(ts).flatMap((message) => {
    const { files = [], blocks } = latest(message);
    const shown = blocks.flatMap((block) => (block['slack_file'] as { id: string } | undefined)?.id ?? []); // ours
    return [...files, ...shown].map((id) => slack.uploads().find((file) => file.id === id)?.name);
  });
const all = ['report-2026-11-22.html', 'failures-over-time-2026-11-22.png', 'causes-by-hour-2026-11-22.png'];

describe('the morning report', () => {
  it('stands in the channel first, then its page and its charts in its thread, each with its words', async () => {
    await begin();
    await live(3, 5_000);
    const [report] = reports();
    expect(reports()).toHaveLength(1);
    expect(namesUnder(report?.ts)).toEqual(all);
    const [page] = slack.uploads();
    expect(String(page?.bytes)).toContain('<h1>Sunday 22 November 2026</h1>');
    const pictures = under(report?.ts).flatMap((message) => latest(message).blocks);
    expect(pictures).toMatchObject([
      { type: 'image', alt_text: expect.stringMatching(/^Failures from .*Most at 13:/) },
      { type: 'image', alt_text: expect.stringMatching(/Upstream refuses connections 40/) },
    ]);
    const methods = slack.calls.map(({ method }) => method);
    expect(methods.indexOf('chat.postMessage')).toBeLessThan(methods.indexOf('files.getUploadURLExternal'));
  });

  it('of a week has its own', async () => {
    await begin();
    await live(2, 5_000, 1);
    const week = slack
      .messages()
      .find((message) => latest(message).metadata?.event_payload['key'] === 'report:week-2026-11-22');
    expect(namesUnder(week?.ts)).toEqual([
      'report-week-2026-11-22.html',
      'failures-over-time-2026-11-22.png',
      'causes-by-day-2026-11-22.png',
    ]);
  });

  it('of a clean day is one line and nothing else', async () => {
    await begin();
    now -= minutes(24 * 60);
    await live(3, 5_000);
    expect(slack.messages().filter(({ thread }) => thread === null)).toHaveLength(1);
    expect(slack.uploads()).toEqual([]);
  });

  it('does without files where the app may not upload any, and says so in one line', async () => {
    await begin({ scopes: ['chat:write', 'channels:history'] });
    await live(5, minutes(20));
    const [report] = reports();
    expect(reports()).toHaveLength(1);
    expect(under(report?.ts).map((message) => latest(message).text)).toEqual([
      expect.stringMatching(/^Page and charts of this report could not be attached: .*files:write/),
    ]);
    expect(slack.callsOf('files.getUploadURLExternal')).toHaveLength(1);
  });
});

describe('a trouble with its files', () => {
  const mishaps: readonly [string, string, Mishap][] = [
    ['an upload that is refused', 'upload', { status: 503 }],
    ['an upload that breaks off', 'upload', 'reset'],
    ['a rate limit', 'files.getUploadURLExternal', limited(30)],
    ['an error inside Slack', 'files.getUploadURLExternal', { error: 'internal_error' }],
    ['a lost connection before sharing', 'files.completeUploadExternal', 'reset'],
  ];
  it.each(mishaps)('such as %s is tried again', async (what, method, mishap) => {
    await begin();
    slack.mishap(method, mishap, 2);
    await live(6, minutes(3));
    expect(reports()).toHaveLength(1);
    // A connection that breaks while sharing leaves open whether it was shared.
    const expected = what.startsWith('a lost') ? all.slice(1) : all;
    expect([...namesUnder(reports()[0]?.ts)].sort()).toEqual([...expected].sort());
  });

  it('that left open whether they were shared does not share them twice', async () => {
    await begin();
    slack.mishap('files.completeUploadExternal', 'processThenReset');
    await live(6, minutes(3));
    expect(namesUnder(reports()[0]?.ts)).toEqual(all);
  });

  it('of six hours is given up, in one line', async () => {
    await begin();
    slack.mishap('upload', { status: 503 }, 1_000);
    await live(40, minutes(15));
    expect(reports()).toHaveLength(1);
    expect(under(reports()[0]?.ts).map((message) => latest(message).text)).toEqual([
      'Page and charts of this report could not be attached: Slack did not take the file (HTTP 503).',
    ]);
    expect(slack.uploads().length).toBeLessThan(40);
  });

  it('never holds back the report, which is posted though no file can be', async () => {
    await begin();
    slack.mishap('upload', { status: 503 }, 1_000);
    await live(1, 0);
    expect(reports()).toHaveLength(1);
  });

  it('such as a program that ended while it shared them never shares them twice', async () => {
    await begin();
    const { markParcelSent } = store;
    store = {
      ...store,
      markParcelSent: () => {
        throw new Error('the power is gone');
      },
    };
    await expect(live(1, 5_000)).rejects.toThrow('the power is gone');
    store = { ...store, markParcelSent };
    await live(3, minutes(30));
    expect(reports()).toHaveLength(1);
    expect(namesUnder(reports()[0]?.ts)).toEqual(all);
  });
});
