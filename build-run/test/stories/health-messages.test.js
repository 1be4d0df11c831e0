import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dayMs, hourMs, minuteMs } from '../../src/base/duration.js';
import { HealthMonitor } from '../../src/cli/run/health-monitor.js';
import { describeHealthIssue } from '../../src/health/message.js';
import { deliverAll } from '../../src/notify/deliver.js';
import { answerReadOnly } from '../../src/query/answer-question.js';
import { toPlainText } from '../../src/render/rich-text.js';
import { renderDayReport } from '../../src/report/report-message.js';
import { summarizeDay } from '../../src/report/summary/day.js';
import { createSlackChannel } from '../../src/slack/channel.js';
import { openStore } from '../../src/storage/store.js';
import { createCounterState } from '../../src/web/metrics.js';
import { createRoutes } from '../../src/web/routes.js';
import { noon } from '../support/failure-fixtures.js';
import { startFakeSlack } from '../support/fake-slack/index.js';
import { getLatestVersion } from '../support/fake-slack/workspace.js';
import { makeBatch } from '../support/store-fixtures.js';

const accessLog = '/var/log/nginx/access.log';
const errorLog = '/var/log/nginx/error.log';
let slack;
let store;
let monitor;
let now;
let logged;
let followedPaths;
beforeEach(async () => {
  slack = await startFakeSlack();
  store = openStore(':memory:');
  now = noon;
  logged = [];
  followedPaths = new Set([accessLog, errorLog]);
  startMonitor();
});
afterEach(async () => {
  store.close();
  await slack.close();
});
function startMonitor() {
  const log = { info: (line) => logged.push(line), warn: (line) => logged.push(line) };
  monitor = new HealthMonitor(store, { timezone: 'UTC', log, startedAt: now });
}
/** Lines arrive: this many records at once. */
function addLines(path, records = 10, unparsed = 0, at = now) {
  store.commit(makeBatch({ activity: [{ path, at, records, unparsed, forged: 0 }] }), at);
}
/** Two days in which the access log has lines in every minute, and the error log occasionally. */
function addTwoUsualDays() {
  for (let at = noon - 2 * dayMs; at < noon; at += minuteMs) {
    addLines(accessLog, 10, 0, at);
    if (at % (47 * minuteMs) === 0) addLines(errorLog, 1, 0, at);
  }
}
/** Checks every half minute, and delivers. */
async function runFor(minutes, eachMinute = () => {}, config = slack.makeConfig()) {
  const channel = createSlackChannel(config, { betweenPostsMs: 0 });
  for (let tick = 0; tick < minutes * 2; tick++) {
    now += minuteMs / 2;
    if (tick % 2 === 0) eachMinute();
    monitor.recordPoll({ hasMore: false }, now);
    monitor.check(followedPaths, now);
    await deliverAll(store, channel, () => now);
  }
}
const renderMessage = (n = 0) => {
  const message = slack.listMessages()[n];
  return message === undefined ? '' : JSON.stringify(getLatestVersion(message));
};
const renderStatus = () =>
  JSON.stringify(answerReadOnly('status', { repository: store, now, timezone: 'UTC' }).blocks);
describe('a busy log that falls silent', () => {
  it('is reported once over restarts, and the same message is updated when it ends', async () => {
    addTwoUsualDays();
    await runFor(10, () => addLines(accessLog));
    expect(slack.listMessages()).toEqual([]);
    await runFor(7);
    expect(slack.listMessages()).toHaveLength(1);
    expect(renderMessage()).toContain('badgateway itself: no lines from access.log since 12:09');
    expect(renderStatus()).toContain('no lines from ');
    for (let restarts = 0; restarts < 5; restarts++) {
      startMonitor();
      await runFor(20);
    }
    expect(slack.listMessages()[0]?.versions).toHaveLength(1);
    await runFor(3, () => addLines(accessLog));
    expect(slack.listMessages()).toHaveLength(1);
    expect(renderMessage()).toContain(
      'Resolved: no lines from access.log, from 12:09 to 13:57 (1 h 48 min).',
    );
    expect(renderStatus()).not.toContain('no lines from ');
    expect(logged).toHaveLength(2);
    expect(slack.violations).toEqual([]);
  });
  it('appears in the daily report, on the page, in the API and in the metrics', async () => {
    addTwoUsualDays();
    addLines(accessLog);
    await runFor(10);
    const counters = createCounterState(now);
    const routes = createRoutes(() => ({ repository: store, now, timezone: 'UTC', counters }));
    const page = async (path) => (await routes.request(path)).text();
    const summary = summarizeDay('2026-03-10', { now, timezone: 'UTC' }, store);
    expect(summary && JSON.stringify(renderDayReport(summary))).toContain(
      'no lines from `access.log`, since',
    );
    expect(await page('/day/2026-03-10')).toContain('no lines from <code>access.log</code>, since');
    expect(JSON.parse(await page('/api/v1/status'))).toMatchObject({
      health: [{ kind: 'no-lines', path: accessLog, since: '2026-03-10T12:00:00.000Z' }],
    });
    expect(await page('/metrics')).toContain('badgateway_health_problems{kind="no-lines"} 1');
    expect(await page('/metrics')).toContain('badgateway_health_problems{kind="behind"} 0');
  });
  it('is no problem while LOGS does not match it, and the problem ends when LOGS stops matching it', async () => {
    addTwoUsualDays();
    followedPaths.delete(accessLog);
    await runFor(10);
    expect(slack.listMessages()).toEqual([]);
    followedPaths.add(accessLog);
    await runFor(3);
    expect(renderMessage()).toContain('no lines from');
    followedPaths.delete(accessLog);
    await runFor(3);
    expect(renderMessage()).toContain('Resolved:');
  });
  it('is still reported after weeks without a line', async () => {
    addTwoUsualDays();
    await runFor(8);
    now += 12 * dayMs;
    while (store.prune(now));
    startMonitor();
    await runFor(10);
    expect(slack.listMessages()).toHaveLength(1);
    expect(renderMessage()).not.toContain('Resolved:');
  });
});
describe('while Slack is unreachable', () => {
  it('the channel gets one message about the delay afterwards, which is updated when it ends', async () => {
    const otherSlack = await startFakeSlack();
    const unreachableConfig = otherSlack.makeConfig();
    await otherSlack.close();
    const report = {
      kind: { type: 'report', day: '2026-03-09' },
      content: { text: 'a report', blocks: [] },
    };
    store.saveDecisions([], [report], now);
    await runFor(90, () => {}, unreachableConfig);
    expect(renderStatus()).toContain('undelivered messages');
    await runFor(5);
    const about = slack
      .listMessages()
      .filter((message) => JSON.stringify(getLatestVersion(message)).includes('undelivered messages'));
    expect(about).toHaveLength(1);
    expect(JSON.stringify(about[0]?.versions.at(-1))).toMatch(
      /Resolved: undelivered messages: Slack cannot be reached \(ECONNREFUSED\), from 12:00/,
    );
    expect(slack.listMessages()).toHaveLength(2);
    expect(slack.violations).toEqual([]);
  });
  it('a deleted health message is posted once more, when the problem ends', async () => {
    addTwoUsualDays();
    await runFor(8);
    slack.workspace.messages.splice(0);
    await runFor(3, () => addLines(accessLog));
    expect(slack.listMessages()).toHaveLength(1);
    expect(renderMessage()).toContain('Resolved:');
  });
});
it('reports that a log format changed, and that its records are parsed again', async () => {
  addTwoUsualDays();
  await runFor(20, () => addLines(accessLog, 10, 10));
  expect(renderMessage()).toMatch(/records of \d+ in access\.log not parsed since 12:00/);
  now += hourMs;
  addLines(accessLog, 100);
  await runFor(3, () => addLines(accessLog));
  expect(renderMessage()).toContain('Resolved:');
  expect(slack.listMessages()).toHaveLength(1);
});
it('reports a lasting backlog and its end', async () => {
  const poll = async (minutes, hasMore) => {
    for (let tick = 0; tick < minutes * 2; tick++) {
      now += minuteMs / 2;
      monitor.recordPoll({ hasMore }, now);
      monitor.check(followedPaths, now);
    }
    await deliverAll(store, createSlackChannel(slack.makeConfig(), { betweenPostsMs: 0 }), () => now);
  };
  await poll(10, true);
  expect(renderMessage()).toContain('a backlog of unread log lines since 12:00');
  await poll(10, false);
  expect(renderMessage()).toContain('Resolved: a backlog of unread log lines, from 12:00 to 12:10');
});
it('describes each kind of problem in its own words', () => {
  const lines = [
    { type: 'no-lines', path: accessLog, usualMinutes: 58 },
    { type: 'behind' },
    { type: 'unsent', messages: 3 },
    { type: 'not-understood', path: accessLog, unparsed: 80, records: 200 },
    { type: 'forged', path: errorLog, records: 24 },
    { type: 'wrong-zone', path: errorLog, offsetMs: -2 * hourMs },
  ].map((kind) =>
    toPlainText(
      describeHealthIssue({ kind, startedAt: noon, endedAt: null }, { now: noon, timezone: 'UTC' }),
    ),
  );
  expect(lines).toEqual([
    'badgateway itself: no lines from access.log since 12:00.',
    'badgateway itself: a backlog of unread log lines since 12:00.',
    'badgateway itself: undelivered messages since 12:00.',
    'badgateway itself: 80 records of 200 in access.log not parsed since 12:00.',
    'badgateway itself: 24 records in error.log that look forged since 12:00.',
    'badgateway itself: times in error.log 2 h behind the clock since 12:00.',
  ]);
});
