import { setTimeout as sleep } from 'node:timers/promises';
import type { ModalView } from '@slack/types';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../../src/render/message.js';
import { connectSlack, type SlackConnection } from '../../src/slack/connect.js';
import type { Form, Press, Question, Submitted } from '../../src/slack/handlers.js';
import { type FakeSlack, startFakeSlack } from '../support/fake-slack/index.js';
import { mute } from '../support/fake-slack/noop-handlers.js';
import { errorsIn, eventually } from '../support/fake-slack/users.js';
import { botUser, homeChannel, someone } from '../support/fake-slack/workspace.js';

let slack: FakeSlack;
let connection: SlackConnection;
let questions: Question[];
let presses: Press[];
let forms: Form[];
let logged: string[];

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

const log = { warn: (line: string) => logged.push(line) };
const says = (text: string): Message => ({
  text,
  blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }],
});

const noteModal: ModalView = {
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
  ...mute,
  submit: async (form: Form): Promise<Submitted> => {
    forms.push(form);
    if (form.fields['words'] === 'crash') throw new Error('no such table');
    return { channel: homeChannel, finish: async () => says('Added.') };
  },
  answer: async (question: Question) => {
    questions.push(question);
    if (question.text === 'slow') await sleep(550);
    if (question.text === 'crash') throw new Error('the secret xoxb-1-2-abc fell out');
    return says(`You asked: ${question.text.replaceAll('<', '&lt;')}`);
  },
  act: async (press: Press) => {
    presses.push(press);
    if (press.name === 'note') return noteModal;
    return press.name === 'resolve' ? says('Only <@U0ANNA001> may resolve.') : undefined;
  },
};

async function connect(transport: 'socket' | 'http', options = {}) {
  connection = await connectSlack(slack.config(transport), '/badgateway', handlers, log, options);
  if (connection.port !== null) slack.deliverTo(`http://127.0.0.1:${connection.port}/slack/events`);
  return connection;
}

const incident: Message = {
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
const posted = () => slack.say(incident).ts;

describe.each(['socket', 'http'] as const)('over %s', (transport) => {
  beforeEach(() => connect(transport));
  afterEach(() => expect(slack.faults).toEqual([]));

  it('knows who it is', () => {
    expect(connection).toMatchObject({ botUser, scopes: expect.arrayContaining(['chat:write', 'commands']) });
    expect(connection.isOpen()).toBe(true);
  });

  it('acknowledges a command at once, however long the answer takes, and answers its user alone', async () => {
    const asked = await slack.people.command('slow');
    expect(asked.acked).toBe(true);
    expect(asked.ms).toBeLessThan(500);
    expect(asked.answers()).toEqual([]);
    expect(await asked.answer()).toMatchObject({ text: 'You asked: slow' });
    expect(questions).toEqual([{ text: 'slow', user: someone, channel: homeChannel, thread: null }]);
    expect(slack.messages()).toEqual([]);
  });

  it('answers a mention in a thread under it', async () => {
    const asked = await slack.people.mention('why BG-1');
    expect(await asked.answer()).toMatchObject({ text: 'You asked: why BG-1' });
    expect(questions).toEqual([{ text: 'why BG-1', user: someone, channel: homeChannel, thread: null }]);
    expect(slack.messages().map(({ thread }) => thread)).toEqual([expect.any(String)]);
  });

  it('answers a mention in the thread it was made in', async () => {
    const ts = posted();
    await (await slack.people.mention('why', { thread: ts })).answer();
    expect(questions[0]?.thread).toBe(ts);
    expect(slack.messages().at(-1)?.thread).toBe(ts);
  });

  it('reads a log line that was pasted into a direct message as it was', async () => {
    const line = '[error] 7#7: *1 "GET /a?b&c=<d> HTTP/1.1" *bold* `code`';
    await (await slack.people.dm(line)).answer();
    expect(questions[0]?.text).toBe(line);
  });

  it('reads a log line after a command as it was', async () => {
    await (await slack.people.command('explain <a> & "b&lt;"')).answer();
    expect(questions[0]?.text).toBe('explain <a> & "b&lt;"');
  });

  it('hands on a pressed button, and leaves the message to the outbox', async () => {
    const ts = posted();
    const pressed = await slack.people.press(ts, 'acknowledge', { user: 'U0BORIS01' });
    expect(pressed).toMatchObject({ acked: true });
    await eventually(() => presses.length === 1, 'the press');
    expect(presses).toEqual([{ name: 'acknowledge', value: '142', user: 'U0BORIS01', channel: homeChannel }]);
    expect(pressed.answers()).toEqual([]);
    expect(slack.messages()[0]?.versions).toHaveLength(1);
  });

  it('tells the one who pressed when the press came to nothing', async () => {
    const pressed = await slack.people.press(posted(), 'resolve');
    expect(await pressed.answer()).toMatchObject({ text: 'Only <@U0ANNA001> may resolve.' });
  });

  it('opens a modal, hands on what stands in it, and answers in private', async () => {
    await slack.people.press(posted(), 'note');
    const sent = await slack.people.submit(await slack.people.modal(), { words: 'a *note*' });
    expect(sent.acked).toBe(true);
    expect(await sent.answer()).toMatchObject({ text: 'Added.' });
    expect(forms).toEqual([
      { name: 'note', place: '142@C0ALERTS1', fields: { words: 'a *note*' }, user: someone },
    ]);
    expect(slack.messages().at(-1)).toMatchObject({ onlyFor: someone, channel: homeChannel });
  });

  it('keeps a modal open that came to nothing, with a word under its field', async () => {
    await slack.people.press(posted(), 'note');
    const modal = await slack.people.modal();
    const sent = await slack.people.submit(modal, { words: 'crash' });
    expect(errorsIn(sent.payload)).toEqual({ words: expect.stringMatching(/^Sorry/) });
    expect(slack.workspace.views.has(modal.id)).toBe(true);
    expect(logged).toEqual(['Cannot answer a modal from Slack: no such table']);
  });

  it('apologizes when Slack takes no modal any more', async () => {
    slack.mishap('views.open', { error: 'expired_trigger_id' });
    const pressed = await slack.people.press(posted(), 'note');
    expect(await pressed.answer()).toMatchObject({ text: expect.stringMatching(/^Sorry/) });
  });

  it('says which command is its own when it gets another', async () => {
    const asked = await slack.people.command('status', { command: '/badgateway2' });
    expect(asked).toMatchObject({
      acked: true,
      payload: { response_type: 'ephemeral', text: '/badgateway2 is not mine. Try `/badgateway help`.' },
    });
    expect(questions).toEqual([]);
  });

  it('does everything once, however often Slack delivers it', async () => {
    const ts = posted();
    const asked = [
      await slack.people.mention('one'),
      await slack.people.command('two'),
      await slack.people.press(ts, 'acknowledge'),
    ];
    for (const ask of asked) expect(await slack.people.again(ask)).toMatchObject({ acked: true });
    await slack.people.mention('last').then((last) => last.answer());
    expect(questions.map(({ text }) => text)).toEqual(['one', 'two', 'last']);
    expect(presses).toHaveLength(1);
  });

  it('apologizes when it cannot answer, and tells the log once and without secrets', async () => {
    expect(await (await slack.people.command('crash')).answer()).toMatchObject({ text: /^Sorry/ });
    expect(await (await slack.people.mention('crash')).answer()).toMatchObject({
      text: expect.stringMatching(/try again/),
    });
    const line = 'Cannot answer a question from Slack: the secret xoxb-… fell out';
    expect(logged).toEqual([line, line]);
  });

  it('does not talk to itself or to other bots', async () => {
    await slack.people.dm('hello', { user: botUser });
    await (await slack.people.dm('real')).answer();
    expect(questions.map(({ text }) => text)).toEqual(['real']);
  });

  it('answers fifty people at once', async () => {
    const asked = await Promise.all(Array.from({ length: 50 }, (_, n) => slack.people.command(`top ${n}`)));
    expect(asked.filter(({ acked }) => !acked)).toEqual([]);
    const texts = await Promise.all(asked.map(async (ask) => (await ask.answer()).text));
    expect(texts).toEqual(asked.map((_, n) => `You asked: top ${n}`));
  });

  it('stops at once, and after the answers under way', async () => {
    slack.mishap('chat.postMessage', { delayMs: 300 });
    const asked = await slack.people.mention('slow');
    const startedAt = performance.now();
    await eventually(() => questions.length === 1, 'the question');
    await connection.stop();
    expect(asked.answers()).toHaveLength(1);
    expect(performance.now() - startedAt).toBeLessThan(1500);
    expect(connection.isOpen()).toBe(false);
  });
});
