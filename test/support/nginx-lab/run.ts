import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Visit, visitAll, visitAtOnce, visitInTurn } from './client.js';
import type { Fault } from './fault.js';
import { faults as allFaults } from './faults/index.js';
import { type Nginx, startNginx } from './nginx.js';
import { freePorts } from './ports.js';
import { type Equipment, startEquipment } from './setup.js';
import { accessLog, type FormatName, formatNames, site } from './site.js';

/** The logs of one nginx that went through every fault, and what the clients saw. */
export type LabRun = {
  readonly visits: readonly Visit[];
  readonly errorLog: string;
  readonly accessLogs: Readonly<Record<FormatName, string>>;
};
export type Lab = {
  /** Every fault under a path of its own, side by side. */
  readonly apart: LabRun;
  /** Every fault under the same path, one after the other on one connection, twice. */
  readonly alike: LabRun;
  /** Every fault under the same path, all at once on one HTTP/2 connection. */
  readonly streams: LabRun;
  readonly remove: () => void;
};

/** Two are longer than the cached answer lives, which nginx counts in whole seconds. */
const betweenStagesMs = 1_100;

/** Breaks everything on purpose; takes a few seconds. */
export async function runLab(): Promise<Lab> {
  const dir = mkdtempSync(join(tmpdir(), 'badgateway-lab-'));
  const [apart, alike, streams] = await Promise.all([
    run(join(dir, 'apart'), ({ port }, faults) => visitAll(port, faults, betweenStagesMs)),
    run(join(dir, 'alike'), async ({ port }, faults) => {
      const again = await prepared(port, faults);
      return visitInTurn(port, [...again, ...again.toReversed()]);
    }),
    run(join(dir, 'streams'), async ({ port, http2Port }, faults) => {
      const again = await prepared(port, faults);
      await new Promise((done) => setTimeout(done, 2 * betweenStagesMs));
      return visitAtOnce(http2Port, again);
    }),
  ]);
  return { apart, alike, streams, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/** What can be asked again and again, after what it needs has been asked once. */
async function prepared(port: number, faults: readonly Fault[]): Promise<readonly Fault[]> {
  await visitAll(
    port,
    faults.filter(({ isOnce }) => isOnce),
    0,
  );
  return faults.filter(({ isOnce }) => !isOnce);
}

type Ports = { readonly port: number; readonly http2Port: number };
type Plan = (ports: Ports, faults: readonly Fault[]) => Promise<readonly Visit[]>;

async function run(dir: string, plan: Plan): Promise<LabRun> {
  const lab: Equipment = await startEquipment(dir);
  // The worker runs as nobody.
  chmodSync(join(dir, '..'), 0o755);
  const faults = allFaults(lab);
  const [port = 0, http2Port = 0] = await freePorts(2);
  const nginx: Nginx = await startNginx(dir, port, site(lab, faults, { port, http2Port }));
  const visits = await plan({ port, http2Port }, faults);
  await nginx.stop();
  await lab.stop();
  const logs = formatNames.map((name) => [name, accessLog(dir, name)] as const);
  return {
    visits,
    errorLog: nginx.errorLog,
    accessLogs: Object.fromEntries(logs) as LabRun['accessLogs'],
  };
}
