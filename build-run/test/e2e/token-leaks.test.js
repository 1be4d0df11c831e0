import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let directory;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'badgateway-canary-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));
/** A port without a listener. */
const unreachableUrl = 'http://127.0.0.1:9/api/';
const canaryToken = 'canary0123456789abcdefcanary0123';
const tokens = {
  SLACK_BOT_TOKEN: `xoxb-1-${canaryToken}`,
  SLACK_APP_TOKEN: `xapp-1-${canaryToken}`,
  SLACK_CHANNEL: 'C0123456789',
  SLACK_API_URL: unreachableUrl,
  HTTP_PORT: '1',
  HTTP_HOST: '0.0.0.0',
  HTTP_TOKEN: canaryToken,
};
const { SLACK_APP_TOKEN: _, ...http } = { ...tokens, SLACK_SIGNING_SECRET: canaryToken };
describe("badgateway's own tokens are in no output and no file", () => {
  it.each([
    ['check, with an unreachable Slack', ['check'], tokens],
    ['check, in HTTP mode', ['check'], http],
    ['run, with a Slack that is not there', ['run'], tokens],
    ['run, in HTTP mode', ['run'], http],
    ['run, with a database that cannot be', ['run'], { ...tokens, DATABASE: '/proc/x.db' }],
    ['run, with a database of somebody else', ['run'], { ...tokens, DATABASE: 'foreign.db' }],
    [
      'run, with tokens in each other’s place',
      ['run'],
      { ...tokens, SLACK_BOT_TOKEN: tokens.SLACK_APP_TOKEN, SLACK_APP_TOKEN: tokens.SLACK_BOT_TOKEN },
    ],
    [
      'run, with tokens that are cut',
      ['run'],
      { ...tokens, SLACK_BOT_TOKEN: canaryToken, SLACK_APP_TOKEN: canaryToken },
    ],
    [
      'run, with a secret that is too long',
      ['run'],
      { ...http, SLACK_SIGNING_SECRET: `${canaryToken}${canaryToken}` },
    ],
    [
      'run, with a token where a channel should be',
      ['run'],
      { ...tokens, SLACK_CHANNEL: tokens.SLACK_BOT_TOKEN },
    ],
    [
      'run, with a token in the address of Slack',
      ['run'],
      { ...tokens, SLACK_API_URL: `http://${canaryToken}@127.0.0.1:9/api/` },
    ],
    ['ask, without a database', ['ask', 'status'], tokens],
    ['report, without a database', ['report'], tokens],
    ['manifest', ['manifest'], tokens],
    ['an unknown command', ['fly'], tokens],
  ])(
    '%s',
    (_, args, environment) => {
      writeFileSync(join(directory, 'foreign.db'), 'no database at all');
      const { stdout, stderr } = spawnSync(process.execPath, [resolve('dist/main.js'), ...args], {
        cwd: directory,
        env: { PATH: process.env['PATH'], LOGS: join(directory, '*.log'), DATABASE: 'b.db', ...environment },
        encoding: 'utf8',
        timeout: 8_000,
      });
      expect(stdout + stderr).not.toBe('');
      expect(stdout + stderr).not.toContain(canaryToken);
      for (const name of readdirSync(directory))
        expect(readFileSync(join(directory, name), 'latin1')).not.toContain(canaryToken);
    },
    20_000,
  );
});
