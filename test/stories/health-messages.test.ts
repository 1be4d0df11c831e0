import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CheckUp } from '../../src/cli/run/health-loop.js';
import { deliverAll } from '../../src/cli/run/notify-loop.js';
import { healthLine } from '../../src/health/message.js';
import { answer } from '../../src/query/answer-question.js';
import { literalOf } from '../../src/render/rich-text.js';
import { reportView } from '../../src/report/report-message.js';
import { dayFactsOf } from '../../src/report/summary/day.js';
import { slackChannel } from '../../src/slack/channel.js';
import { openStore, type Store } from '../../src/storage/store.js';
import { counterMemory } from '../../src/web/metrics.js';
import { replyTo } from '../../src/web/routes.js';
import { type FakeSlack, startFakeSlack } from '../support/fake-slack/index.js';
import { latest } from '../support/fake-slack/workspace.js';
import { aBatch, dayMs, hourMs, minuteMs, noon } from '../support/store-fixtures.js';

const access = '/var/log/nginx/access.log';
const error = '/var/log/nginx/error.log';

let slack: FakeSlack;
let store: Store;
let checkUp: CheckUp;
let now: number;
let said: string[];
let followed: Set<string>;

beforeEach(async () => {
  slack = await startFakeSlack();
  store = openStore(':memory:');
  now = noon;
  said = [];
  followed = new Set([access, error]);
  start();
});
afterEach(async () => {
  store.close();
  await slack.close();
});

function start(): void {
  const log = { info: (line: string) => said.push(line), warn: (line: string) => said.push(line) };
  checkUp = new CheckUp(store, { zone: 'UTC', log, startedAt: now });
}

/** Lines come, so many records at once. */
function lines(path: string, records = 10, unparsed = 0, at = now): void {
  store.commit(aBatch({ activity: [{ path, at, records, unparsed }] }), at);
}

/** For two days the access log has lines in every minute, and the error log now and then. */
function twoUsualDays(): void {
  for (let at = noon - 2 * dayMs; at < noon; at += minuteMs) {
    lines(access, 10, 0, at);
    if (at % (47 * minuteMs) === 0) lines(error, 1, 0, at);
  }
}

/** The bot looks at itself every half minute, and delivers. */
async function live(minutes: number, eachMinute: () => void = () => {}, config = slack.config()) {
  const channel = slackChannel(config, { betweenPostsMs: 0 });
  for (let half = 0; half < minutes * 2; half++) {
    now += minuteMs / 2;
    if (half % 2 === 0) eachMinute();
    checkUp.looked({ more: false }, now);
    checkUp.look(followed, now);
    await deliverAll(store, channel, () => now);
  }
}

const words = (n = 0) => {
  const message = slack.messages()[n];
  return message === undefined ? '' : JSON.stringify(latest(message));
};
const status = () => JSON.stringify(answer('status', { ledger: store, now, zone: 'UTC' }).blocks);

describe('a busy log that falls silent', () => {
  it('is told once, over restarts, and the same message says when it is over', async () => {
    twoUsualDays();
    await live(10, () => lines(access));
    expect(slack.messages()).toEqual([]);

    await live(7);
    expect(slack.messages()).toHaveLength(1);
    expect(words()).toContain('badgateway itself: no lines from access.log since 12:09');
    expect(status()).toContain('no lines from ');
    for (let restarts = 0; restarts < 5; restarts++) {
      start();
      await live(20);
    }
    expect(slack.messages()[0]?.versions).toHaveLength(1);

    await live(3, () => lines(access));
    expect(slack.messages()).toHaveLength(1);
    expect(words()).toContain('Over: no lines from access.log, from 12:09 to 13:57 (1 h 48 min).');
    expect(status()).not.toContain('no lines from ');
    expect(said).toHaveLength(2);
    expect(slack.faults).toEqual([]);
  });

  it('is in the report of the day, on the page, in the API and in the metrics', async () => {
    twoUsualDays();
    lines(access);
    await live(10);
    const page = (path: string) =>
      replyTo(
        { path, query: new URLSearchParams() },
        { ledger: store, now, zone: 'UTC', counters: counterMemory(now) },
      ).body;
    const facts = dayFactsOf('2026-03-10', { now, zone: 'UTC' }, store);
    expect(facts && JSON.stringify(reportView(facts))).toContain('no lines from `access.log`, since');
    expect(page('/day/2026-03-10')).toContain('no lines from <code>access.log</code>, since');
    expect(JSON.parse(page('/api/v1/status'))).toMatchObject({
      health: [{ kind: 'no-lines', path: access, since: '2026-03-10T12:00:00.000Z' }],
    });
    expect(page('/metrics')).toContain('badgateway_health_problems{kind="no-lines"} 1');
    expect(page('/metrics')).toContain('badgateway_health_problems{kind="behind"} 0');
  });

  it('is no trouble when it is taken out of LOGS, and is over when that happens later', async () => {
    twoUsualDays();
    followed.delete(access);
    await live(10);
    expect(slack.messages()).toEqual([]);
    followed.add(access);
    await live(3);
    expect(words()).toContain('no lines from');
    followed.delete(access);
    await live(3);
    expect(words()).toContain('Over');
  });

  it('is not forgotten after weeks without a line', async () => {
    twoUsualDays();
    await live(8);
    now += 12 * dayMs;
    while (store.prune(now));
    start();
    await live(10);
    expect(slack.messages()).toHaveLength(1);
    expect(words()).not.toContain('Over');
  });
});

describe('Slack that is away', () => {
  it('gets one message on its return that says how late the others are, and later that they were', async () => {
    const elsewhere = await startFakeSlack();
    const nowhere = elsewhere.config();
    await elsewhere.close();
    const report = {
      what: { name: 'report', day: '2026-03-09' },
      message: { text: 'a report', blocks: [] },
    } as const;
    store.decide([], [report], now);
    await live(90, () => {}, nowhere);
    expect(status()).toContain('messages waiting for the channel');
    await live(5);
    const about = slack
      .messages()
      .filter((message) => JSON.stringify(latest(message)).includes('waiting for the channel'));
    expect(about).toHaveLength(1);
    expect(JSON.stringify(about[0]?.versions.at(-1))).toMatch(
      /Over: messages waiting for the channel, from 12:00/,
    );
    expect(slack.messages()).toHaveLength(2);
    expect(slack.faults).toEqual([]);
  });

  it('hears of the bot once although somebody deleted the message', async () => {
    twoUsualDays();
    await live(8);
    slack.workspace.messages.splice(0);
    await live(3, () => lines(access));
    expect(slack.messages()).toHaveLength(1);
    expect(words()).toContain('Over');
  });
});

it('a format that was changed is told, and when it is understood again', async () => {
  twoUsualDays();
  await live(20, () => lines(access, 10, 10));
  expect(words()).toMatch(/records of \d+ in access\.log not understood since 12:00/);
  now += hourMs;
  lines(access, 100);
  await live(3, () => lines(access));
  expect(words()).toContain('Over');
  expect(slack.messages()).toHaveLength(1);
});

it('a backlog that lasts is told, and the end of it', async () => {
  const look = async (minutes: number, more: boolean) => {
    for (let half = 0; half < minutes * 2; half++) {
      now += minuteMs / 2;
      checkUp.looked({ more }, now);
      checkUp.look(followed, now);
    }
    await deliverAll(store, slackChannel(slack.config(), { betweenPostsMs: 0 }), () => now);
  };
  await look(10, true);
  expect(words()).toContain('a backlog in reading since 12:00');
  await look(10, false);
  expect(words()).toContain('Over: a backlog in reading, from 12:00 to 12:10');
});

it('says each trouble in words that are its own', () => {
  const lines = (
    [
      { name: 'no-lines', path: access, usually: 58 },
      { name: 'behind' },
      { name: 'unsent', letters: 3 },
      { name: 'not-understood', path: access, unparsed: 80, records: 200 },
      { name: 'wrong-zone', path: error, offMs: -2 * hourMs },
    ] as const
  ).map((what) => literalOf(healthLine({ what, since: noon, endedAt: null }, { now: noon, zone: 'UTC' })));
  expect(lines).toEqual([
    'badgateway itself: no lines from access.log since 12:00.',
    'badgateway itself: a backlog in reading since 12:00.',
    'badgateway itself: messages waiting for the channel since 12:00.',
    'badgateway itself: 80 records of 200 in access.log not understood since 12:00.',
    'badgateway itself: times in error.log 2 h behind the clock since 12:00.',
  ]);
});
