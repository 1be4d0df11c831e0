import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Equipment, startEquipment } from './equipment.js';
import type { Fault } from './fault.js';
import { faults as allFaults } from './faults/index.js';
import { type Nginx, startNginx } from './nginx.js';
import { freePorts } from './ports.js';
import { accessLog, type FormatName, formatNames, site } from './site.js';
import { type Visit, visitAll, visitInTurn } from './visitor.js';

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
  readonly remove: () => void;
};

/** Longer than the cached answer lives. */
const betweenStagesMs = 1_100;

/** Breaks everything on purpose; takes a few seconds. */
export async function runLab(): Promise<Lab> {
  const dir = mkdtempSync(join(tmpdir(), 'badgateway-lab-'));
  const [apart, alike] = await Promise.all([
    run(join(dir, 'apart'), (port, faults) => visitAll(port, faults, betweenStagesMs)),
    run(join(dir, 'alike'), async (port, faults) => {
      await visitAll(
        port,
        faults.filter(({ isOnce }) => isOnce),
        0,
      );
      const again = faults.filter(({ isOnce }) => !isOnce);
      return visitInTurn(port, [...again, ...again.toReversed()]);
    }),
  ]);
  return { apart, alike, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

type Plan = (port: number, faults: readonly Fault[]) => Promise<readonly Visit[]>;

async function run(dir: string, plan: Plan): Promise<LabRun> {
  const lab: Equipment = await startEquipment(dir);
  // The worker runs as nobody.
  chmodSync(join(dir, '..'), 0o755);
  const faults = allFaults(lab);
  const [port = 0] = await freePorts(1);
  const nginx: Nginx = await startNginx(dir, port, site(lab, faults, port));
  const visits = await plan(port, faults);
  await nginx.stop();
  await lab.stop();
  const logs = formatNames.map((name) => [name, accessLog(dir, name)] as const);
  return {
    visits,
    errorLog: nginx.errorLog,
    accessLogs: Object.fromEntries(logs) as LabRun['accessLogs'],
  };
}
