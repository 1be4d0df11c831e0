import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSlackChannel } from '../../src/slack/channel.js';
import { startFakeSlack } from '../support/fake-slack/index.js';
import { getLatestVersion, homeChannelId } from '../support/fake-slack/workspace.js';

let slack;
let logged;
beforeEach(async () => {
  slack = await startFakeSlack();
  logged = [];
});
afterEach(() => slack.close());
const logger = { warn: (line) => logged.push(line) };
const openChannel = (options = {}, betweenPostsMs = 0) =>
  createSlackChannel({ ...slack.makeConfig(), ...options }, { log: logger, betweenPostsMs });
const makeMessage = (text) => ({
  text,
  tone: 'bad',
  blocks: [
    { type: 'section', text: { type: 'mrkdwn', text } },
    { type: 'context', elements: [{ type: 'mrkdwn', text: 'BG-142' }] },
  ],
});
const refusedMessage = makeMessage('shop-api refuses connections.');
const recoveredMessage = makeMessage('shop-api is back.');
const key = 'incident:7';
describe('a message', () => {
  afterEach(() => expect(slack.violations).toEqual([]));
  it('is posted with a colour bar and without unfurled links, and can be found again', async () => {
    const channel = openChannel();
    const posted = await channel.post(refusedMessage, { key });
    const [stored] = slack.listMessages();
    expect(posted).toEqual({ type: 'delivered', ts: stored?.ts });
    expect(stored && getLatestVersion(stored)).toMatchObject({
      text: 'shop-api refuses connections.',
      blocks: [{ type: 'section' }],
      attachments: [{ color: '#c0392b', blocks: [{ type: 'context' }] }],
    });
    expect(await channel.find(key, Date.now() - 60_000)).toEqual([stored?.ts]);
    expect(await channel.find('incident:8', Date.now() - 60_000)).toEqual([]);
    expect(await channel.find(key, Date.now() + 60_000)).toEqual([]);
  });
  it('is edited, and loses its colour bar when it no longer has a tone', async () => {
    const channel = openChannel();
    const ts = readTs(await channel.post(refusedMessage, { key }));
    expect(
      await channel.update(ts, { text: recoveredMessage.text, blocks: recoveredMessage.blocks }),
    ).toEqual({
      type: 'delivered',
      ts,
    });
    const [stored] = slack.listMessages();
    expect(stored?.versions.map(({ text, attachments }) => [text, attachments.length])).toEqual([
      ['shop-api refuses connections.', 1],
      ['shop-api is back.', 0],
    ]);
    expect(await channel.find(key, 0)).toEqual([ts]);
  });
  it('is found in its thread', async () => {
    const channel = openChannel();
    const thread = readTs(await channel.post(refusedMessage, { key }));
    const ts = readTs(await channel.post(recoveredMessage, { key: 'thread:7:2', thread }));
    expect(slack.listMessages().map((stored) => stored.thread)).toEqual([null, thread]);
    expect(await channel.find('thread:7:2', 0, thread)).toEqual([ts]);
    expect(await channel.find('thread:7:3', 0, thread)).toEqual([]);
  });
  it('is found after hundreds of later messages', async () => {
    const channel = openChannel();
    const ts = readTs(await channel.post(refusedMessage, { key }));
    for (let n = 0; n < 250; n += 1) slack.postAsBot({ text: `Others talk, ${n}.` });
    expect(await channel.find(key, 0)).toEqual([ts]);
  });
  it('is not mistaken for ours when another app uses the same key', async () => {
    slack.postAsBot({ text: 'x', metadata: { event_type: 'other_bot', event_payload: { key } } });
    expect(await openChannel().find(key, 0)).toEqual([]);
  });
  it('with hostile log text is posted literally and notifies nobody', async () => {
    const text = '&lt;!channel&gt; says `curl`';
    const line = '<!channel> <@U0ANNA001> ``` '.repeat(50);
    const blocks = [
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: line }] }],
      },
    ];
    expect(await openChannel().post({ text, blocks }, { key })).toMatchObject({ type: 'delivered' });
  });
  it('with an invalid layout is posted as plain text', async () => {
    const blocks = [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }];
    expect(await openChannel().post({ ...refusedMessage, blocks }, { key })).toMatchObject({
      type: 'delivered',
    });
    expect(slack.listMessages()[0]?.versions[0]?.blocks[0]).toMatchObject({
      type: 'section',
      text: { text: refusedMessage.text },
    });
    expect(logged).toEqual([expect.stringMatching(/blocks\/0\/text\/text Too big.*Sent as plain text/)]);
  });
  it('with a layout that Slack refuses unexpectedly is posted as plain text', async () => {
    slack.injectFault('chat.postMessage', { error: 'invalid_blocks' });
    expect(await openChannel().post(refusedMessage, { key })).toMatchObject({ type: 'delivered' });
    expect(slack.listMessages()[0]?.versions[0]?.blocks).toMatchObject([{ type: 'section' }]);
    expect(slack.listMessages()).toHaveLength(1);
  });
});
describe('the result of a call, when', () => {
  const limited = { status: 429, headers: { 'retry-after': '7' } };
  const table = [
    ['Slack is busy', limited, { type: 'later', retryAfterMs: 7000 }, { type: 'later', retryAfterMs: 7000 }],
    [
      'Slack is busy and says so in the body',
      { error: 'ratelimited' },
      { type: 'later', retryAfterMs: 30_000 },
      { type: 'later', retryAfterMs: 30_000 },
    ],
    ...[{}, { 'retry-after': 'soon' }, { 'retry-after': '0' }, { 'retry-after': '-5' }].map((headers) => [
      `Slack is busy and names no time that makes sense: ${JSON.stringify(headers)}`,
      { status: 429, headers },
      { type: 'later', retryAfterMs: 30_000, why: expect.stringMatching(/rate limit.*did not say/) },
      { type: 'later', retryAfterMs: 30_000, why: expect.stringMatching(/rate limit.*did not say/) },
    ]),
    ['Slack is down', { status: 503 }, { type: 'unknown' }, { type: 'later' }],
    ['Slack fails internally', { error: 'internal_error' }, { type: 'unknown' }, { type: 'later' }],
    ['the connection breaks', 'reset', { type: 'unknown' }, { type: 'later' }],
    ['the answer is lost', 'processThenReset', { type: 'unknown' }, { type: 'later' }],
    ['a proxy answers with a page', { status: 200, body: '<html>' }, { type: 'unknown' }, { type: 'later' }],
    ['a proxy refuses', { status: 403 }, { type: 'later' }, { type: 'later' }],
    [
      'the bot is not in the channel yet',
      { error: 'not_in_channel' },
      { type: 'later', retryAfterMs: null },
      { type: 'later', retryAfterMs: null },
    ],
    [
      'somebody deleted the message',
      { error: 'message_not_found' },
      { type: 'refused', isGone: true },
      { type: 'refused', isGone: true },
    ],
    [
      'the token was revoked',
      { error: 'token_revoked' },
      { type: 'later', retryAfterMs: null },
      { type: 'later', retryAfterMs: null },
    ],
    [
      'plain text is refused as well',
      { error: 'no_text' },
      { type: 'refused', isGone: false },
      { type: 'refused', isGone: false },
    ],
    ...[
      'team_added_to_org',
      'org_login_required',
      'ekm_access_denied',
      'access_denied',
      'team_access_not_granted',
      'restricted_action_read_only_channel',
      'posting_to_general_channel_denied',
      'channel_is_limited_access',
      'a_code_of_next_year',
    ].map((error) => [
      `Slack refuses with ${error}`,
      { error },
      { type: 'later', retryAfterMs: null },
      { type: 'later', retryAfterMs: null },
    ]),
  ];
  it.each(table)('%s', async (_, fault, posted, updated) => {
    const channel = openChannel();
    const { ts } = slack.postAsBot({ text: 'Before.' });
    slack.injectFault('chat.postMessage', fault);
    slack.injectFault('chat.update', fault);
    expect(await channel.post(refusedMessage, { key })).toMatchObject(posted);
    expect(await channel.update(ts, refusedMessage)).toMatchObject(updated);
    expect(slack.calls).toHaveLength(2);
  });
  it('is "later" when Slack cannot be reached, as nothing was posted', async () => {
    const otherSlack = await startFakeSlack();
    await otherSlack.close();
    expect(await openChannel({ apiUrl: otherSlack.apiUrl }).post(refusedMessage, { key })).toMatchObject({
      type: 'later',
      why: 'Slack cannot be reached (ECONNREFUSED)',
    });
  });
  it('includes the next step for a refusal', async () => {
    const posted = await openChannel({ channel: 'C0UNKNOWN' }).post(refusedMessage, { key });
    expect(posted).toMatchObject({ why: expect.stringContaining('channel_not_found: check SLACK_CHANNEL') });
  });
  it('never includes a token', async () => {
    for (const fault of ['reset', { status: 503, body: 'xoxb-fake-bot' }, { error: 'xoxb-fake-bot' }]) {
      slack.injectFault('chat.postMessage', fault);
      expect(JSON.stringify(await openChannel().post(refusedMessage, { key }))).not.toContain('xoxb-');
    }
    expect(logged.join('\n')).not.toContain('xoxb-fake');
  });
});
describe('a post whose answer was lost', () => {
  it('is found, so it is not repeated', async () => {
    const channel = openChannel();
    slack.injectFault('chat.postMessage', 'processThenReset');
    expect(await channel.post(refusedMessage, { key })).toMatchObject({ type: 'unknown' });
    expect(await channel.find(key, Date.now() - 60_000)).toEqual([slack.listMessages()[0]?.ts]);
    expect(slack.listMessages()).toHaveLength(1);
  });
  it('cannot be searched for without the scope', async () => {
    const without = await startFakeSlack({ scopes: ['chat:write'] });
    expect(await createSlackChannel(without.makeConfig(), { log: logger }).find(key, 0)).toEqual([]);
    await without.close();
    expect(logged).toEqual([]);
  });
  it('is unknown while Slack fails, and found afterwards', async () => {
    const channel = openChannel();
    const ts = readTs(await channel.post(refusedMessage, { key }));
    slack.injectFault('conversations.history', { status: 503 });
    slack.rateLimit('conversations.history', 60);
    expect(await channel.find(key, 0)).toBeUndefined();
    expect(await channel.find(key, 0)).toBeUndefined();
    expect(await channel.find(key, 0)).toEqual([ts]);
  });
});
describe('the rate of posts', () => {
  it('is about one a second, in order; edits are not delayed', async () => {
    const strict = await startFakeSlack({ limitsPosts: true });
    const channel = createSlackChannel(strict.makeConfig(), { log: logger });
    const startedAt = performance.now();
    const first = channel.post(makeMessage('One.'), { key: 'a' });
    const edit = first.then((posted) => channel.update(readTs(posted), makeMessage('One, edited.')));
    const second = channel.post(makeMessage('Two.'), { key: 'b' });
    const third = channel.post(makeMessage('Three.'), { key: 'c' });
    await edit;
    expect(await Promise.all([first, second, third])).toMatchObject(Array(3).fill({ type: 'delivered' }));
    expect(performance.now() - startedAt).toBeGreaterThan(2000);
    expect(strict.listMessages(homeChannelId).map((stored) => getLatestVersion(stored).text)).toEqual([
      'One, edited.',
      'Two.',
      'Three.',
    ]);
    expect(strict.violations).toEqual([]);
    await strict.close();
  });
  it('is not slowed by a failure', async () => {
    const channel = openChannel();
    slack.injectFault('chat.postMessage', 'reset');
    const [lost, next] = await Promise.all([
      channel.post(refusedMessage, { key }),
      channel.post(recoveredMessage, { key: 'b' }),
    ]);
    expect([lost.type, next.type]).toEqual(['unknown', 'delivered']);
  });
});
function readTs(result) {
  if (result.type !== 'delivered') throw new Error(`not delivered: ${JSON.stringify(result)}`);
  return result.ts;
}
