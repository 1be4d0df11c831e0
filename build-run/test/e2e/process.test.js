import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { startFakeSlack } from '../support/fake-slack/index.js';

const main = join(import.meta.dirname, '../../dist/main.js');
const directory = mkdtempSync(join(tmpdir(), 'badgateway-process-'));
const cleanups = [];
afterEach(async () => {
  for (const stop of cleanups.splice(0)) await stop();
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const refusedRecord =
  '2026/11/22 09:00:00 [error] 31#31: *45 connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.7, server: shop.example, request: "GET /cart HTTP/1.1", upstream: "http://10.0.0.7:8080/cart", host: "shop.example"';
describe('an invalid configuration', () => {
  it('is reported completely, each problem with an example, before anything is opened', () => {
    const { status, stderr, stdout } = runBadgateway(['run'], {
      REPORT_AT: 'noon',
      SLACK_BOT_TOKEN: 'xoxp-123456',
      DATABASE: join(directory, 'never.db'),
    });
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(
      /^Invalid configuration:\n {2}SLACK_BOT_TOKEN: .*xoxb-.*\n {2}REPORT_AT: got "noon"/,
    );
    expect(stderr).not.toContain('123456');
  });
  it('is reported by check', () => {
    const { status, stdout } = runBadgateway(['check'], { REPORT_AT: 'noon' });
    expect(status).toBe(1);
    expect(stdout).toContain('BAD  REPORT_AT: got "noon"');
  });
  it('is reported by check for a misspelt name in .env and a database without a directory', () => {
    const folder = mkdtempSync(join(directory, 'misspelt-'));
    writeFileSync(join(folder, '.env'), 'OPEN_FAILURE=3\nTZ=UTC\nDATABASE=/nowhere/badgateway.db\n');
    const { status, stdout } = runBadgateway(['check'], {}, '', folder);
    expect(status).toBe(1);
    expect(stdout).toContain('BAD  OPEN_FAILURE: no setting has this name; did you mean OPEN_FAILURES?');
    expect(stdout).toContain('BAD  database: No database in /nowhere, and none can be created there');
    expect(stdout).not.toContain('TZ');
  });
  it.each([[['fly']], [['run', '--fast']], [['analyze']]])('exits with 2 for the bad usage %j', (args) => {
    const { status, stderr } = runBadgateway(args);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^error: /);
  });
});
describe('a bad setup', () => {
  it('with the wrong LOG_TIMEZONE is reported by check', () => {
    const log = join(directory, 'elsewhere.log');
    writeFileSync(log, `${refusedRecord.replace(/^[^[]{19}/, formatNginxTime())}\n`);
    const check = (timezone) => runBadgateway(['check'], { LOGS: log, LOG_TIMEZONE: timezone }).stdout;
    expect(check('Asia/Tokyo')).toContain(
      `BAD  ${log}: its timestamps, read as Asia/Tokyo, are 9 h behind the clock; set LOG_TIMEZONE`,
    );
    expect(check('UTC')).not.toContain('the clock');
  });
  it('with the wrong LOG_TIMEZONE, or without any log, is logged at the start', async () => {
    const log = join(directory, 'far.log');
    writeFileSync(log, `${refusedRecord.replace(/^[^[]{19}/, formatNginxTime())}\n`);
    const far = startProgram(['run'], {
      LOGS: log,
      DATABASE: join(directory, 'far.db'),
      LOG_TIMEZONE: 'Asia/Tokyo',
    });
    await far.says('far.log: its timestamps, read as Asia/Tokyo, are 9 h behind the clock');
    const none = startProgram(['run'], {
      LOGS: join(directory, 'none', '*.log'),
      DATABASE: join(directory, 'none.db'),
    });
    await none.says(`No file matches ${join(directory, 'none', '*.log')} yet`);
  });
  it('with a database that cannot be written prints one clear line', () => {
    const { status, stderr } = runBadgateway(['run'], {
      DATABASE: '/proc/badgateway.db',
      LOGS: join(directory, '*.log'),
    });
    expect(status).toBe(1);
    expect(stderr).toContain('/proc/badgateway.db');
    expect(stderr).not.toMatch(/\n\s+at /);
  });
  it('with a token that Slack rejects prints one clear line', async () => {
    const slack = await startFakeSlack();
    cleanups.push(() => slack.close());
    const bot = startProgram(['run'], {
      LOGS: join(directory, '*.log'),
      DATABASE: join(directory, 'token.db'),
      SLACK_BOT_TOKEN: 'xoxb-unknown',
      SLACK_APP_TOKEN: slack.tokens.app,
      SLACK_CHANNEL: slack.channel,
      SLACK_API_URL: slack.apiUrl,
    });
    expect(await bot.exit).toBe(1);
    expect(bot.said()).toMatch(/SLACK_BOT_TOKEN/);
    expect(bot.said()).not.toContain('xoxb-unknown');
    expect(bot.said()).not.toMatch(/\n\s+at /);
  });
  it('with a missing log waits for it and reads the others', async () => {
    const missing = join(directory, 'late', 'error.log');
    const there = join(directory, 'there.log');
    writeFileSync(there, '');
    const bot = startProgram(['run'], {
      LOGS: `${missing},${there}`,
      DATABASE: join(directory, 'late.db'),
      OPEN_FAILURES: '1',
      LOG_TIMEZONE: 'UTC',
    });
    await bot.says(`${missing}: cannot be read`);
    appendFileSync(there, `${refusedRecord.replace('2026/11/22 09:00:00', formatNginxTime())}\n`);
    await bot.says('Upstream refuses connections');
    expect(await bot.stop()).toBe(0);
  });
});
describe('without Slack', () => {
  it('explains in one line how to connect it, prints the same messages, and stops within two seconds', async () => {
    const log = join(directory, 'alone.log');
    writeFileSync(log, '');
    const bot = startProgram(['run'], {
      LOGS: log,
      DATABASE: join(directory, 'alone.db'),
      LOG_TIMEZONE: 'UTC',
    });
    await bot.says('Following');
    expect(bot.said()).toMatch(/Slack is not connected.*badgateway manifest.*SLACK_BOT_TOKEN/);
    appendFileSync(log, `${refusedRecord.replace('2026/11/22 09:00:00', formatNginxTime())}\n`.repeat(5));
    await bot.says('● Failing: Upstream refuses connections at 10.0.0.7:8080 (BG-1)');
    const askedAt = Date.now();
    expect(await bot.stop()).toBe(0);
    expect(Date.now() - askedAt).toBeLessThan(2_000);
  });
});
describe('files that are not logs', () => {
  it.each([
    ['empty', ''],
    ['binary', randomBytes(20_000)],
    ['of another program', 'Jan 1 cron[12]: (root) CMD (true)\n'.repeat(20)],
  ])('%s: are counted and never crash the program', (name, bytes) => {
    const file = join(directory, `${name}.txt`);
    writeFileSync(file, bytes);
    const { status, stdout } = runBadgateway(['analyze', '--json', file]);
    expect(status).toBe(0);
    const { records, unparsed, failures } = JSON.parse(stdout);
    expect(failures.total).toBe(0);
    expect(unparsed).toBe(records);
  });
  it('binary: are quoted by check in two lines at most', () => {
    const file = join(directory, 'binary.log');
    writeFileSync(file, randomBytes(20_000).fill('x', 0, 5_000));
    const { status, stdout } = runBadgateway(['check'], { LOGS: file });
    expect(status).toBe(1);
    const line = stdout.split('\n').find((text) => text.startsWith(`BAD  ${file}`));
    expect(line?.slice(line.indexOf('such as: ')).length).toBeLessThan(200);
  });
  it('missing: are named, with exit code 1', () => {
    const { status, stderr } = runBadgateway(['analyze', join(directory, 'nowhere.log')]);
    expect(status).toBe(1);
    expect(stderr).toContain('nowhere.log');
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
describe('stable JSON', () => {
  it('of explain has one object per record, in order', () => {
    const { stdout } = runBadgateway(['explain', '--json', '--null'], {}, `${refusedRecord}\0no log\0`);
    const [first, second] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(first).toMatchObject({
      gateway: 'nginx-error',
      failure: true,
      at: '2026-11-22T09:00:00.000Z',
      status: 502,
      cause: 'connection-refused',
      class: 'upstream-down',
      outcome: 'undecided',
      madeBy: 'gateway',
      peer: '10.0.0.7:8080',
      request: { method: 'GET', target: '/cart', protocol: 'HTTP/1.1' },
      symptom: 'ECONNREFUSED',
      phase: 'connecting',
      certainty: 'certain',
    });
    expect(second).toMatchObject({ gateway: null, failure: false, cause: null });
    expect(Object.keys(second).sort()).toEqual(Object.keys(first).sort());
  });
  it('of analyze has totals, groups and incidents; --failures has one object per failure', () => {
    const log = join(directory, 'five.log');
    writeFileSync(
      log,
      `${Array.from({ length: 5 }, (_, i) => refusedRecord.replace('*45', `*${i}`)).join('\n')}\n`,
    );
    const { stdout } = runBadgateway(['analyze', '--json', log]);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      lines: 5,
      records: 5,
      unparsed: 0,
      requests: null,
      failures: { total: 5, clientVisible: 0, saved: 0, truncated: 0, undecided: 5 },
      byStatus: { 502: 5 },
      groups: [{ cause: 'connection-refused', upstream: '10.0.0.7:8080', count: 5 }],
      incidents: [{ id: 'BG-1', causes: ['connection-refused'], state: 'open', failures: 5 }],
    });
    const failures = runBadgateway(['analyze', '--failures', log]).stdout.trim().split('\n');
    expect(failures).toHaveLength(5);
    expect(JSON.parse(failures[4] ?? '')).toMatchObject({ attempts: 1, evidence: [{ file: log, line: 5 }] });
  });
});
const buildEnvironment = (overrides) => ({
  PATH: process.env['PATH'],
  LOG_TIMEZONE: 'UTC',
  ...overrides,
});
function runBadgateway(args, overrides = {}, input = '', cwd = directory) {
  return spawnSync(process.execPath, [main, ...args], {
    cwd,
    env: buildEnvironment(overrides),
    input,
    encoding: 'utf8',
  });
}
function startProgram(args, overrides) {
  const child = spawn(process.execPath, [main, ...args], {
    cwd: directory,
    env: buildEnvironment(overrides),
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (output += bytes));
  const exit = new Promise((resolve) => child.once('exit', resolve));
  const stop = () => {
    child.kill('SIGTERM');
    return exit;
  };
  cleanups.push(stop);
  return {
    exit,
    stop,
    said: () => output,
    async says(words) {
      for (let waited = 0; waited < 10_000; waited += 50) {
        if (output.includes(words)) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error(`waited 10 s for "${words}", but the output was: ${output}`);
    },
  };
}
const formatNginxTime = () => new Date().toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ');
