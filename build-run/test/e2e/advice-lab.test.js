import { describe, expect, it } from 'vitest';
import { listFaults } from '../advice-lab/faults/index.js';
import { listMissing } from '../advice-lab/needs.js';
import { runFault } from '../advice-lab/run-fault.js';
import { hasOpenssl } from '../support/nginx-lab/certificates.js';
import { hasNginx } from '../support/nginx-lab/nginx.js';

/** One of each kind of edit, and those that once made things worse. `npm run advice` builds all of them. */
const sample = [
  'A route slower than its read timeout',
  'Idle websockets',
  'A response header of 40 kB',
  'The same, where the location has small busy buffers',
  'One of two hosts answers 502',
  'HTTP to a port that speaks TLS and hangs up',
  'Chunked uploads to an app that needs a length',
  'Two servers, one answer in six cut off, all set aside each time',
  'A server that is full, by max_conns',
  'A variable without a resolver',
  'One of two gRPC servers refuses streams',
  'A gRPC server behind proxy_pass',
  'An upstream that needs the host name',
  'https to a plain port',
  'Twenty connections for each worker',
  'Forty descriptors for each worker',
  'The folder for uploads is full',
  'A log format without the fields of the upstream',
];
const canRun = hasNginx && hasOpenssl;
if (!canRun && process.env['CI']) throw new Error('nginx or openssl is missing: .ci/run installs them');
describe.skipIf(!canRun)('what the product says, typed into a real nginx (needs nginx and openssl)', () => {
  const faults = sample.map((name) => {
    const fault = listFaults().find((entry) => entry.fault === name);
    if (fault === undefined) throw new Error(`no fault is called ${name}`);
    return fault;
  });
  it.concurrent.each(faults.filter((fault) => listMissing(fault).length === 0))(
    'ends the fault, keeps every header, and harms no other route: $fault',
    async (fault) => {
      const { grade, note, failedBefore } = await runFault(fault);
      expect({ grade, note }).toEqual({ grade: 'gone', note: '' });
      expect(failedBefore).toBeGreaterThan(0);
    },
    30_000,
  );
});
