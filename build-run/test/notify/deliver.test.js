import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hourMs, minuteMs } from '../../src/base/duration.js';
import { deliverAll } from '../../src/notify/deliver.js';
import { renderRepeatedMessage } from '../../src/notify/repeated-message.js';
import { createSlackChannel } from '../../src/slack/channel.js';
import { openStore } from '../../src/storage/store.js';
import { makeIncident } from '../support/failure-fixtures.js';
import { startFakeSlack } from '../support/fake-slack/index.js';
import { getLatestVersion } from '../support/fake-slack/workspace.js';
import { refusalCodes } from '../support/slack-refusals.js';
import { makeDatabasePath } from '../support/store-fixtures.js';

const steps = ['post', 'edit', 'last edit'];
const methodOf = { post: 'chat.postMessage', edit: 'chat.update', 'last edit': 'chat.update' };
const texts = { post: 'shop-api fails.', edit: 'shop-api fails more.', 'last edit': 'shop-api is back.' };
let slack;
let path;
let store;
let now;
let failures;
let givenUp;
let deliveries;
beforeEach(async () => {
  slack = await startFakeSlack();
  path = makeDatabasePath();
  now = Date.now();
  store = openStore(path, now);
  store.saveIncident(makeIncident({ id: 1, number: 1 }));
  [failures, givenUp, deliveries] = [[], [], 0];
});
afterEach(async () => {
  store.close();
  await slack.close();
  expect(slack.violations).toEqual([]);
});
describe.each(steps)('an incident whose %s is refused', (step) => {
  const method = methodOf[step];
  it.each(refusalCodes[method])('once with %s is one message, right in the end', async (error) => {
    await playStory({ [step]: () => slack.injectFault(method, { error }) });
    expect(listLiveTexts()).toEqual(['shop-api is back.']);
    expect(slack.listMessages()).toHaveLength(1);
    expect(givenUp).toEqual([]);
  });
  it.each(refusalCodes[method])('ten times with %s is told, and is right in the end', async (error) => {
    await playStory({ [step]: () => slack.injectFault(method, { error }, 10) });
    expect(listLiveTexts()).toEqual(['shop-api is back.']);
    expect(failures[0]).toMatch(error);
    expect(givenUp).toEqual([]);
  });
});
describe('a message', () => {
  it('is tried again after 5, 10, 20, 40 seconds and then each minute', async () => {
    slack.injectFault('chat.postMessage', { error: 'a_code_of_next_year' }, 7);
    const startedAt = now;
    const triedAfterS = [];
    queue('post');
    await settle(() => {
      while (triedAfterS.length < slack.listCalls('chat.postMessage').length)
        triedAfterS.push((now - startedAt) / 1000);
    });
    expect(triedAfterS).toEqual([0, 5, 15, 35, 75, 135, 195, 255]);
  });
  it.each([{}, { 'retry-after': 'soon' }, { 'retry-after': '-7' }, { 'retry-after': '999999999' }])(
    'limited with the headers %j is sent, once, within 15 minutes',
    async (headers) => {
      slack.injectFault('chat.postMessage', { status: 429, headers });
      const startedAt = now;
      queue('post');
      await settle();
      expect(listLiveTexts()).toEqual(['shop-api fails.']);
      expect(slack.listCalls('chat.postMessage')).toHaveLength(2);
      expect(now - startedAt).toBeGreaterThanOrEqual(30_000);
    },
  );
  it('whose blocks are refused twice is sent as text alone, and an edit so replaces the blocks', async () => {
    await playStory({
      'last edit': () => slack.injectFault('chat.update', { error: 'invalid_arguments' }, 2),
    });
    expect(slack.listMessages().map(getLatestVersion)).toMatchObject([
      { text: 'shop-api is back.', blocks: [], attachments: [] },
    ]);
  });
  it('that was deleted in Slack is posted anew', async () => {
    queue('post');
    await settle();
    const ts = store.findIncidentTs(1);
    slack.workspace.messages.length = 0;
    queue('last edit');
    await settle();
    expect(listLiveTexts()).toEqual(['shop-api is back.']);
    expect(store.findIncidentTs(1)).not.toBe(ts);
  });
});
describe('a post that is stored while its answer is lost', () => {
  it.each([
    ['answers 429 six times', { status: 429, headers: { 'retry-after': '1' } }, 6],
    ['answers 500 for two minutes', { status: 500 }, 12],
    ['is refused for two minutes', { error: 'a_code_of_next_year' }, 12],
  ])('is one message, though the history %s', async (_, fault, times) => {
    slack.injectFault('conversations.history', fault, times);
    await playStory({ post: () => slack.injectFault('chat.postMessage', 'processThenReset') });
    expect(slack.listMessages()).toHaveLength(1);
    expect(listLiveTexts()).toEqual(['shop-api is back.']);
  });
  it('is one message, though the history lags by 20 seconds', async () => {
    const showHistory = hideHistory(20_000);
    await playStory({ post: () => slack.injectFault('chat.postMessage', 'processThenReset') }, showHistory);
    expect(slack.listMessages()).toHaveLength(1);
    expect(listLiveTexts()).toEqual(['shop-api is back.']);
  });
  it('is told once and ended once, though the history lags by four minutes', async () => {
    const showHistory = hideHistory(4 * minuteMs);
    await playStory({ post: () => slack.injectFault('chat.postMessage', 'processThenReset') }, showHistory);
    expect(listLiveTexts()).toEqual(['shop-api is back.']);
    expect(slack.listMessages().map(({ versions }) => versions.at(-1)?.text)).toEqual([
      renderRepeatedMessage().text,
      'shop-api is back.',
    ]);
  });
  it('is found again by the next run', async () => {
    slack.injectFault('chat.postMessage', 'processThenReset');
    queue('post');
    await deliver();
    store.close();
    store = openStore(path, now);
    await settle();
    expect(slack.listMessages()).toHaveLength(1);
  });
});
it('a post that was never stored is sent within a minute', async () => {
  slack.injectFault('chat.postMessage', 'reset');
  const startedAt = now;
  queue('post');
  await settle();
  expect(listLiveTexts()).toEqual(['shop-api fails.']);
  expect(now - startedAt).toBeLessThanOrEqual(minuteMs);
});
/** Posts, edits and ends one incident; before a step, `before` breaks Slack. */
async function playStory(before, onSecond = () => {}) {
  for (const step of steps) {
    before[step]?.();
    queue(step);
    await settle(onSecond);
  }
  // Older copies are looked for later.
  for (const until = now + hourMs; now < until; now += minuteMs) {
    onSecond();
    await deliver();
  }
  expect(deliveries).toBeGreaterThanOrEqual(steps.length);
}
/** Runs until nothing waits, or for half an hour. */
async function settle(onSecond = () => {}) {
  for (const until = now + hourMs / 2; now < until; now += 1000) {
    onSecond();
    await deliver();
    onSecond();
    if (store.outboxStats({ from: 0, to: now + 1 }).waiting === 0) return;
  }
  throw new Error('a message still waits');
}
/** Delivers what is due now. */
async function deliver() {
  const channel = createSlackChannel(slack.makeConfig(), { betweenPostsMs: 0 });
  await deliverAll(store, channel, () => now, {
    onDelivered: () => {
      deliveries += 1;
    },
    onFailed: (why, isFinal) => void (isFinal ? givenUp : failures).push(why),
  });
}
/** Hides all messages from the history until this long after now; to be called each second. */
function hideHistory(forMs) {
  const showsAt = now + forMs;
  return () => {
    slack.workspace.hidesHistory = now < showsAt;
  };
}
function queue(step) {
  const reason = step === 'last edit' ? 'recovered' : 'opened';
  const text = texts[step];
  store.saveDecisions(
    [
      {
        incidentId: 1,
        state: { ...notified, reason, notifiedAt: now },
        messages: [
          {
            kind: { type: 'incident', incidentId: 1, sequence: now, reason },
            content: {
              text,
              tone: 'bad',
              blocks: [
                { type: 'section', text: { type: 'mrkdwn', text } },
                { type: 'context', elements: [{ type: 'mrkdwn', text: 'BG-1' }] },
              ],
            },
          },
        ],
      },
    ],
    [],
    now,
  );
}
/** The texts of the channel's messages, without older copies that were ended. */
const listLiveTexts = () =>
  slack
    .listMessages()
    .map((message) => getLatestVersion(message).text)
    .filter((text) => text !== renderRepeatedMessage().text);
const notified = {
  cause: 'connection-refused',
  reason: 'opened',
  notifiedAt: 0,
  clientImpacting: 7,
  peerCount: 1,
  severity: 'minor',
  upstreamCount: 1,
  absorbedCount: 0,
  isAcknowledged: false,
  isEscalated: false,
  areOwnersCalled: true,
  isSilenced: false,
  isResolved: false,
};
