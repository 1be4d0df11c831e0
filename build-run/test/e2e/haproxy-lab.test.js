import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { detailedFaults, httpFaults } from '../support/haproxy-lab/faults.js';
import { hasHaproxy } from '../support/haproxy-lab/haproxy.js';
import { downRequests, runHaproxyLab } from '../support/haproxy-lab/run.js';
import { analyzeLogs, followLogs, readInBursts, readSteadily } from '../support/nginx-lab/analyze-logs.js';

if (!hasHaproxy && process.env['CI']) throw new Error('haproxy is missing: .ci/run installs it');
/** A real HAProxy and its real log, with faults injected. */
describe.skipIf(!hasHaproxy)('a HAProxy with injected faults (needs haproxy)', () => {
  let lab;
  let failures;
  beforeAll(async () => {
    lab = await runHaproxyLab();
    failures = await analyzeLogs([lab.log]);
  }, 60_000);
  afterAll(() => lab?.remove());
  it.each([...httpFaults, ...detailedFaults])('$name', (fault) => {
    const found = failures.filter(({ request }) => request?.target === `/${fault.name}`);
    const expected = fault.truth === null ? [] : [describeTruth(fault)];
    const count = fault.name === 'down' ? downRequests : 1;
    expect(found.map(describeFailure)).toEqual(
      expected.flatMap((truth) => Array.from({ length: count }, () => truth)),
    );
  });
  it('finds the same failures in the other formats', () => {
    const refused = { cause: 'connection-refused', outcome: 'client-visible', madeBy: 'gateway' };
    expect(failures.filter(({ request }) => request?.target === '/in-clf').map(describeFailure)).toEqual([
      { ...refused, status: 503, upstream: 'refused', peer: 'refused/s1' },
    ]);
    expect(failures.filter(({ request }) => request === null).map(describeFailure)).toEqual([
      { ...refused, status: null, upstream: 'tcp-refused', peer: 'tcp-refused/s1' },
    ]);
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
const describeTruth = ({ name, truth }) => {
  if (truth === null) throw new Error(`${name} is no failure`);
  const { server, ...rest } = truth;
  const backend = server === null && truth.cause === 'gateway-returned' ? 'plain' : name;
  return { ...rest, upstream: backend, peer: server === null ? null : `${name}/${server}` };
};
const describeFailure = ({ cause, outcome, madeBy, status, upstream, peer }) => ({
  cause,
  outcome,
  madeBy,
  status,
  upstream,
  peer,
});
const format = (failure) => `${failure.request?.target} ${JSON.stringify(describeFailure(failure))}`;
