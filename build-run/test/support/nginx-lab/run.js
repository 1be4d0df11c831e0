import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requestAll, requestConcurrently, requestSequentially } from './client.js';
import { listFaults as allFaults } from './faults/index.js';
import { startNginx } from './nginx.js';
import { findFreePorts } from './ports.js';
import { startLabServers } from './setup.js';
import { getAccessLogPath, logFormatNames, renderSite } from './site.js';

/** Two pauses outlast the cached response; nginx counts its age in whole seconds. */
const stagePauseMs = 1_100;
/** Triggers every fault in all three ways; takes a few seconds. */
export async function runLab() {
  const dir = mkdtempSync(join(tmpdir(), 'badgateway-lab-'));
  const [separatePaths, sharedPath, http2Streams, otherZone] = await Promise.all([
    runFaults(join(dir, 'apart'), ({ port }, faults) => requestAll(port, faults, stagePauseMs)),
    runFaults(join(dir, 'alike'), async ({ port }, faults) => {
      const repeatable = await prepareFaults(port, faults);
      return requestSequentially(port, [...repeatable, ...repeatable.toReversed()]);
    }),
    runFaults(join(dir, 'streams'), async ({ port, http2Port }, faults) => {
      const repeatable = await prepareFaults(port, faults);
      await new Promise((done) => setTimeout(done, 2 * stagePauseMs));
      return requestConcurrently(http2Port, repeatable);
    }),
    runFaults(join(dir, 'zone'), ({ port }, faults) => requestAll(port, faults, stagePauseMs), {
      timezone: quarterHourZone,
    }),
  ]);
  return {
    separatePaths,
    sharedPath,
    http2Streams,
    otherZone,
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}
/** UTC+05:45, written so that no timezone database is needed. */
const quarterHourZone = 'LAB-05:45';
/** Requests each single-use fault once, as others depend on it, and returns the repeatable faults. */
async function prepareFaults(port, faults) {
  await requestAll(
    port,
    faults.filter(({ isSingleUse }) => isSingleUse),
    0,
  );
  return faults.filter(({ isSingleUse }) => !isSingleUse);
}
async function runFaults(dir, plan, options = {}) {
  const servers = await startLabServers(dir);
  // The nginx worker runs as user nobody.
  chmodSync(join(dir, '..'), 0o755);
  const faults = allFaults(servers);
  const [port = 0, http2Port = 0] = await findFreePorts(2);
  const nginx = await startNginx(dir, port, renderSite(servers, faults, { port, http2Port }), options);
  const responses = await plan({ port, http2Port }, faults);
  await nginx.stop();
  await servers.stop();
  const logs = logFormatNames.map((name) => [name, getAccessLogPath(dir, name)]);
  return {
    responses,
    errorLog: nginx.errorLog,
    accessLogs: Object.fromEntries(logs),
  };
}
