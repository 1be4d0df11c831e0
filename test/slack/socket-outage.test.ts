import { afterEach, beforeEach, expect, it } from 'vitest';
import { connectSlack, type SlackConnection } from '../../src/slack/connect.js';
import { type FakeSlack, startFakeSlack } from '../support/fake-slack/index.js';
import { mute } from '../support/fake-slack/noop-handlers.js';
import { eventually } from '../support/fake-slack/users.js';

let slack: FakeSlack;
let connection: SlackConnection;
let logged: string[];

beforeEach(async () => {
  slack = await startFakeSlack();
  logged = [];
  const handlers = { ...mute, answer: async () => ({ text: 'Here again.', blocks: [] }) };
  const log = { warn: (line: string) => logged.push(line) };
  connection = await connectSlack(slack.config(), '/badgateway', handlers, log, { pongWithinMs: 250 });
});
afterEach(async () => {
  await connection.stop();
  await slack.close();
});

it('comes back by itself when Slack was away, and says meanwhile that it cannot be reached', async () => {
  slack.mishap('apps.connections.open', { status: 503 });
  slack.sockets.cut();
  await eventually(() => !connection.isOpen(), 'the end of the connection');
  expect(await slack.people.command('lost')).toMatchObject({ acked: false });

  await eventually(() => connection.isOpen(), 'the connection', 15_000);
  expect(await (await slack.people.command('status')).answer()).toMatchObject({ text: 'Here again.' });
  expect(slack.sockets.open()).toHaveLength(1);
  expect(slack.faults).toEqual([]);
  expect(logged.join('\n')).not.toMatch(/xapp-fake|xoxb-fake|ticket=/);
});

it('lives on when its app token is revoked, and says what to do', async () => {
  slack.mishap('apps.connections.open', { error: 'token_revoked' });
  slack.sockets.cut();
  await eventually(() => logged.length > 0, 'a line in the log');
  expect(logged).toEqual([
    'Cannot open a socket to Slack, trying on: token_revoked: reinstall the Slack app and copy the new token',
  ]);
  await eventually(() => connection.isOpen(), 'the connection');
});

it('stays with one socket however often Slack replaces it', async () => {
  for (let n = 2; n <= 4; n += 1) {
    slack.sockets.disconnect('refresh_requested');
    await eventually(() => slack.sockets.opened === n && connection.isOpen(), `socket ${n}`, 10_000);
  }
  expect(slack.sockets.open()).toHaveLength(1);
  expect(await slack.people.command('status')).toMatchObject({ acked: true });
});
