import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PretendedDocker } from '../support/pretended-docker.js';
import { createRandom } from '../support/random.js';
import { findMissingJournalTool, RealJournal } from '../support/real-journal.js';

const main = join(import.meta.dirname, '../../dist/main.js');
let directory;
let docker;
let children;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'sources-'));
  docker = new PretendedDocker(join(directory, 'docker.sock'), createRandom(7));
  children = [];
  await docker.listen();
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await docker.close();
  rmSync(directory, { recursive: true, force: true });
});
function start(...args) {
  const env = {
    ...{ PATH: `${directory}:${process.env['PATH']}`, TIMEZONE: 'UTC', LOG_TIMEZONE: 'UTC' },
    ...{ DATABASE: join(directory, 'badgateway.db'), DOCKER_HOST: `unix://${directory}/docker.sock` },
    NODE_NO_WARNINGS: '1',
  };
  const child = spawn(process.execPath, [main, ...args], { env, cwd: directory });
  children.push(child);
  return child;
}
/** Runs a command to its end, and returns what it says. */
async function ask(...args) {
  const child = start(...args);
  child.stdin.end();
  const [output, problems] = await Promise.all([readText(child.stdout), readText(child.stderr)]);
  return output + problems;
}
async function askUntil(expected, ...args) {
  for (let tries = 0; ; tries++) {
    const output = await ask(...args);
    if (output.includes(expected) || tries > 20) return output;
  }
}
/** A failed request as nginx writes it: the error and the access line. */
function makeFailure(number) {
  const [day, time] = new Date().toISOString().slice(0, 19).split('T');
  const [year, month, date] = (day ?? '').split('-');
  const monthName = new Date().toUTCString().slice(8, 11);
  return [
    `${year}/${month}/${date} ${time} [error] 31#31: *${number} connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.${number}, server: shop.example, request: "GET /cart/${number} HTTP/1.1", upstream: "http://10.0.0.7:8080/cart/${number}", host: "shop.example"`,
    `192.0.2.${number} - - [${date}/${monthName}/${year}:${time} +0000] "GET /cart/${number} HTTP/1.1" 502 150 "-" "curl/8"`,
  ];
}
function writeFailures(from, to) {
  for (let number = from; number <= to; number++) {
    const [error, access] = makeFailure(number);
    docker.write('web', 'stderr', error, 1_000_000);
    docker.write('web', 'stdout', access, 1_000_000);
  }
}
describe('nginx in a container', () => {
  it('is followed by name: both of its logs are joined, and a kill loses and doubles nothing', async () => {
    docker.create('web');
    docker.now(3_600_000_000_000);
    start('run', 'docker:web');
    while (docker.followerCount === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    writeFailures(1, 10);
    expect(await askUntil('10 requests got 502', 'ask', 'status')).toContain('10 requests got 502');
    children[0]?.kill('SIGKILL');
    writeFailures(11, 15);
    start('run', 'docker:web');
    const answer = await askUntil('15 requests got 502', 'ask', 'status');
    expect(answer).toContain('15 requests got 502');
    expect(answer).toContain('100 % of 30 records parsed');
    docker.remove('web');
    expect(await askUntil('docker:web', 'ask', 'status')).toContain('docker:web');
  });
  it('is analysed and checked by name', async () => {
    docker.create('web');
    docker.now(3_600_000_000_000);
    writeFailures(1, 6);
    const report = JSON.parse(await ask('analyze', '--json', 'docker:web'));
    expect(report).toMatchObject({ lines: 12, requests: 6, unparsed: 0, incidents: [{ failures: 6 }] });
    expect(await ask('analyze', 'docker:other')).toBe(
      'Cannot read docker:other: no container of this name\n',
    );
  });
});
const missing = findMissingJournalTool();
describe.skipIf(missing !== undefined)(
  `a unit of systemd${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    it('writes errors to the journal and access lines to a file: they are joined, and a kill doubles nothing', async () => {
      const journal = new RealJournal(directory);
      const accessLog = join(directory, 'access.log');
      const wrapper = join(directory, 'journalctl');
      const { stdout } = spawnSync('sh', ['-c', 'command -v journalctl'], { encoding: 'utf8' });
      writeFileSync(wrapper, `#!/bin/sh\nexec ${stdout.trim()} --directory ${journal.directory} "$@"\n`, {
        mode: 0o755,
      });
      const write = (from, to) => {
        for (let number = from; number <= to; number++) {
          const [error, access] = makeFailure(number);
          journal.add(error, {}, number === 1 ? 3_599_000_000 : 1_000);
          appendFileSync(accessLog, `${access}\n`);
        }
        journal.flush();
      };
      write(1, 6);
      start('run', 'journald:nginx.service', accessLog);
      expect(await askUntil('6 requests got 502', 'ask', 'status')).toContain('6 requests got 502');
      children[0]?.kill('SIGKILL');
      write(7, 9);
      start('run', 'journald:nginx.service', accessLog);
      const answer = await askUntil('100 % of 18 records parsed', 'ask', 'status');
      expect(answer).toContain('9 requests got 502');
      expect(answer).toContain('refuses connections at 10.0.0.7:8080: 9 failures');
      expect(answer).toContain('2 logs');
      expect(answer).toContain('100 % of 18 records parsed');
    });
  },
);
describe('standard input', () => {
  it('is followed while it stays open, and the program stops at once when it is told to', async () => {
    const child = start('run', '-');
    child.stdin.write(`${makeFailure(1)[0]}\n`);
    const answer = await askUntil('1 failed', 'ask', 'status');
    expect(answer).toContain('1 failed');
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
  });
});
