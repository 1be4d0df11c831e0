import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectSlack } from '../../src/slack/connect.js';
import { createSlashCommand } from '../support/fake-slack/envelopes.js';
import { startFakeSlack } from '../support/fake-slack/index.js';
import { noopHandlers } from '../support/fake-slack/noop-handlers.js';
import { waitFor } from '../support/fake-slack/users.js';
import { defaultUserId, homeChannelId } from '../support/fake-slack/workspace.js';

let slack;
let connection;
let questions;
let logged;
beforeEach(async () => {
  slack = await startFakeSlack();
  questions = [];
  logged = [];
});
afterEach(async () => {
  await connection.stop();
  await slack.close();
});
const logger = { warn: (line) => logged.push(line) };
const handlers = {
  ...noopHandlers,
  onQuestion: async ({ text }) => {
    questions.push(text);
    return { text: 'Noted.', blocks: [] };
  },
};
describe('Socket Mode', () => {
  it('loses no command while Slack replaces one of the two sockets', async () => {
    connection = await connectSlack(slack.makeConfig(), '/badgateway', handlers, logger, {
      secondAfterMs: 10,
      pongTimeoutMs: 1000,
    });
    await waitFor(() => slack.sockets.listOpen().length === 2, 'the second connection');
    const [oldest] = slack.sockets.listOpen();
    slack.sockets.disconnect('refresh_requested', oldest ? [oldest] : []);
    const receipts = [];
    const deadline = performance.now() + 15_000;
    while (slack.sockets.openedCount < 3 && performance.now() < deadline) {
      receipts.push(await slack.people.typeCommand(`command ${receipts.length}`));
      expect(connection.isOpen()).toBe(true);
      await sleep(50);
    }
    expect(receipts.filter(({ isAcked }) => !isAcked)).toEqual([]);
    expect(questions).toHaveLength(receipts.length);
    await waitFor(() => slack.sockets.listOpen().length === 2, 'both connections');
    expect(slack.violations).toEqual([]);
  });
});
describe('HTTP mode', () => {
  let url;
  const command = (text) =>
    createSlashCommand('/badgateway', text, {
      triggerId: slack.workspace.mintId('t'),
      responseUrl: new URL('/response/expired', slack.apiUrl).href,
      user: defaultUserId,
      channel: homeChannelId,
    });
  beforeEach(async () => {
    connection = await connectSlack(slack.makeConfig('http'), '/badgateway', handlers, logger);
    url = `http://127.0.0.1:${connection.port}/slack/events`;
  });
  it.each([
    ['a valid request', {}, 200, 1],
    ['a request of 4 minutes ago', { ageMs: 240_000 }, 200, 1],
    ['a request of 6 minutes ago', { ageMs: 360_000 }, 401, 0],
    ['a request from an hour ahead', { ageMs: -3_600_000 }, 401, 0],
    ['another secret', { secret: 'guessed' }, 401, 0],
    ['a changed body', { body: 'command=%2Fbadgateway&text=top' }, 401, 0],
    ['another version', { version: 'v1' }, 401, 0],
    ['no signature', { unsigned: true }, 401, 0],
    ['a body over the limit', { body: 'x'.repeat(1_100_000) }, 413, 0],
  ])('%s', async (_, forgery, status, expectedCount) => {
    expect((await slack.postSigned(url, command('status'), forgery)).status).toBe(status);
    await sleep(20);
    expect(questions).toHaveLength(expectedCount);
  });
  it('handles a replayed request once', async () => {
    const envelope = command('status');
    const statuses = [await slack.postSigned(url, envelope), await slack.postSigned(url, envelope)];
    expect(statuses.map(({ status }) => status)).toEqual([200, 200]);
    expect(questions).toEqual(['status']);
  });
  it('logs, without the secret address, an answer that was too late', async () => {
    await slack.postSigned(url, command('status'));
    await waitFor(() => logged.length > 0, 'a line in the log');
    expect(logged).toEqual(['Cannot answer in Slack: Failed to respond to the response_url: 404 Not Found']);
  });
  it('answers the URL verification of Slack', async () => {
    const challenge = {
      type: 'events_api',
      payload: { type: 'url_verification', challenge: 'c-1' },
    };
    expect((await slack.postSigned(url, challenge)).payload).toEqual({ challenge: 'c-1' });
  });
  it('answers 404 for every other address', async () => {
    const root = `http://127.0.0.1:${connection.port}`;
    expect((await fetch(root)).status).toBe(404);
    expect((await fetch(url)).status).toBe(404);
    expect((await fetch(`${root}/slack/install`, { method: 'POST' })).status).toBe(404);
  });
});
