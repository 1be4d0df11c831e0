import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caddyFaults } from '../support/caddy-lab/faults.js';
import { hasCaddy, runCaddyLab } from '../support/caddy-lab/run.js';
import { analyzeLogs, followLogs, readInBursts, readSteadily } from '../support/nginx-lab/analyze-logs.js';

if (!hasCaddy && process.env['CI']) throw new Error('caddy is missing: .ci/run installs it');
/** A real Caddy and its real logs, with faults injected. */
describe.skipIf(!hasCaddy)('a Caddy with injected faults (needs caddy)', () => {
  let lab;
  let failures;
  beforeAll(async () => {
    lab = await runCaddyLab();
    failures = await analyzeLogs([lab.log]);
  }, 60_000);
  afterAll(() => lab?.remove());
  const write = (name, lines) => {
    const path = join(dirname(lab.log), name);
    writeFileSync(path, `${lines.filter((line) => line !== '').join('\n')}\n`);
    return path;
  };
  const describeTruth = ({ truth }) => {
    if (truth === null) throw new Error('no failure');
    const { upstream, isWithoutRequest: _, ...rest } = truth;
    return { ...rest, upstream: upstream(lab.ports) };
  };
  it.each(caddyFaults.filter(({ truth }) => truth?.isWithoutRequest !== true))('$name', (fault) => {
    const found = failures.filter(({ request }) => request?.target === `/${fault.name}`).map(describeFailure);
    if (fault.truth === null) return expect(found).toEqual([]);
    const count = fault.requests ?? 1;
    expect(found).toHaveLength(count);
    expect(found.at(-1)).toEqual(describeTruth(fault));
  });
  it('answers that broke off, whose records have no request', () => {
    const expected = caddyFaults.filter(({ truth }) => truth?.isWithoutRequest === true).map(describeTruth);
    expect(failures.filter(({ request }) => request === null).map(describeFailure)).toEqual(expected);
  });
  it('finds the same with errors and accesses in files of their own', async () => {
    const lines = readFileSync(lab.log, 'utf8').split('\n');
    const isAccess = (line) => line.includes('"logger":"http.log.access"');
    const access = write('access.log', lines.filter(isAccess));
    const errors = write(
      'error.log',
      lines.filter((line) => !isAccess(line)),
    );
    const apart = await analyzeLogs([access, errors]);
    expect(apart.map(format).sort()).toEqual(failures.map(format).sort());
  });
  it('finds the causes in the error log alone, and leaves open what the client saw', async () => {
    const lines = readFileSync(lab.log, 'utf8').split('\n');
    const errors = write(
      'only.log',
      lines.filter((line) => !line.includes('"logger":"http.log.access"')),
    );
    const alone = await analyzeLogs([errors]);
    const caused = failures.filter(({ madeBy, cause }) => madeBy !== 'upstream' && cause !== 'unknown');
    expect(alone.map(({ cause }) => cause).sort()).toEqual(caused.map(({ cause }) => cause).sort());
    expect(new Set(alone.map(({ outcome }) => outcome))).toEqual(new Set(['undecided', 'truncated']));
  });
  it.each([
    ['line by line', readSteadily(1)],
    ['all at once', readSteadily(1_000)],
    ['in bursts', readInBursts(1)],
  ])('finds the same while the log grows: %s', async (_, pace) => {
    const followed = await followLogs([{ path: lab.log, pace }]);
    expect(followed.map(format).sort()).toEqual(failures.map(format).sort());
  });
});
const describeFailure = ({ cause, outcome, madeBy, status, upstream }) => ({
  cause,
  outcome,
  madeBy,
  status,
  upstream,
});
const format = (failure) => `${failure.request?.target} ${JSON.stringify(describeFailure(failure))}`;
