import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHandlers } from '../../src/cli/run/handlers.js';
import { parseConfig } from '../../src/config/config.js';
import { connectSlack } from '../../src/slack/connect.js';
import { records } from '../support/damaged-records.js';
import { startFakeSlack } from '../support/fake-slack/index.js';
import { openTwoDayStore, twoPm } from '../support/two-days.js';

let slack;
let store;
let connection;
beforeEach(async () => {
  slack = await startFakeSlack();
  store = openTwoDayStore();
  const config = parseConfig(
    {
      TIMEZONE: 'UTC',
      NGINX_LOG_FORMAT: 'gw;$remote_addr;$status;$upstream_addr;$upstream_status;$request',
    },
    'UTC',
  );
  if (!config.ok) throw new Error(JSON.stringify(config.problems));
  const handlers = createHandlers({
    repository: store,
    worker: {
      applyAction: async () => ({ isApplied: false, incidents: [] }),
      saveDecisions: async () => {},
      saveHandledDelivery: async () => {},
    },
    settings: config.config,
    findGroupMembers: async () => undefined,
    clock: () => twoPm,
    onChange: () => {},
  });
  connection = await connectSlack(slack.makeConfig('socket'), '/badgateway', handlers, { warn: () => {} });
});
afterEach(async () => {
  await connection.stop();
  store.close();
  await slack.close();
  expect(slack.violations).toEqual([]);
});
const [, refused] = records[0] ?? ['', ''];
describe('a record pasted in Slack', () => {
  it.each([
    ['after the command', () => slack.people.typeCommand(`explain ${refused}`)],
    [
      'after the command, cut and in bold',
      () => slack.people.typeCommand(`explain **${refused.slice(20)}**`),
    ],
    ['in a mention', () => slack.people.mention(`explain ${refused}`)],
    ['in a mention, alone', () => slack.people.mention(refused)],
    ['in a direct message, as a block of code', () => slack.people.sendDm(`\`\`\`\n${refused}\n\`\`\``)],
  ])('is explained %s', async (_, paste) => {
    const message = await (await paste()).waitForAnswer();
    expect(JSON.stringify(message)).toContain('Upstream refuses connections');
  });
  it('is read with the configured formats', async () => {
    const action = await slack.people.typeCommand(
      'explain gw;203.0.113.9;502;192.0.2.4:80;502;GET /a HTTP/1.1',
    );
    expect(JSON.stringify(await action.waitForAnswer())).toContain('502');
    expect(JSON.stringify(await action.waitForAnswer())).toContain('nginx access log');
  });
});
