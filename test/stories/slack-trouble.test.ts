import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deliverAll, tell } from '../../src/cli/run/notify-loop.js';
import type { Incident } from '../../src/incidents/incident.js';
import { envoyFormats, nginxFormats } from '../../src/parse/known-formats.js';
import { localTimeIn } from '../../src/parse/local-time.js';
import { Digest, nothingRestored } from '../../src/pipeline/pipeline.js';
import { slackChannel } from '../../src/slack/channel.js';
import { openStore, type Store } from '../../src/storage/store.js';
import { attempt, minutes, nine, request, seconds } from '../support/event-fixtures.js';
import { limited, type Mishap } from '../support/fake-slack/faults.js';
import { type FakeSlack, startFakeSlack } from '../support/fake-slack/index.js';
import { latest } from '../support/fake-slack/workspace.js';
import { plainTelling } from '../support/notify-loop.js';

const dialect = { localTime: localTimeIn('UTC'), nginxFormats: nginxFormats(), envoyFormats: envoyFormats() };
const rules = {
  dialectOf: () => dialect,
  opening: { failures: 5, windowMs: seconds(60), share: 0.005 },
  recovery: { quietMs: minutes(10), goodRequests: 20, reopenMs: minutes(30) },
};

let slack: FakeSlack;
let store: Store;
let digest: Digest;
let now: number;
let failed: number;

beforeEach(async () => {
  slack = await startFakeSlack();
  store = openStore(':memory:');
  digest = new Digest(nothingRestored, rules);
  now = nine;
  failed = 0;
});
afterEach(async () => {
  store.close();
  await slack.close();
});

/** Requests fail, a second apart. */
function fail(count: number): void {
  for (let i = 0; i < count; i++) {
    now += seconds(1);
    failed += 1;
    const connection = 1_000 + failed;
    store.commit(digest.events([attempt({ at: now, connection })], now), now);
  }
}

/** Good requests, and as much quiet as recovery wants. */
function recover(): void {
  for (let i = 0; i < 25; i++) {
    now += seconds(30);
    const good = request({ at: now, status: 200, finding: null, connection: 9_000 + i });
    store.commit(digest.events([good], now), now);
  }
}

/** The bot decides and delivers, every `stepMs` for so many steps. */
async function live(steps: number, stepMs: number, config = slack.config()): Promise<void> {
  const channel = slackChannel(config, { betweenPostsMs: 0 });
  const telling = plainTelling(store);
  for (let i = 0; i < steps; i++) {
    now += stepMs;
    const batch = digest.tick(now);
    if (batch !== null) store.commit(batch, now);
    await tell(telling, now);
    await deliverAll(store, channel, () => now);
  }
}

const parents = () => slack.messages().filter(({ thread }) => thread === null);
const words = (n = 0) => {
  const message = parents()[n];
  return message === undefined ? '' : JSON.stringify(latest(message));
};
const threadKeys = () =>
  slack
    .messages()
    .filter(({ thread }) => thread !== null)
    .map(({ versions }) => String(versions[0]?.metadata?.event_payload['key']));

const mishaps: readonly [string, Mishap][] = [
  ['a rate limit', limited(1)],
  ['an error inside Slack', { status: 500 }],
  ['an answer from a proxy', { status: 200, body: '<html>sign in</html>' }],
  ['a connection that breaks before', 'reset'],
  ['a connection that breaks after', 'processThenReset'],
  ['a stumble that is told', { error: 'internal_error' }],
  ['a revoked token', { error: 'token_revoked' }],
  ['a bot thrown out of the channel', { error: 'not_in_channel' }],
];

describe.each(mishaps)('%s', (_, mishap) => {
  it.each([
    ['when the incident is posted', 'chat.postMessage', 'opened'],
    ['when its message is edited', 'chat.update', 'grown'],
    ['when its thread hears of it', 'chat.postMessage', 'over'],
  ] as const)('%s: one message, nothing unsaid, nothing twice', async (_step, method, at) => {
    const strike = (step: string) => step === at && slack.mishap(method, mishap, 2);
    strike('opened');
    fail(6);
    await live(6, seconds(70));
    strike('grown');
    fail(70);
    await live(6, seconds(70));
    strike('over');
    recover();
    await live(8, seconds(70));

    expect(parents()).toHaveLength(1);
    expect(words()).toMatch(/over|recovered|resolved/i);
    expect(words()).toContain('76');
    expect(threadKeys()).toEqual([...new Set(threadKeys())]);
    expect(threadKeys().length).toBeGreaterThan(0);
    expect(store.nextLetter(now + minutes(60))).toBeUndefined();
    expect(slack.faults).toEqual([]);
  });
});

describe('Slack away for hours', () => {
  const away = async () => {
    const elsewhere = await startFakeSlack();
    const config = elsewhere.config();
    await elsewhere.close();
    return config;
  };

  it('waits, and on its return hears of each incident once, as it is now', async () => {
    const nowhere = await away();
    for (let i = 0; i < 180; i++) {
      fail(6);
      await live(1, seconds(54), nowhere);
    }
    expect(slack.messages()).toEqual([]);
    await live(3, seconds(70));
    expect(parents()).toHaveLength(1);
    expect(words()).toMatch(/1,?080/);
    expect(parents()[0]?.versions.length).toBeLessThanOrEqual(2);
    expect(threadKeys().length).toBeLessThanOrEqual(4);
    expect(slack.faults).toEqual([]);
  }, 40_000);

  it('hears that it is over of an incident that it was never told of, in one message', async () => {
    const nowhere = await away();
    fail(6);
    await live(2, seconds(56), nowhere);
    recover();
    await live(2, seconds(56), nowhere);
    await live(3, seconds(70));
    expect(parents()).toHaveLength(1);
    expect(parents()[0]?.versions).toHaveLength(1);
    expect(words()).toMatch(/over|recovered|resolved/i);
  });
});

it('a message whose answer was lost is looked for until Slack can tell, and said once', async () => {
  slack.mishap('chat.postMessage', 'processThenReset');
  slack.mishap('chat.postMessage', limited(30));
  slack.mishap('conversations.history', { status: 503 }, 4);
  fail(6);
  await live(4, seconds(70));
  expect(parents()).toHaveLength(1);
  expect(words()).toContain('6');
});

it('a message that somebody deleted is posted again once, and the thread goes on under the new one', async () => {
  fail(6);
  await live(1, seconds(5));
  slack.workspace.messages.splice(0);
  fail(70);
  await live(4, seconds(70));
  expect(parents()).toHaveLength(1);
  recover();
  await live(4, seconds(70));
  expect(parents()).toHaveLength(1);
  const threads = slack.messages().flatMap(({ thread }) => thread ?? []);
  expect(new Set(threads)).toEqual(new Set([parents()[0]?.ts]));
});

it('a message that was deleted just before its thread hears of something is missed, and posted again', async () => {
  fail(6);
  await live(1, seconds(5));
  slack.workspace.messages.splice(0);
  // The edit has to wait, so the line in the thread is the first to find nobody there.
  slack.mishap('chat.update', limited(30));
  fail(70);
  await live(4, seconds(70));
  recover();
  await live(4, seconds(70));
  expect(parents()).toHaveLength(1);
  expect(words()).toMatch(/over|recovered|resolved/i);
});

it('a message whose delivery could not be stored is found again, and said once', async () => {
  fail(6);
  const { markSent } = store;
  store = {
    ...store,
    markSent: () => {
      throw new Error('the disk is full');
    },
  };
  await expect(live(1, seconds(5))).rejects.toThrow('the disk is full');
  store = { ...store, markSent };
  await live(2, seconds(5));
  fail(70);
  await live(4, seconds(70));
  expect(parents()).toHaveLength(1);
  expect(words()).toContain('76');
  expect(store.nextLetter(now + minutes(60))).toBeUndefined();
});

it('a report that cannot be made holds back no alert', async () => {
  fail(6);
  const ledger: Store = {
    ...store,
    reportTold: () => {
      throw new Error('another program holds the database');
    },
  };
  const telling = { ...plainTelling(store), ledger, reportAt: 0 };
  await expect(tell(telling, now)).rejects.toThrow('another program holds the database');
  await deliverAll(store, slackChannel(slack.config(), { betweenPostsMs: 0 }), () => now);
  expect(parents()).toHaveLength(1);
});

it('tells the other incidents though one cannot be told', async () => {
  fail(6);
  for (let i = 0; i < 6; i++) {
    const pay = attempt({
      at: now + i,
      connection: 5_000 + i,
      peer: '203.0.113.9:99',
      server: 'pay.example',
    });
    const odd = {
      ...pay,
      finding: { ...pay.finding, symptom: 'header-too-big' as const, phase: 'reading-header' as const },
    };
    store.commit(digest.events([odd], now), now);
  }
  const [first, second] = store.openIncidents();
  const broken = {
    ...store,
    evidence: (incident: Incident, limit: number) => {
      if (incident.id === first?.id) throw new Error('this one cannot be told');
      return store.evidence(incident, limit);
    },
  };
  const telling = { ...plainTelling(store), ledger: broken };
  await expect(tell(telling, now + 1)).rejects.toThrow('this one cannot be told');
  expect([first, second].map((incident) => store.told(incident?.id ?? 0)?.reason)).toEqual([
    undefined,
    'opened',
  ]);
});
