import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { parseConfig } from '../../src/config/config.js';

// A worker thread can only be started from a built file.
const built = pathToFileURL(join(import.meta.dirname, '../../dist/cli/run/worker-client.js')).href;
const silentLog = { info: () => {}, warn: () => {} };
it('rejects calls to a worker that has exited, so that no caller waits forever', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'badgateway-thread-'));
  try {
    const result = parseConfig(
      { LOGS: join(directory, '*.log'), DATABASE: join(directory, 'badgateway.db') },
      'UTC',
    );
    if (!result.ok) throw new Error('the settings above are valid');
    // The cast: a build of the same source, which the compiler does not resolve.
    const start = (await import(built)).startWorker;
    const worker = await start({ config: result.config, startFrom: 'end' }, silentLog);
    await worker.stop();
    await expect(worker.markSending(1)).rejects.toThrow('the worker thread has exited');
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
