import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { checkSetup } from '../../src/cli/check.js';

const folder = mkdtempSync(join(tmpdir(), 'badgateway-check-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
async function check(format) {
  const log = join(folder, 'access.log');
  writeFileSync(log, '192.0.2.7 200 GET / HTTP/1.1\n');
  const printed = [];
  const print = (text) => void printed.push(text);
  const environment = { LOGS: log, DATABASE: join(folder, 'bg.db'), NGINX_LOG_FORMAT: format };
  const terminal = { print, printError: print, display: { width: 200, colour: false } };
  await checkSetup({ environment, writtenNames: [] }, 'UTC', terminal);
  return printed.join('\n');
}
it('warns of a format that clients can forge', async () => {
  expect(await check("log_format x escape=none '$remote_addr $status $request';")).toContain(
    'with escape=none, clients can write',
  );
  expect(await check("log_format x '$remote_addr $status $request';")).not.toContain('escape=none');
});
