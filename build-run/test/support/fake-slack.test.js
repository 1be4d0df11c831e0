import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startFakeSlack } from './fake-slack/index.js';
import { waitFor } from './fake-slack/users.js';
import { homeChannelId } from './fake-slack/workspace.js';

let slack;
let web;
beforeEach(async () => {
  slack = await startFakeSlack();
  web = new WebClient(slack.tokens.bot, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } });
});
afterEach(() => slack.close());
const postOptions = { channel: homeChannelId, unfurl_links: false, unfurl_media: false };
const catchError = (call) => call.catch((error) => error.data.error);
describe('the fake Slack records', () => {
  it.each([
    [
      'unfurled links',
      () => web.chat.postMessage({ channel: homeChannelId, text: 'x' }),
      /unfurl_links is not false/,
    ],
    [
      'a message that notifies everybody',
      () => web.chat.postMessage({ ...postOptions, text: 'a <!channel>' }),
      /would notify !channel/,
    ],
    [
      'a message that notifies a user',
      () => web.chat.postMessage({ ...postOptions, text: '<@U0ANNA001>' }),
      /would notify U0ANNA001/,
    ],
    [
      'a notification inside a code span',
      () => web.chat.postMessage({ ...postOptions, ...makeMessage('`<!here>`') }),
      /would notify !here/,
    ],
    [
      'a message without text',
      () => web.chat.postMessage({ ...postOptions, blocks: [{ type: 'divider' }] }),
      /no_text/,
    ],
    [
      'a layout that Slack refuses',
      () => web.chat.postMessage({ ...postOptions, ...makeMessage('x'.repeat(3001)) }),
      /invalid_blocks at/,
    ],
    [
      'an edit that links names',
      () => web.chat.update({ channel: homeChannelId, ts: slack.postAsBot({ text: 'a' }).ts, text: 'b' }),
      /parse=none/,
    ],
    ['an unknown method', () => web.apiCall('admin.everything'), /admin.everything/],
  ])('%s', async (_, call, note) => {
    await call().catch(() => {});
    expect(slack.violations.join('\n')).toMatch(note);
  });
  it('a duplicate and an unexpected acknowledgement', async () => {
    const socket = await connectSocket();
    socket.on('message', (text) => {
      const { envelope_id } = JSON.parse(String(text));
      for (const id of [envelope_id, envelope_id, 'made-up'])
        socket.send(JSON.stringify({ envelope_id: id }));
    });
    await slack.people.typeCommand('status');
    await waitFor(() => slack.violations.length === 2, 'the violations');
  });
});
describe('the fake Slack refuses', () => {
  it.each([
    ['an unknown token', () => web.auth.test({ token: 'xoxb-other' }), 'invalid_auth'],
    [
      'an app token in place of a bot token',
      () => web.auth.test({ token: slack.tokens.app }),
      'not_allowed_token_type',
    ],
    ['a bot token in place of an app token', () => web.apps.connections.open({}), 'not_allowed_token_type'],
    [
      'an unknown channel',
      () => web.chat.postMessage({ ...postOptions, channel: 'C0', text: 'x' }),
      'channel_not_found',
    ],
    [
      'an edit of a message that does not exist',
      () => web.chat.update({ channel: homeChannelId, ts: '1.0', text: 'x' }),
      'message_not_found',
    ],
    ['a method whose scope is not granted', () => web.users.info({ user: 'U1' }), 'missing_scope'],
  ])('%s', async (_, call, error) => {
    expect(await catchError(call())).toBe(error);
  });
  it('a modal with an unknown, a used and an expired trigger', async () => {
    const view = {
      type: 'modal',
      title: makePlainText('Note'),
      blocks: [{ type: 'divider' }],
    };
    const open = (trigger_id) => web.views.open({ trigger_id, view });
    const trigger = slack.workspace.mintTrigger('U0ANNA001');
    expect(await catchError(open('made-up'))).toBe('invalid_trigger_id');
    await open(trigger);
    expect(await catchError(open(trigger))).toBe('exchanged_trigger_id');
    const late = { user: 'U0ANNA001', at: performance.now() - 3001, used: false };
    slack.workspace.triggers.set('late', late);
    expect(await catchError(open('late'))).toBe('expired_trigger_id');
  });
  it('an update of a modal that has changed or does not exist', async () => {
    const view = {
      type: 'modal',
      title: makePlainText('Note'),
      blocks: [{ type: 'divider' }],
    };
    await web.views.open({ trigger_id: slack.workspace.mintTrigger('U0ANNA001'), view });
    const { id, hash } = await slack.people.waitForModal();
    await web.views.update({ view_id: id, hash, view });
    expect(await catchError(web.views.update({ view_id: id, hash, view }))).toBe('hash_conflict');
    expect(await catchError(web.views.update({ view_id: 'V0', view }))).toBe('not_found');
  });
  it('a modal submitted without a required field, or with an unknown one', async () => {
    const element = { type: 'plain_text_input', action_id: 'words' };
    const input = { type: 'input', block_id: 'words', label: makePlainText('Words'), element };
    const view = {
      type: 'modal',
      title: makePlainText('Note'),
      submit: makePlainText('Add'),
      blocks: [input],
    };
    await web.views.open({ trigger_id: slack.workspace.mintTrigger('U0ANNA001'), view });
    const modal = await slack.people.waitForModal();
    await expect(slack.people.submit(modal, {})).rejects.toThrow('The field words is required');
    await expect(slack.people.submit(modal, { words: 'x', more: 'y' })).rejects.toThrow('no field more');
  });
  it('an option that a menu does not have', async () => {
    const option = { text: makePlainText('2 h'), value: '2h' };
    const menu = { type: 'static_select', action_id: 'silence', options: [option] };
    const { ts } = slack.postAsBot({ text: 'x', blocks: [{ type: 'actions', elements: [menu] }] });
    await expect(slack.people.choose(ts, 'silence', '9h')).rejects.toThrow('does not offer 9h');
  });
  it('a press on a button that does not exist', async () => {
    const { ts } = slack.postAsBot({ text: 'x' });
    await expect(slack.people.press(ts, 'acknowledge')).rejects.toThrow('No acknowledge to press');
  });
  it('a second use of a ticket', async () => {
    const url = await openTicket();
    await connectSocket(url);
    await expect(connectSocket(url)).rejects.toThrow('403');
  });
});
const makePlainText = (text) => ({ type: 'plain_text', text });
const makeMessage = (text) => ({
  text: 'x',
  blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }],
});
async function openTicket() {
  const { url = '' } = await web.apps.connections.open({ token: slack.tokens.app });
  return url;
}
async function connectSocket(url) {
  const socket = new WebSocket(url ?? (await openTicket()));
  await new Promise((resolve, reject) => socket.once('message', resolve).once('error', reject));
  return socket;
}
