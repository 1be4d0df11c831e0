import { describe, expect, it } from 'vitest';
import { formatConfigProblem, parseConfig } from '../../src/config/config.js';
import { formatConfigurationPage, formatEnvExample } from '../../src/config/documentation.js';

const slackSettings = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', SLACK_CHANNEL: 'C0123456789' };
describe('an empty environment', () => {
  it('is valid: default logs, the terminal instead of Slack', () => {
    const config = parseTestConfig({});
    expect(config).toMatchObject({
      logs: ['/var/log/nginx/*.log', '/var/log/envoy/*.log'],
      slack: null,
      opening: { failuresMin: 5, windowMs: 60_000, shareMin: 0.005 },
      recovery: { quietMs: 600_000, successesMin: 20, reopenMs: 1_800_000 },
      reportMinuteOfDay: 9 * 60,
      weeklyReportDay: null,
      timezone: 'Europe/Berlin',
      http: null,
    });
  });
  it('equals one that sets everything to an empty value', () => {
    expect(parseTestConfig({ LOGS: '', SLACK_BOT_TOKEN: ' ', REPORT_AT: '' })).toEqual(parseTestConfig({}));
  });
});
describe('Slack', () => {
  it('uses Socket Mode with an app token', () => {
    expect(parseTestConfig(slackSettings).slack?.transport).toEqual({ type: 'socket', appToken: 'xapp-1' });
  });
  it('uses HTTP mode with a signing secret', () => {
    const { SLACK_APP_TOKEN: _, ...rest } = slackSettings;
    const config = parseTestConfig({ ...rest, SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef' });
    expect(config.slack?.transport).toMatchObject({ type: 'http', port: 3000 });
  });
  it.each([
    [
      'SLACK_BOT_TOKEN',
      'xoxp-9-private',
      /^SLACK_BOT_TOKEN: got a value that starts with "xoxp-", but it must be a bot token/,
    ],
    ['SLACK_APP_TOKEN', 'xoxb-9-private', /^SLACK_APP_TOKEN: got a value that starts with "xoxb-"/],
    ['SLACK_SIGNING_SECRET', 'private, private!', /^SLACK_SIGNING_SECRET: got a value that starts with "…"/],
    ['SLACK_CHANNEL', '#alerts', /^SLACK_CHANNEL: got "#alerts", but it must be a channel id/],
  ])('reports an invalid %s without revealing it', (name, value, message) => {
    const texts = listProblems({ ...slackSettings, [name]: value });
    expect(texts).toEqual([expect.stringMatching(message)]);
    expect(texts.join()).not.toContain('private');
  });
  it('reports settings that are missing beside a token', () => {
    expect(listProblems({ SLACK_BOT_TOKEN: 'xoxb-1' }).map((text) => text.split(':')[0])).toEqual([
      'SLACK_CHANNEL',
      'SLACK_APP_TOKEN',
    ]);
  });
});
it('reports all problems at once, each with its value, the expected form and an example', () => {
  expect(
    listProblems({ LOGS: ' , ', REPORT_AT: '25:00', TIMEZONE: 'Mars/Olympus', OPEN_FAILURES: 'many' }),
  ).toEqual([
    'LOGS: got ",", but it must be one or more paths, globs or other logs, separated by commas. Example: LOGS=/var/log/nginx/*.log,/var/log/envoy/*.log',
    'OPEN_FAILURES: got "many", but it must be a whole number from 1 to 10000. Example: OPEN_FAILURES=5',
    'REPORT_AT: got "25:00", but it must be a time from 00:00 to 23:59. Example: REPORT_AT=09:00',
    'TIMEZONE: got "Mars/Olympus", but it must be a zone name from the IANA list. Example: TIMEZONE=Europe/Berlin',
  ]);
});
describe('CUSTOMER_KEY', () => {
  it.each([
    ['host', { type: 'host' }],
    ['path:2', { type: 'path', segment: 2 }],
  ])('accepts %s', (text, key) => {
    expect(parseTestConfig({ CUSTOMER_KEY: text }).customerKey).toEqual(key);
  });
  it('accepts a field of a configured format only', () => {
    const format = { NGINX_LOG_FORMAT: '$remote_addr "$request" $status "$http_x_tenant"' };
    const field = { type: 'field', field: 'http_x_tenant' };
    expect(parseTestConfig({ ...format, CUSTOMER_KEY: 'field:$http_x_tenant' }).customerKey).toEqual(field);
    expect(listProblems({ CUSTOMER_KEY: 'field:http_x_tenant' })).toEqual([
      'CUSTOMER_KEY: got "field:http_x_tenant", but it must be a variable of NGINX_LOG_FORMAT or ENVOY_LOG_FORMAT, and neither has it. Example: CUSTOMER_KEY=host',
    ]);
  });
  it.each(['path:0', 'path:9', 'tenant', 'field:', 'field:http_authorization', 'field:cookie_session'])(
    'rejects %s, beside all other problems',
    (text) => {
      const texts = listProblems({ CUSTOMER_KEY: text, REPORT_AT: '25:00' });
      expect(texts.map((problem) => problem.split(':')[0])).toEqual(['CUSTOMER_KEY', 'REPORT_AT']);
    },
  );
});
it('reports the position of an error in a format', () => {
  const [text] = listProblems({ ENVOY_LOG_FORMAT: '[%START_TIME%] %RESPONSE_CODE' });
  expect(text).toMatch(/^ENVOY_LOG_FORMAT: got .*%RESPONSE_CODE" \(.+\), but it must be a format string/);
});
it.each([
  ['$remote_addr $status', [{ glob: null, format: '$remote_addr $status' }]],
  [`'$remote_addr rt=$request_time'`, [{ glob: null, format: '$remote_addr rt=$request_time' }]],
  [
    '/var/log/a/*.log=$status\n/b.log=$host rt=$request_time',
    [
      { glob: '/var/log/a/*.log', format: '$status' },
      { glob: '/b.log', format: '$host rt=$request_time' },
    ],
  ],
])('reads NGINX_LOG_FORMAT %j', (text, rules) => {
  expect(parseTestConfig({ NGINX_LOG_FORMAT: text }).nginxLogFormats).toEqual(rules);
});
describe('HTTP settings', () => {
  it('default to the loopback address', () => {
    expect(parseConfig({ HTTP_PORT: '8502' }, 'UTC')).toMatchObject({
      ok: true,
      config: { http: { port: 8502, host: '127.0.0.1', token: null } },
    });
  });
  it.each([
    [{ HTTP_HOST: '0.0.0.0' }, 'HTTP_TOKEN: nothing was given although HTTP_HOST is 0.0.0.0'],
    [{ HTTP_HOST: '::' }, 'HTTP_TOKEN: nothing was given although HTTP_HOST is ::'],
    [{ HTTP_HOST: 'everywhere' }, 'HTTP_HOST: got "everywhere"'],
    [{ HTTP_HOST: '0.0.0.0', HTTP_TOKEN: 'short' }, 'HTTP_TOKEN: got a value that starts with "…"'],
  ])('require a token on other addresses: %j', (input, expected) => {
    const result = parseConfig({ HTTP_PORT: '8502', ...input }, 'UTC');
    expect(result.ok ? [] : result.problems.map(formatConfigProblem)).toEqual([
      expect.stringContaining(expected),
    ]);
  });
});
describe('operators', () => {
  it('default to everybody', () => {
    expect(parseTestConfig({}).operators).toEqual([]);
    expect(parseTestConfig({ OPERATORS: 'U0123ABCD, <@W0456EFGH>, <!subteam^S0789>' }).operators).toEqual([
      'U0123ABCD',
      'W0456EFGH',
      'S0789',
    ]);
  });
  it('must be ids, not names', () => {
    expect(listProblems({ OPERATORS: 'U0123ABCD,ada' })).toEqual([
      'OPERATORS: got "U0123ABCD,ada", but it must be ids of users (U…) and user groups (S…), separated by commas. Example: OPERATORS=U0123ABCD,S0456EFGH',
    ]);
  });
});
it.each([
  ['monday', 1],
  ['Sun', 7],
])('reads the day of the weekly report: %s', (day, number) => {
  expect(parseConfig({ WEEKLY_REPORT_DAY: day }, 'UTC')).toMatchObject({
    config: { weeklyReportDay: number },
  });
});
describe('generated files', () => {
  it('.env.example is up to date with the settings', async () => {
    await expect(formatEnvExample()).toMatchFileSnapshot('../../.env.example');
  });
  it('docs/configuration.md is up to date with the settings', async () => {
    await expect(formatConfigurationPage()).toMatchFileSnapshot('../../docs/configuration.md');
  });
});
function parseTestConfig(environment) {
  const result = parseConfig(environment, 'Europe/Berlin');
  if (!result.ok) throw new Error(result.problems.map(formatConfigProblem).join('\n'));
  return result.config;
}
function listProblems(environment) {
  const result = parseConfig(environment, 'Europe/Berlin');
  return result.ok ? [] : result.problems.map(formatConfigProblem);
}
