import { afterEach, beforeEach, expect, it } from 'vitest';
import { connectSlack } from '../../src/slack/connect.js';
import { startFakeSlack } from '../support/fake-slack/index.js';
import { noopHandlers } from '../support/fake-slack/noop-handlers.js';
import { waitFor } from '../support/fake-slack/users.js';

let slack;
let connection;
let logged;
beforeEach(async () => {
  slack = await startFakeSlack();
  logged = [];
  const handlers = { ...noopHandlers, onQuestion: async () => ({ text: 'Here again.', blocks: [] }) };
  const log = { warn: (line) => logged.push(line) };
  connection = await connectSlack(slack.makeConfig(), '/badgateway', handlers, log, { pongTimeoutMs: 250 });
});
afterEach(async () => {
  await connection.stop();
  await slack.close();
});
it('reconnects after an outage, and reports itself as closed meanwhile', async () => {
  slack.injectFault('apps.connections.open', { status: 503 });
  slack.sockets.terminateAll();
  await waitFor(() => !connection.isOpen(), 'the end of the connection');
  expect(await slack.people.typeCommand('lost')).toMatchObject({ isAcked: false });
  await waitFor(() => connection.isOpen(), 'the connection', 15_000);
  expect(await (await slack.people.typeCommand('status')).waitForAnswer()).toMatchObject({
    text: 'Here again.',
  });
  expect(slack.sockets.listOpen()).toHaveLength(1);
  expect(slack.violations).toEqual([]);
  expect(logged.join('\n')).not.toMatch(/xapp-fake|xoxb-fake|ticket=/);
});
it('keeps retrying when its app token is revoked, and logs the next step', async () => {
  slack.injectFault('apps.connections.open', { error: 'token_revoked' });
  slack.sockets.terminateAll();
  await waitFor(() => logged.length > 0, 'a line in the log');
  expect(logged).toEqual([
    'Cannot open a socket to Slack: token_revoked: reinstall the Slack app and copy the new token. Retrying.',
  ]);
  await waitFor(() => connection.isOpen(), 'the connection');
});
it('keeps one socket, however often Slack replaces it', async () => {
  for (let n = 2; n <= 4; n += 1) {
    slack.sockets.disconnect('refresh_requested');
    await waitFor(() => slack.sockets.openedCount === n && connection.isOpen(), `socket ${n}`, 10_000);
  }
  expect(slack.sockets.listOpen()).toHaveLength(1);
  expect(await slack.people.typeCommand('status')).toMatchObject({ isAcked: true });
});
