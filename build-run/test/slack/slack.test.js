import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectSlack } from '../../src/slack/connect.js';
import { startFakeSlack } from '../support/fake-slack/index.js';
import { noopHandlers } from '../support/fake-slack/noop-handlers.js';
import { parseModalErrors, waitFor } from '../support/fake-slack/users.js';
import { botUserId, defaultUserId, homeChannelId } from '../support/fake-slack/workspace.js';

let slack;
let connection;
let questions;
let presses;
let forms;
let logged;
beforeEach(async () => {
  slack = await startFakeSlack();
  questions = [];
  presses = [];
  forms = [];
  logged = [];
});
afterEach(async () => {
  await connection?.stop();
  await slack.close();
});
const logger = { warn: (line) => logged.push(line) };
const makeMessage = (text) => ({
  text,
  blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }],
});
const noteModal = {
  type: 'modal',
  callback_id: 'note',
  private_metadata: '142@C0ALERTS1',
  title: { type: 'plain_text', text: 'Note' },
  submit: { type: 'plain_text', text: 'Add' },
  blocks: [
    {
      type: 'input',
      block_id: 'words',
      label: { type: 'plain_text', text: 'Words' },
      element: { type: 'plain_text_input', action_id: 'words' },
    },
  ],
};
const handlers = {
  ...noopHandlers,
  onViewSubmission: async (form) => {
    forms.push(form);
    if (form.fields['words'] === 'crash') throw new Error('no such table');
    return { channel: homeChannelId, execute: async () => makeMessage('Added.') };
  },
  onQuestion: async (question) => {
    questions.push(question);
    if (question.text === 'slow') await sleep(550);
    if (question.text === 'crash') throw new Error('the secret xoxb-1-2-abc fell out');
    return makeMessage(`You asked: ${question.text.replaceAll('<', '&lt;')}`);
  },
  onBlockAction: async (press) => {
    presses.push(press);
    if (press.actionId === 'note') return noteModal;
    return press.actionId === 'resolve' ? makeMessage('Only <@U0ANNA001> may resolve.') : undefined;
  },
};
async function startBot(transport, options = {}) {
  connection = await connectSlack(slack.makeConfig(transport), '/badgateway', handlers, logger, options);
  if (connection.port !== null) slack.deliverOverHttp(`http://127.0.0.1:${connection.port}/slack/events`);
  return connection;
}
const incidentMessage = {
  text: 'shop-api refuses connections.',
  blocks: [
    {
      type: 'actions',
      elements: [
        {
          type: 'button',
          action_id: 'acknowledge',
          text: { type: 'plain_text', text: 'Acknowledge' },
          value: '142',
        },
        { type: 'button', action_id: 'resolve', text: { type: 'plain_text', text: 'Resolve' }, value: '142' },
        { type: 'button', action_id: 'note', text: { type: 'plain_text', text: 'Note' }, value: '142' },
      ],
    },
  ],
};
const postIncident = () => slack.postAsBot(incidentMessage).ts;
describe.each(['socket', 'http'])('over %s', (transport) => {
  beforeEach(() => startBot(transport));
  afterEach(() => expect(slack.violations).toEqual([]));
  it('identifies the bot', () => {
    expect(connection).toMatchObject({
      botUserId: botUserId,
      scopes: expect.arrayContaining(['chat:write', 'commands']),
    });
    expect(connection.isOpen()).toBe(true);
  });
  it('acknowledges a command at once, however long the answer takes, and answers only its user', async () => {
    const action = await slack.people.typeCommand('slow');
    expect(action.isAcked).toBe(true);
    expect(action.durationMs).toBeLessThan(500);
    expect(action.listAnswers()).toEqual([]);
    expect(await action.waitForAnswer()).toMatchObject({ text: 'You asked: slow' });
    expect(questions).toEqual([{ text: 'slow', user: defaultUserId, channel: homeChannelId, thread: null }]);
    expect(slack.listMessages()).toEqual([]);
  });
  it('answers a mention in a new thread under it', async () => {
    const action = await slack.people.mention('why BG-1');
    expect(await action.waitForAnswer()).toMatchObject({ text: 'You asked: why BG-1' });
    expect(questions).toEqual([
      { text: 'why BG-1', user: defaultUserId, channel: homeChannelId, thread: null },
    ]);
    expect(slack.listMessages().map(({ thread }) => thread)).toEqual([expect.any(String)]);
  });
  it('answers a mention in a thread within that thread', async () => {
    const ts = postIncident();
    await (await slack.people.mention('why', { thread: ts })).waitForAnswer();
    expect(questions[0]?.thread).toBe(ts);
    expect(slack.listMessages().at(-1)?.thread).toBe(ts);
  });
  it('reads a log line in a direct message exactly as pasted', async () => {
    const line = '[error] 7#7: *1 "GET /a?b&c=<d> HTTP/1.1" *bold* `code`';
    await (await slack.people.sendDm(line)).waitForAnswer();
    expect(questions[0]?.text).toBe(line);
  });
  it('reads a log line after a command exactly as pasted', async () => {
    await (await slack.people.typeCommand('explain <a> & "b&lt;"')).waitForAnswer();
    expect(questions[0]?.text).toBe('explain <a> & "b&lt;"');
  });
  it('passes a pressed button to its handler and leaves the message to the outbox', async () => {
    const ts = postIncident();
    const pressed = await slack.people.press(ts, 'acknowledge', { user: 'U0BORIS01' });
    expect(pressed).toMatchObject({ isAcked: true });
    await waitFor(() => presses.length === 1, 'the press');
    expect(presses).toEqual([
      { actionId: 'acknowledge', value: '142', user: 'U0BORIS01', channel: homeChannelId },
    ]);
    expect(pressed.listAnswers()).toEqual([]);
    expect(slack.listMessages()[0]?.versions).toHaveLength(1);
  });
  it('shows the result of a press only to the person who pressed', async () => {
    const pressed = await slack.people.press(postIncident(), 'resolve');
    expect(await pressed.waitForAnswer()).toMatchObject({ text: 'Only <@U0ANNA001> may resolve.' });
  });
  it('opens a modal, passes its fields to the handler, and answers in private', async () => {
    await slack.people.press(postIncident(), 'note');
    const sent = await slack.people.submit(await slack.people.waitForModal(), { words: 'a *note*' });
    expect(sent.isAcked).toBe(true);
    expect(await sent.waitForAnswer()).toMatchObject({ text: 'Added.' });
    expect(forms).toEqual([
      {
        callbackId: 'note',
        privateMetadata: '142@C0ALERTS1',
        fields: { words: 'a *note*' },
        user: defaultUserId,
      },
    ]);
    expect(slack.listMessages().at(-1)).toMatchObject({ onlyFor: defaultUserId, channel: homeChannelId });
  });
  it('keeps a modal open when its handler fails, with an apology under its first field', async () => {
    await slack.people.press(postIncident(), 'note');
    const modal = await slack.people.waitForModal();
    const sent = await slack.people.submit(modal, { words: 'crash' });
    expect(parseModalErrors(sent.payload)).toEqual({ words: expect.stringMatching(/^Sorry/) });
    expect(slack.workspace.openViews.has(modal.id)).toBe(true);
    expect(logged).toEqual(['Cannot answer a modal from Slack: no such table']);
  });
  it('apologizes when the modal can no longer be opened', async () => {
    slack.injectFault('views.open', { error: 'expired_trigger_id' });
    const pressed = await slack.people.press(postIncident(), 'note');
    expect(await pressed.waitForAnswer()).toMatchObject({ text: expect.stringMatching(/^Sorry/) });
  });
  it('points to its own command when it receives another', async () => {
    const action = await slack.people.typeCommand('status', { command: '/badgateway2' });
    expect(action).toMatchObject({
      isAcked: true,
      payload: {
        response_type: 'ephemeral',
        text: '/badgateway2 is not my command. Try `/badgateway help`.',
      },
    });
    expect(questions).toEqual([]);
  });
  it('handles each delivery once, however often Slack repeats it', async () => {
    const ts = postIncident();
    const actions = [
      await slack.people.mention('one'),
      await slack.people.typeCommand('two'),
      await slack.people.press(ts, 'acknowledge'),
    ];
    for (const action of actions)
      expect(await slack.people.redeliver(action)).toMatchObject({ isAcked: true });
    await slack.people.mention('last').then((last) => last.waitForAnswer());
    expect(questions.map(({ text }) => text)).toEqual(['one', 'two', 'last']);
    expect(presses).toHaveLength(1);
  });
  it('apologizes when it cannot answer, and logs one line without secrets', async () => {
    expect(await (await slack.people.typeCommand('crash')).waitForAnswer()).toMatchObject({ text: /^Sorry/ });
    expect(await (await slack.people.mention('crash')).waitForAnswer()).toMatchObject({
      text: expect.stringMatching(/try again/),
    });
    const line = 'Cannot answer a question from Slack: the secret xoxb-… fell out';
    expect(logged).toEqual([line, line]);
  });
  it('does not answer itself', async () => {
    await slack.people.sendDm('hello', { user: botUserId });
    await (await slack.people.sendDm('real')).waitForAnswer();
    expect(questions.map(({ text }) => text)).toEqual(['real']);
  });
  it('answers fifty people at the same time', async () => {
    const actions = await Promise.all(
      Array.from({ length: 50 }, (_, n) => slack.people.typeCommand(`top ${n}`)),
    );
    expect(actions.filter(({ isAcked }) => !isAcked)).toEqual([]);
    const texts = await Promise.all(actions.map(async (action) => (await action.waitForAnswer()).text));
    expect(texts).toEqual(actions.map((_, n) => `You asked: top ${n}`));
  });
  it('stops within 1.5 s, after the answers in progress', async () => {
    slack.injectFault('chat.postMessage', { delayMs: 300 });
    const action = await slack.people.mention('slow');
    const startedAt = performance.now();
    await waitFor(() => questions.length === 1, 'the question');
    await connection.stop();
    expect(action.listAnswers()).toHaveLength(1);
    expect(performance.now() - startedAt).toBeLessThan(1500);
    expect(connection.isOpen()).toBe(false);
  });
});
