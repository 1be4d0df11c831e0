import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStoreReader } from '../../src/storage/store.js';
import { startBot, waitForOutput } from '../support/crash/bot.js';
import { waitFor } from '../support/fake-slack/users.js';
import { makeStormRequest } from '../support/storm-lines.js';

let dir;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'storm-restart-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
/** More than are held in memory after a start. */
const stormSize = 7_000;
describe('requests that wait for their access line', () => {
  it.each(['kill', 'stop'])(
    'are counted once after %s',
    async (ending) => {
      const startAt = Date.now() - 60_000;
      const storm = Array.from({ length: stormSize }, (_, number) =>
        makeStormRequest(number, startAt + number),
      );
      const environment = { LOGS: join(dir, '*.log'), DATABASE: join(dir, 'bot.db'), HISTORY_H: '0' };
      writeFileSync(join(dir, 'error.log'), '');
      writeFileSync(join(dir, 'access.log'), '');
      const first = startBot(environment, dir);
      await waitForOutput(first, 'Following');
      appendFileSync(join(dir, 'error.log'), storm.map(({ error }) => `${error}\n`).join(''));
      await waitFor(() => countFailures() === stormSize || undefined, 'the error log', 60_000);
      await first[ending]();
      const second = startBot(environment, dir);
      await waitForOutput(second, 'Following');
      appendFileSync(join(dir, 'access.log'), storm.map(({ access }) => `${access}\n`).join(''));
      await waitFor(
        () => countFailures('client-visible') === stormSize || undefined,
        'the access log',
        60_000,
      );
      expect(countFailures()).toBe(stormSize);
      await second.kill();
    },
    150_000,
  );
});
function countFailures(outcome) {
  const store = openStoreReader(join(dir, 'bot.db'));
  try {
    const failures = [...store.allFailures({ from: 0, to: Date.now() + 60_000 })];
    return failures.filter((failure) => outcome === undefined || failure.outcome === outcome).length;
  } finally {
    store.close();
  }
}
