import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import type { startWorker } from '../../src/cli/run/worker-client.js';
import { parseConfig } from '../../src/config/config.js';

// A thread starts from a built file only.
const built = pathToFileURL(join(import.meta.dirname, '../../dist/cli/run/worker-client.js')).href;
const silentLog = { info: () => {}, warn: () => {} };

it('a thread that is gone refuses what is asked of it, so that nobody waits for ever', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'badgateway-thread-'));
  try {
    const result = parseConfig(
      { LOGS: join(directory, '*.log'), DATABASE: join(directory, 'badgateway.db') },
      'UTC',
    );
    if (!result.ok) throw new Error('the settings above are right');
    // The cast: a module of the same source, which the compiler does not look at where it is built.
    const start = ((await import(built)) as { startWorker: typeof startWorker }).startWorker;
    const worker = await start({ config: result.config, startFrom: 'end' }, silentLog);
    await worker.stop();
    await expect(worker.markSending(1)).rejects.toThrow('the thread that reads and writes ended');
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
