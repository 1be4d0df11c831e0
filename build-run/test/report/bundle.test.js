import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildBundle } from '../../src/cli/build-attachment.js';
import { minutes, nineAm, seconds } from '../support/event-fixtures.js';
import { LogReplay, makeErrorRecord } from '../support/log-lines.js';
import { findActiveContent } from '../support/parse-html.js';
import { makeBatch, makeCheckpoint } from '../support/store-fixtures.js';

const now = nineAm + minutes(30);
const formats = {
  nginxLogFormats: [{ glob: '/var/log/nginx/*.log', format: '$remote_addr "$request" $status' }],
  envoyLogFormats: [],
};
const secretToken = 'hunter2secret';
const client = '192.0.2.7';
let replay;
let incident;
let directory;
let names;
const readBundleFile = (name) => readFileSync(join(directory, 'BG-1', name), 'utf8');
beforeAll(async () => {
  replay = new LogReplay();
  replay.replay(
    Array.from({ length: 9 }, (_, connection) =>
      makeErrorRecord(seconds(connection), 'connect() failed (111: Connection refused)', {
        path: `/pay?card=4111&token=${secretToken}`,
        connection,
      }),
    ),
  );
  replay.store.commit(
    makeBatch({ checkpoints: [makeCheckpoint(900, { path: '/srv/edge-1/gateway.log' })] }),
    now,
  );
  replay.store.saveChange({
    at: nineAm - minutes(2),
    kind: 'deploy',
    message: 'deploy api v813 from 203.0.113.200',
    by: 'ada',
  });
  incident = replay.summarize(1).incident;
  replay.store.acknowledge(incident.id, 'U0ANNA001', nineAm + minutes(1));
  replay.store.manualChanges.note(incident.id, 'their pool is too small', 'U0ANNA001', nineAm + minutes(2));
  incident = replay.summarize(1).incident;
  directory = mkdtempSync(join(tmpdir(), 'bundle-'));
  const { bytes } = await buildBundle(incident, {
    repository: replay.store,
    formats,
    now,
    timezone: 'Europe/Berlin',
  });
  writeFileSync(join(directory, 'b.tar.gz'), bytes);
  execFileSync('tar', ['-xzf', 'b.tar.gz'], { cwd: directory });
  names = readdirSync(join(directory, 'BG-1')).sort();
});
afterAll(() => {
  replay.store.close();
  rmSync(directory, { recursive: true });
});
describe('the bundle of an incident', () => {
  it('is a tar archive whose README describes each file', () => {
    expect(names).toEqual([
      'README.txt',
      'chart.svg',
      'failures.csv',
      'formats.txt',
      'incident.json',
      'records.txt',
      'report.html',
      'timeline.txt',
    ]);
    for (const name of names.filter((entry) => entry !== 'README.txt'))
      expect(readBundleFile('README.txt')).toContain(`\n${name} `);
    expect(readBundleFile('README.txt')).toContain('BG-1 Upstream refuses connections at 10.0.0.7:8080');
  });
  it('has the same bytes for the same database and time', async () => {
    const workshop = { repository: replay.store, formats, now, timezone: 'UTC' };
    const [a, b] = [await buildBundle(incident, workshop), await buildBundle(incident, workshop)];
    expect(Buffer.compare(a.bytes, b.bytes)).toBe(0);
    expect(Buffer.compare(a.bytes, readFileSync(join(directory, 'b.tar.gz')))).toBe(0);
    const later = await buildBundle(incident, { ...workshop, now: now + minutes(1) });
    expect(Buffer.compare(a.bytes, later.bytes)).not.toBe(0);
  });
  it('contains no client address, user, secret or note', () => {
    for (const name of names)
      for (const hidden of [client, secretToken, '4111', 'U0ANNA001', 'ada', '203.0.113.200', 'too small'])
        expect(`${name}: ${readBundleFile(name).includes(hidden)} ${hidden}`).toBe(
          `${name}: false ${hidden}`,
        );
  });
  it('keeps the failing host, one pseudonym per client, and all times', () => {
    expect(readBundleFile('records.txt')).toContain('gateway.log:1\n');
    expect(readBundleFile('records.txt')).toMatch(
      /client: address-[12], server: shop.example, request: "GET \/pay\?card=•••&token=•••/,
    );
    expect(readBundleFile('records.txt')).toContain('upstream: "http://10.0.0.7:8080/pay');
    const clients = readBundleFile('failures.csv')
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .map((row) => row.split(',')[9]);
    expect(clients).toHaveLength(9);
    expect(new Set(clients).size).toBe(1);
    expect(readBundleFile('timeline.txt')).toMatch(
      /deploy api v813 from address-[12], by person-[12]\n.* first failure\n/,
    );
    expect(readBundleFile('timeline.txt')).toMatch(/acknowledged, by person-[12]\n/);
    expect(JSON.parse(readBundleFile('incident.json'))).toMatchObject({
      id: 'BG-1',
      acknowledgedBy: expect.stringMatching(/^person-/),
    });
    expect(readBundleFile('formats.txt')).toBe(
      '/srv/edge-1/gateway.log: nginx-error, 9 records, 0 unparsed\n' +
        'NGINX_LOG_FORMAT for /var/log/nginx/*.log: $remote_addr "$request" $status\n',
    );
  });
  it('has a self-contained page and a chart', () => {
    expect(findActiveContent(readBundleFile('report.html'))).toEqual([]);
    expect(readBundleFile('report.html')).toContain('raise timeouts: the refusal is immediate');
    expect(readBundleFile('chart.svg')).toMatch(/^<svg [\s\S]*BG-1[\s\S]*<\/svg>/);
  });
});
