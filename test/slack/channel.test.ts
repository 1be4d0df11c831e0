import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Delivery } from '../../src/notify/channel.js';
import type { Message } from '../../src/render/message.js';
import { slackChannel } from '../../src/slack/channel.js';
import { type FakeSlack, startFakeSlack } from '../support/fake-slack/index.js';
import { homeChannel, latest } from '../support/fake-slack/workspace.js';

let slack: FakeSlack;
let logged: string[];

beforeEach(async () => {
  slack = await startFakeSlack();
  logged = [];
});
afterEach(() => slack.close());

const log = { warn: (line: string) => logged.push(line) };
const channelOf = (more: object = {}, betweenPostsMs = 0) =>
  slackChannel({ ...slack.config(), ...more }, { log, betweenPostsMs });

const message = (text: string): Message => ({
  text,
  tone: 'bad',
  blocks: [
    { type: 'section', text: { type: 'mrkdwn', text } },
    { type: 'context', elements: [{ type: 'mrkdwn', text: 'BG-142' }] },
  ],
});
const refused = message('shop-api refuses connections.');
const back = message('shop-api is back.');
const key = 'incident:7';

describe('a message', () => {
  afterEach(() => expect(slack.faults).toEqual([]));

  it('is posted with a colour bar, without unfolding links, and can be found again', async () => {
    const channel = channelOf();
    const posted = await channel.post(refused, { key });
    const [stored] = slack.messages();
    expect(posted).toEqual({ name: 'delivered', ts: stored?.ts });
    expect(stored && latest(stored)).toMatchObject({
      text: 'shop-api refuses connections.',
      blocks: [{ type: 'section' }],
      attachments: [{ color: '#c0392b', blocks: [{ type: 'context' }] }],
    });
    expect(await channel.find(key, Date.now() - 60_000)).toBe(stored?.ts);
    expect(await channel.find('incident:8', Date.now() - 60_000)).toBeNull();
    expect(await channel.find(key, Date.now() + 60_000)).toBeNull();
  });

  it('is edited, and loses the bar when it has no tone any more', async () => {
    const channel = channelOf();
    const ts = tsOf(await channel.post(refused, { key }));
    expect(await channel.update(ts, { text: back.text, blocks: back.blocks })).toEqual({
      name: 'delivered',
      ts,
    });
    const [stored] = slack.messages();
    expect(stored?.versions.map(({ text, attachments }) => [text, attachments.length])).toEqual([
      ['shop-api refuses connections.', 1],
      ['shop-api is back.', 0],
    ]);
    expect(await channel.find(key, 0)).toBe(ts);
  });

  it('is found in its thread', async () => {
    const channel = channelOf();
    const thread = tsOf(await channel.post(refused, { key }));
    const ts = tsOf(await channel.post(back, { key: 'thread:7:2', thread }));
    expect(slack.messages().map((stored) => stored.thread)).toEqual([null, thread]);
    expect(await channel.find('thread:7:2', 0, thread)).toBe(ts);
    expect(await channel.find('thread:7:3', 0, thread)).toBeNull();
  });

  it('is found behind hundreds of others', async () => {
    const channel = channelOf();
    const ts = tsOf(await channel.post(refused, { key }));
    for (let n = 0; n < 250; n += 1) slack.say({ text: `Others talk, ${n}.` });
    expect(await channel.find(key, 0)).toBe(ts);
  });

  it('is not believed to be ours because somebody else uses the same key', async () => {
    slack.say({ text: 'x', metadata: { event_type: 'other_bot', event_payload: { key } } });
    expect(await channelOf().find(key, 0)).toBeNull();
  });

  it('of a hostile log goes out literally and calls nobody', async () => {
    const text = '&lt;!channel&gt; says `curl`';
    const line = '<!channel> <@U0ANNA001> ``` '.repeat(50);
    const blocks: Message['blocks'] = [
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: line }] }],
      },
    ];
    expect(await channelOf().post({ text, blocks }, { key })).toMatchObject({ name: 'delivered' });
  });

  it('that Slack would not take goes out plainly', async () => {
    const blocks: Message['blocks'] = [
      { type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } },
    ];
    expect(await channelOf().post({ ...refused, blocks }, { key })).toMatchObject({ name: 'delivered' });
    expect(slack.messages()[0]?.versions[0]?.blocks[0]).toMatchObject({
      type: 'section',
      text: { text: refused.text },
    });
    expect(logged).toEqual([expect.stringMatching(/blocks\/0\/text\/text Too big.*sent plainly/)]);
  });

  it('that Slack refuses against all expectation goes out plainly', async () => {
    slack.mishap('chat.postMessage', { error: 'invalid_blocks' });
    expect(await channelOf().post(refused, { key })).toMatchObject({ name: 'delivered' });
    expect(slack.messages()[0]?.versions[0]?.blocks).toMatchObject([{ type: 'section' }]);
    expect(slack.messages()).toHaveLength(1);
  });
});

describe('what became of a call', () => {
  const limited = { status: 429, headers: { 'retry-after': '7' } };
  const table: [string, Parameters<FakeSlack['mishap']>[1], Partial<Delivery>, Partial<Delivery>][] = [
    ['Slack is busy', limited, { name: 'later', afterMs: 7000 }, { name: 'later', afterMs: 7000 }],
    [
      'Slack is busy, and says so in the answer',
      { error: 'ratelimited' },
      { name: 'later', afterMs: 30_000 },
      { name: 'later', afterMs: 30_000 },
    ],
    ['Slack is down', { status: 503 }, { name: 'unknown' }, { name: 'later' }],
    ['Slack stumbles', { error: 'internal_error' }, { name: 'unknown' }, { name: 'later' }],
    ['the connection breaks', 'reset', { name: 'unknown' }, { name: 'later' }],
    ['the answer is lost', 'processThenReset', { name: 'unknown' }, { name: 'later' }],
    ['a proxy answers with a page', { status: 200, body: '<html>' }, { name: 'unknown' }, { name: 'later' }],
    ['a proxy says no', { status: 403 }, { name: 'later' }, { name: 'later' }],
    [
      'the bot was not invited yet',
      { error: 'not_in_channel' },
      { name: 'later', afterMs: 60_000 },
      { name: 'later', afterMs: 60_000 },
    ],
    [
      'somebody deleted the message',
      { error: 'message_not_found' },
      { name: 'refused', gone: true },
      { name: 'refused', gone: true },
    ],
    [
      'the token was revoked',
      { error: 'token_revoked' },
      { name: 'later', afterMs: 60_000 },
      { name: 'later', afterMs: 60_000 },
    ],
    [
      'the arguments are wrong',
      { error: 'invalid_arguments' },
      { name: 'refused', gone: false },
      { name: 'refused', gone: false },
    ],
  ];

  it.each(table)('%s', async (_, mishap, posted, updated) => {
    const channel = channelOf();
    const { ts } = slack.say({ text: 'Before.' });
    slack.mishap('chat.postMessage', mishap);
    slack.mishap('chat.update', mishap);
    expect(await channel.post(refused, { key })).toMatchObject(posted);
    expect(await channel.update(ts, refused)).toMatchObject(updated);
    expect(slack.calls).toHaveLength(2);
  });

  it('Slack cannot be reached, so nothing was posted', async () => {
    const elsewhere = await startFakeSlack();
    await elsewhere.close();
    expect(await channelOf({ apiUrl: elsewhere.apiUrl }).post(refused, { key })).toMatchObject({
      name: 'later',
      why: 'Slack cannot be reached (ECONNREFUSED)',
    });
  });

  it('tells what to do about a refusal', async () => {
    const posted = await channelOf({ channel: 'C0UNKNOWN' }).post(refused, { key });
    expect(posted).toMatchObject({ why: expect.stringContaining('channel_not_found: check SLACK_CHANNEL') });
  });

  it('never shows a token, whatever goes wrong', async () => {
    for (const mishap of [
      'reset',
      { status: 503, body: 'xoxb-fake-bot' },
      { error: 'xoxb-fake-bot' },
    ] as const) {
      slack.mishap('chat.postMessage', mishap);
      expect(JSON.stringify(await channelOf().post(refused, { key }))).not.toContain('xoxb-');
    }
    expect(logged.join('\n')).not.toContain('xoxb-fake');
  });
});

describe('a post whose answer was lost', () => {
  it('is found, so it need not be repeated', async () => {
    const channel = channelOf();
    slack.mishap('chat.postMessage', 'processThenReset');
    expect(await channel.post(refused, { key })).toMatchObject({ name: 'unknown' });
    expect(await channel.find(key, Date.now() - 60_000)).toBe(slack.messages()[0]?.ts);
    expect(slack.messages()).toHaveLength(1);
  });

  it('cannot be looked for without the scope', async () => {
    const without = await startFakeSlack({ scopes: ['chat:write'] });
    expect(await slackChannel(without.config(), { log }).find(key, 0)).toBeUndefined();
    await without.close();
    expect(logged).toEqual([]);
  });

  it('is looked for patiently', async () => {
    const channel = channelOf();
    const ts = tsOf(await channel.post(refused, { key }));
    slack.mishap('conversations.history', { status: 503 }, 2);
    expect(await channel.find(key, 0)).toBe(ts);
  });
});

describe('the pace', () => {
  it('is what Slack bears: about one post a second, in order; edits may follow at once', async () => {
    const strict = await startFakeSlack({ limitsPosts: true });
    const channel = slackChannel(strict.config(), { log });
    const startedAt = performance.now();
    const first = channel.post(message('One.'), { key: 'a' });
    const edit = first.then((posted) => channel.update(tsOf(posted), message('One, edited.')));
    const second = channel.post(message('Two.'), { key: 'b' });
    const third = channel.post(message('Three.'), { key: 'c' });
    await edit;
    expect(await Promise.all([first, second, third])).toMatchObject(Array(3).fill({ name: 'delivered' }));
    expect(performance.now() - startedAt).toBeGreaterThan(2000);
    expect(strict.messages(homeChannel).map((stored) => latest(stored).text)).toEqual([
      'One, edited.',
      'Two.',
      'Three.',
    ]);
    expect(strict.faults).toEqual([]);
    await strict.close();
  });

  it('is not held up by a failure', async () => {
    const channel = channelOf();
    slack.mishap('chat.postMessage', 'reset');
    const [lost, next] = await Promise.all([
      channel.post(refused, { key }),
      channel.post(back, { key: 'b' }),
    ]);
    expect([lost.name, next.name]).toEqual(['unknown', 'delivered']);
  });
});

function tsOf(delivery: Delivery): string {
  if (delivery.name !== 'delivered') throw new Error(`not delivered: ${JSON.stringify(delivery)}`);
  return delivery.ts;
}
