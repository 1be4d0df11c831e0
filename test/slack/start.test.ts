import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linkToSlack } from '../../src/cli/run/slack-link.js';
import type { SlackConfig } from '../../src/config/config.js';
import { connectSlack } from '../../src/slack/connect.js';
import { SlackError } from '../../src/slack/slack-error.js';
import { type FakeSlack, startFakeSlack } from '../support/fake-slack/index.js';
import { mute } from '../support/fake-slack/noop-handlers.js';
import { eventually } from '../support/fake-slack/users.js';

let slack: FakeSlack;
let logged: string[];

beforeEach(async () => {
  slack = await startFakeSlack();
  logged = [];
});
afterEach(() => slack.close());

const log = { warn: (line: string) => logged.push(line) };
const appToken = (token: string): Partial<SlackConfig> => ({
  transport: { name: 'socket', appToken: token },
});

/** The line that the operator reads, the log included. */
async function complaint(change: Partial<SlackConfig>, options = {}): Promise<string> {
  const outcome = await connectSlack(
    { ...slack.config(), ...change },
    '/badgateway',
    mute,
    log,
    options,
  ).catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(SlackError);
  return outcome instanceof SlackError ? outcome.message : '';
}

describe('what the operator reads when Slack cannot be used', () => {
  it.each<[string, Partial<SlackConfig>, string]>([
    [
      'a wrong bot token',
      { botToken: 'xoxb-wrong' },
      'Cannot sign in with SLACK_BOT_TOKEN at API: invalid_auth: copy the token again',
    ],
    [
      'a wrong app token',
      appToken('xapp-wrong'),
      'Cannot connect with SLACK_APP_TOKEN at API: invalid_auth: copy the token again',
    ],
    [
      'swapped tokens',
      { botToken: 'xapp-1-secret' },
      'SLACK_BOT_TOKEN must be a token that starts with xoxb-, and is one that starts with xapp-: copy',
    ],
    [
      'a user token',
      { botToken: 'xoxp-1-secret' },
      'SLACK_BOT_TOKEN must be a token that starts with xoxb-, and is one that starts with xoxp-: copy',
    ],
    [
      'the secret as a token',
      appToken('0123456789abcdef'),
      'SLACK_APP_TOKEN must be a token that starts with xapp-, and is something else: generate',
    ],
  ])('%s', async (_, change, expected) => {
    const said = await complaint(change);
    expect(said.replace(slack.apiUrl, 'API')).toContain(expected);
    expect(said).not.toMatch(/\n|secret|wrong/);
    expect(logged).toEqual([]);
  });

  it('nobody is there', async () => {
    const elsewhere = await startFakeSlack();
    await elsewhere.close();
    expect(await complaint({ apiUrl: elsewhere.apiUrl })).toBe(
      `Cannot sign in with SLACK_BOT_TOKEN at ${elsewhere.apiUrl}: Slack cannot be reached (ECONNREFUSED).`,
    );
  });

  it('Slack answers, and is not well', async () => {
    slack.mishap('auth.test', { status: 503 }, 2);
    expect(await complaint({})).toContain('Slack answered with HTTP 503');
  });

  it('a proxy answers in place of Slack', async () => {
    slack.mishap('auth.test', { status: 200, body: '<html>Please sign in</html>' });
    expect(await complaint({})).toContain('answer_not_from_slack');
  });

  it('the app token lacks its scope', async () => {
    slack.mishap('apps.connections.open', { error: 'missing_scope' });
    expect(await complaint({})).toContain('give the xapp- token connections:write');
  });

  it('the socket never opens', async () => {
    slack.sockets.mute();
    expect(await complaint({}, { openWithinMs: 200 })).toMatch(
      /its socket did not open within 0.2 s: let wss/,
    );
  });

  it('the port of HTTP mode is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const transport = { name: 'http', signingSecret: slack.signingSecret, port } as const;
    expect(await complaint({ transport })).toBe(
      `Cannot listen on 127.0.0.1:${port} for Slack (EADDRINUSE): choose another SLACK_HTTP_PORT.`,
    );
    taken.close();
  });
});

it('a connection that comes after the program was stopped is closed again', async () => {
  slack.mishap('auth.test', { delayMs: 900 });
  const said: string[] = [];
  const link = linkToSlack({
    config: slack.config(),
    command: '/badgateway',
    handlers: mute,
    log: { info: (line) => said.push(line), warn: (line) => said.push(line) },
  });
  await link.stop();
  await eventually(() => slack.callsOf('apps.connections.open').length > 1, 'the late connection');
  await eventually(() => slack.sockets.open().length === 0, 'its end');
  expect(said).toEqual([]);
});
