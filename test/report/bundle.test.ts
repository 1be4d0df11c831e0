import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleOf } from '../../src/cli/build-attachment.js';
import type { Incident } from '../../src/incidents/incident.js';
import { minutes, nine, seconds } from '../support/event-fixtures.js';
import { error, World } from '../support/log-lines.js';
import { actingIn } from '../support/parse-html.js';
import { aBatch, aBookmark } from '../support/store-fixtures.js';

const now = nine + minutes(30);
const formats = {
  nginxLogFormats: [{ glob: '/var/log/nginx/*.log', format: '$remote_addr "$request" $status' }],
  envoyLogFormats: [],
};
const secret = 'hunter2secret';
const client = '192.0.2.7';

let world: World;
let incident: Incident;
let folder: string;
let names: readonly string[];
const read = (name: string) => readFileSync(join(folder, 'BG-1', name), 'utf8');

beforeAll(async () => {
  world = new World();
  world.play(
    Array.from({ length: 9 }, (_, n) =>
      error(seconds(n), 'connect() failed (111: Connection refused)', {
        path: `/pay?card=4111&token=${secret}`,
        n,
      }),
    ),
  );
  world.store.commit(aBatch({ bookmarks: [aBookmark(900, { path: '/srv/edge-1/gateway.log' })] }), now);
  world.store.mark({
    at: nine - minutes(2),
    kind: 'deploy',
    words: 'deploy api v813 from 203.0.113.200',
    by: 'ada',
  });
  incident = world.facts(1).incident;
  world.store.acknowledge(incident.id, 'U0ANNA001', nine + minutes(1));
  world.store.byHand.note(incident.id, 'their pool is too small', 'U0ANNA001', nine + minutes(2));
  incident = world.facts(1).incident;
  folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  const { bytes } = await bundleOf(incident, { ledger: world.store, formats, now, zone: 'Europe/Berlin' });
  writeFileSync(join(folder, 'b.tar.gz'), bytes);
  execFileSync('tar', ['-xzf', 'b.tar.gz'], { cwd: folder });
  names = readdirSync(join(folder, 'BG-1')).sort();
});
afterAll(() => {
  world.store.close();
  rmSync(folder, { recursive: true });
});

describe('the bundle of an incident', () => {
  it('is an archive that tar takes, with a line on each file in it', () => {
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
    for (const name of names.filter((each) => each !== 'README.txt'))
      expect(read('README.txt')).toContain(`\n${name} `);
    expect(read('README.txt')).toContain('BG-1 Upstream refuses connections at 10.0.0.7:8080');
  });

  it('is the same bytes for the same database and time', async () => {
    const workshop = { ledger: world.store, formats, now, zone: 'UTC' };
    const [one, other] = [await bundleOf(incident, workshop), await bundleOf(incident, workshop)];
    expect(Buffer.compare(one.bytes, other.bytes)).toBe(0);
    expect(Buffer.compare(one.bytes, readFileSync(join(folder, 'b.tar.gz')))).toBe(0);
    const later = await bundleOf(incident, { ...workshop, now: now + minutes(1) });
    expect(Buffer.compare(one.bytes, later.bytes)).not.toBe(0);
  });

  it('tells nowhere who the clients and the people are, nor any secret or note', () => {
    for (const name of names)
      for (const hidden of [client, secret, '4111', 'U0ANNA001', 'ada', '203.0.113.200', 'too small'])
        expect(`${name}: ${read(name).includes(hidden)} ${hidden}`).toBe(`${name}: false ${hidden}`);
  });

  it('keeps what a vendor needs: the machine that failed, the same name for the same client, the times', () => {
    expect(read('records.txt')).toContain('gateway.log:1\n');
    expect(read('records.txt')).toMatch(
      /client: address-[12], server: shop.example, request: "GET \/pay\?card=•••&token=•••/,
    );
    expect(read('records.txt')).toContain('upstream: "http://10.0.0.7:8080/pay');
    const clients = read('failures.csv')
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .map((row) => row.split(',')[9]);
    expect(clients).toHaveLength(9);
    expect(new Set(clients).size).toBe(1);
    expect(read('timeline.txt')).toMatch(
      /deploy api v813 from address-[12], by person-[12]\n.* first failure\n/,
    );
    expect(read('timeline.txt')).toMatch(/taken on, by person-[12]\n/);
    expect(JSON.parse(read('incident.json'))).toMatchObject({
      id: 'BG-1',
      acknowledgedBy: expect.stringMatching(/^person-/),
    });
    expect(read('formats.txt')).toBe(
      '/srv/edge-1/gateway.log: nginx-error, 9 records, 0 of them not understood\n' +
        'NGINX_LOG_FORMAT for /var/log/nginx/*.log: $remote_addr "$request" $status\n',
    );
  });

  it('has a page that stands by itself, and a chart', () => {
    expect(actingIn(read('report.html'))).toEqual([]);
    expect(read('report.html')).toContain('raise timeouts: the refusal is immediate');
    expect(read('chart.svg')).toMatch(/^<svg [\s\S]*BG-1[\s\S]*<\/svg>/);
  });
});
