import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { queueNotifications } from '../../src/cli/run/queue-notifications.js';
import { deliverAll } from '../../src/notify/deliver.js';
import { compileKnownEnvoyFormats, compileKnownNginxFormats } from '../../src/parse/known-formats.js';
import { createLocalTimeParser } from '../../src/parse/local-time.js';
import { emptyRestoredState, Pipeline } from '../../src/pipeline/pipeline.js';
import { createSlackChannel } from '../../src/slack/channel.js';
import { openStore } from '../../src/storage/store.js';
import { makeAttempt, makeRequest, minutes, nineAm, seconds } from '../support/event-fixtures.js';
import { makeRateLimit } from '../support/fake-slack/faults.js';
import { startFakeSlack } from '../support/fake-slack/index.js';
import { getLatestVersion } from '../support/fake-slack/workspace.js';
import { makeNotifyOptions } from '../support/notify-loop.js';

const decoderOptions = {
  toEpochMs: createLocalTimeParser('UTC'),
  nginxFormats: compileKnownNginxFormats(),
  envoyFormats: compileKnownEnvoyFormats(),
};
const rules = {
  getDecoderOptions: () => decoderOptions,
  opening: { failuresMin: 5, windowMs: seconds(60), shareMin: 0.005 },
  recovery: { quietMs: minutes(10), successesMin: 20, reopenMs: minutes(30) },
};
let slack;
let store;
let pipeline;
let now;
let failureCount;
beforeEach(async () => {
  slack = await startFakeSlack();
  store = openStore(':memory:');
  pipeline = new Pipeline(emptyRestoredState, rules);
  now = nineAm;
  failureCount = 0;
});
afterEach(async () => {
  store.close();
  await slack.close();
});
/** Failed requests, one second apart. */
function addFailures(count) {
  for (let i = 0; i < count; i++) {
    now += seconds(1);
    failureCount += 1;
    const connection = 1_000 + failureCount;
    store.commit(pipeline.ingestEvents([makeAttempt({ at: now, connection })], now), now);
  }
}
/** Successful requests, over enough time without failures to recover. */
function addSuccesses() {
  for (let i = 0; i < 25; i++) {
    now += seconds(30);
    const goodRequest = makeRequest({ at: now, status: 200, finding: null, connection: 9_000 + i });
    store.commit(pipeline.ingestEvents([goodRequest], now), now);
  }
}
/** Plans and delivers notifications in steps of `stepMs`. */
async function runFor(steps, stepMs, config = slack.makeConfig()) {
  const channel = createSlackChannel(config, { betweenPostsMs: 0 });
  const notifyOptions = makeNotifyOptions(store);
  for (let i = 0; i < steps; i++) {
    now += stepMs;
    const batch = pipeline.tick(now);
    if (batch !== null) store.commit(batch, now);
    await queueNotifications(notifyOptions, now);
    await deliverAll(store, channel, () => now);
  }
}
const listParents = () => slack.listMessages().filter(({ thread }) => thread === null);
const renderMessage = (n = 0) => {
  const message = listParents()[n];
  return message === undefined ? '' : JSON.stringify(getLatestVersion(message));
};
const listThreadKeys = () =>
  slack
    .listMessages()
    .filter(({ thread }) => thread !== null)
    .map(({ versions }) => String(versions[0]?.metadata?.event_payload['key']));
const injectedFaults = [
  ['a rate limit', makeRateLimit(1)],
  ['an error inside Slack', { status: 500 }],
  ['a response from a proxy', { status: 200, body: '<html>sign in</html>' }],
  ['a connection that breaks before Slack gets the message', 'reset'],
  ['a connection that breaks after Slack got the message', 'processThenReset'],
  ['an internal error that Slack reports', { error: 'internal_error' }],
  ['a revoked token', { error: 'token_revoked' }],
  ['a bot removed from the channel', { error: 'not_in_channel' }],
];
describe.each(injectedFaults)('after %s', (_, fault) => {
  it.each([
    ['when the incident is posted', 'chat.postMessage', 'opened'],
    ['when its message is edited', 'chat.update', 'grown'],
    ['when its thread is replied to', 'chat.postMessage', 'over'],
  ])('%s, there is one message, and every reply arrives once', async (_step, method, at) => {
    const injectFault = (step) => step === at && slack.injectFault(method, fault, 2);
    injectFault('opened');
    addFailures(6);
    await runFor(6, seconds(70));
    injectFault('grown');
    addFailures(70);
    await runFor(6, seconds(70));
    injectFault('over');
    addSuccesses();
    await runFor(8, seconds(70));
    expect(listParents()).toHaveLength(1);
    expect(renderMessage()).toMatch(/over|recovered|resolved/i);
    expect(renderMessage()).toContain('76');
    expect(listThreadKeys()).toEqual([...new Set(listThreadKeys())]);
    expect(listThreadKeys().length).toBeGreaterThan(0);
    expect(store.nextMessage(now + minutes(60))).toBeUndefined();
    expect(slack.violations).toEqual([]);
  });
});
describe('when Slack is unreachable for hours', () => {
  const makeUnreachableConfig = async () => {
    const otherSlack = await startFakeSlack();
    const config = otherSlack.makeConfig();
    await otherSlack.close();
    return config;
  };
  it('the channel then gets one message per incident, with its current state', async () => {
    const unreachableConfig = await makeUnreachableConfig();
    for (let i = 0; i < 180; i++) {
      addFailures(6);
      await runFor(1, seconds(54), unreachableConfig);
    }
    expect(slack.listMessages()).toEqual([]);
    await runFor(3, seconds(70));
    expect(listParents()).toHaveLength(1);
    expect(renderMessage()).toMatch(/1,?080/);
    expect(listParents()[0]?.versions.length).toBeLessThanOrEqual(2);
    expect(listThreadKeys().length).toBeLessThanOrEqual(4);
    expect(slack.violations).toEqual([]);
  }, 40_000);
  it('the channel then gets one message about an incident that is already resolved', async () => {
    const unreachableConfig = await makeUnreachableConfig();
    addFailures(6);
    await runFor(2, seconds(56), unreachableConfig);
    addSuccesses();
    await runFor(2, seconds(56), unreachableConfig);
    await runFor(3, seconds(70));
    expect(listParents()).toHaveLength(1);
    expect(listParents()[0]?.versions).toHaveLength(1);
    expect(renderMessage()).toMatch(/over|recovered|resolved/i);
  });
});
it('posts a message once if the response is lost, and looks for it until Slack answers', async () => {
  slack.injectFault('chat.postMessage', 'processThenReset');
  slack.injectFault('chat.postMessage', makeRateLimit(30));
  slack.injectFault('conversations.history', { status: 503 }, 4);
  addFailures(6);
  await runFor(4, seconds(70));
  expect(listParents()).toHaveLength(1);
  expect(renderMessage()).toContain('6');
});
it('posts a deleted message again once, and continues the thread under the new one', async () => {
  addFailures(6);
  await runFor(1, seconds(5));
  slack.workspace.messages.splice(0);
  addFailures(70);
  await runFor(4, seconds(70));
  expect(listParents()).toHaveLength(1);
  addSuccesses();
  await runFor(4, seconds(70));
  expect(listParents()).toHaveLength(1);
  const threads = slack.listMessages().flatMap(({ thread }) => thread ?? []);
  expect(new Set(threads)).toEqual(new Set([listParents()[0]?.ts]));
});
it('posts a deleted message again if a thread reply is the first to miss it', async () => {
  addFailures(6);
  await runFor(1, seconds(5));
  slack.workspace.messages.splice(0);
  // The edit has to wait, so the thread reply is the first to find the message gone.
  slack.injectFault('chat.update', makeRateLimit(30));
  addFailures(70);
  await runFor(4, seconds(70));
  addSuccesses();
  await runFor(4, seconds(70));
  expect(listParents()).toHaveLength(1);
  expect(renderMessage()).toMatch(/over|recovered|resolved/i);
});
it('posts a message once if its delivery cannot be stored', async () => {
  addFailures(6);
  const { markSent } = store;
  store = {
    ...store,
    markSent: () => {
      throw new Error('the disk is full');
    },
  };
  await expect(runFor(1, seconds(5))).rejects.toThrow('the disk is full');
  store = { ...store, markSent };
  await runFor(2, seconds(5));
  addFailures(70);
  await runFor(4, seconds(70));
  expect(listParents()).toHaveLength(1);
  expect(renderMessage()).toContain('76');
  expect(store.nextMessage(now + minutes(60))).toBeUndefined();
});
it('delivers alerts though a report cannot be built', async () => {
  addFailures(6);
  const repository = {
    ...store,
    isReportWritten: () => {
      throw new Error('another program holds the database');
    },
  };
  const notifying = { ...makeNotifyOptions(store), repository, reportAt: 0 };
  await expect(queueNotifications(notifying, now)).rejects.toThrow('another program holds the database');
  await deliverAll(store, createSlackChannel(slack.makeConfig(), { betweenPostsMs: 0 }), () => now);
  expect(listParents()).toHaveLength(1);
});
it('notifies other incidents though one cannot be rendered', async () => {
  addFailures(6);
  for (let i = 0; i < 6; i++) {
    const pay = makeAttempt({
      at: now + i,
      connection: 5_000 + i,
      peer: '203.0.113.9:99',
      server: 'pay.example',
    });
    const odd = {
      ...pay,
      finding: { ...pay.finding, symptom: 'header-too-big', phase: 'reading-header' },
    };
    store.commit(pipeline.ingestEvents([odd], now), now);
  }
  const [first, second] = store.openIncidents();
  const broken = {
    ...store,
    evidence: (incident, limit) => {
      if (incident.id === first?.id) throw new Error('this incident cannot be rendered');
      return store.evidence(incident, limit);
    },
  };
  const notifyOptions = { ...makeNotifyOptions(store), repository: broken };
  await expect(queueNotifications(notifyOptions, now + 1)).rejects.toThrow(
    'this incident cannot be rendered',
  );
  expect([first, second].map((incident) => store.notificationState(incident?.id ?? 0)?.reason)).toEqual([
    undefined,
    'opened',
  ]);
});
