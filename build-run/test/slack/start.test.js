import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSlackLink } from '../../src/cli/run/slack-link.js';
import { connectSlack } from '../../src/slack/connect.js';
import { SlackError } from '../../src/slack/slack-error.js';
import { startFakeSlack } from '../support/fake-slack/index.js';
import { noopHandlers } from '../support/fake-slack/noop-handlers.js';
import { waitFor } from '../support/fake-slack/users.js';

let slack;
let logged;
beforeEach(async () => {
  slack = await startFakeSlack();
  logged = [];
});
afterEach(() => slack.close());
const logger = { warn: (line) => logged.push(line) };
const withAppToken = (token) => ({
  transport: { type: 'socket', appToken: token },
});
/** Returns the message of the error that ends the start. */
async function catchStartError(change, options = {}) {
  const outcome = await connectSlack(
    { ...slack.makeConfig(), ...change },
    '/badgateway',
    noopHandlers,
    logger,
    options,
  ).catch((error) => error);
  expect(outcome).toBeInstanceOf(SlackError);
  return outcome instanceof SlackError ? outcome.message : '';
}
describe('a start fails with one helpful line, when there is', () => {
  it.each([
    [
      'a wrong bot token',
      { botToken: 'xoxb-wrong' },
      'Cannot sign in with SLACK_BOT_TOKEN at API: invalid_auth: copy the token again',
    ],
    [
      'a wrong app token',
      withAppToken('xapp-wrong'),
      'Cannot connect with SLACK_APP_TOKEN at API: invalid_auth: copy the token again',
    ],
    [
      'swapped tokens',
      { botToken: 'xapp-1-secret' },
      'Cannot use SLACK_BOT_TOKEN: expected a token that starts with xoxb-, got one that starts with xapp-: copy',
    ],
    [
      'a user token',
      { botToken: 'xoxp-1-secret' },
      'Cannot use SLACK_BOT_TOKEN: expected a token that starts with xoxb-, got one that starts with xoxp-: copy',
    ],
    [
      'a signing secret as the app token',
      withAppToken('0123456789abcdef'),
      'Cannot use SLACK_APP_TOKEN: expected a token that starts with xapp-, got something else: generate',
    ],
  ])('%s', async (_, change, expected) => {
    const text = await catchStartError(change);
    expect(text.replace(slack.apiUrl, 'API')).toContain(expected);
    expect(text).not.toMatch(/\n|secret|wrong/);
    expect(logged).toEqual([]);
  });
  it('an address where nothing listens', async () => {
    const otherSlack = await startFakeSlack();
    await otherSlack.close();
    expect(await catchStartError({ apiUrl: otherSlack.apiUrl })).toBe(
      `Cannot sign in with SLACK_BOT_TOKEN at ${otherSlack.apiUrl}: Slack cannot be reached (ECONNREFUSED).`,
    );
  });
  it('an error of Slack', async () => {
    slack.injectFault('auth.test', { status: 503 }, 2);
    expect(await catchStartError({})).toContain('Slack answered with HTTP 503');
  });
  it('a proxy that answers in place of Slack', async () => {
    slack.injectFault('auth.test', { status: 200, body: '<html>Please sign in</html>' });
    expect(await catchStartError({})).toContain('answer_not_from_slack');
  });
  it('an app token without its scope', async () => {
    slack.injectFault('apps.connections.open', { error: 'missing_scope' });
    expect(await catchStartError({})).toContain('give the xapp- token connections:write');
  });
  it('a socket that never opens', async () => {
    slack.sockets.suppressHello();
    expect(await catchStartError({}, { openTimeoutMs: 200 })).toMatch(
      /Cannot open a socket to Slack within 0.2 s, although its API answers: allow wss/,
    );
  });
  it('a port that is taken, in HTTP mode', async () => {
    const occupyingServer = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => occupyingServer.once('listening', resolve));
    const address = occupyingServer.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const transport = { type: 'http', signingSecret: slack.signingSecret, port };
    expect(await catchStartError({ transport })).toBe(
      `Cannot listen on 127.0.0.1:${port} for Slack: EADDRINUSE: choose another SLACK_HTTP_PORT.`,
    );
    occupyingServer.close();
  });
});
it('a connection that opens after the program was stopped is closed again', async () => {
  slack.injectFault('auth.test', { delayMs: 900 });
  const logLines = [];
  const link = openSlackLink({
    config: slack.makeConfig(),
    command: '/badgateway',
    handlers: noopHandlers,
    log: { info: (line) => logLines.push(line), warn: (line) => logLines.push(line) },
  });
  await link.stop();
  await waitFor(() => slack.listCalls('apps.connections.open').length > 1, 'the late connection');
  await waitFor(() => slack.sockets.listOpen().length === 0, 'its end');
  expect(logLines).toEqual([]);
});
