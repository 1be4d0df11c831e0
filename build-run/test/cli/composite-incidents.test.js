import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { analyzeFiles } from '../../src/cli/analyze.js';
import { parseConfig } from '../../src/config/config.js';
import { composites } from '../support/composite-incidents.js';

const root = mkdtempSync(join(tmpdir(), 'badgateway-composites-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const result = parseConfig({ TIMEZONE: 'UTC', LOG_TIMEZONE: 'UTC' }, 'UTC');
if (!result.ok) throw new Error('invalid configuration');
const { config } = result;
/** Writes the logs as each gateway has them. Returns their paths. */
function writeLogs(name, records) {
  const logs = new Map();
  for (const { file = '/srv/edge-1/gateway.log', text } of records.toSorted((a, b) => a.at - b.at)) {
    const lines = logs.get(file) ?? [];
    logs.set(file, lines);
    lines.push(`${text}\n`);
  }
  return [...logs].map(([file, lines]) => {
    const path = join(root, name.replaceAll(' ', '-'), basename(dirname(file)), basename(file));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, lines.join(''));
    return path;
  });
}
async function analyze(files) {
  const printed = [];
  await analyzeFiles(files, { json: true, failures: false }, config, {
    print: (text) => void printed.push(text),
    printError: () => {},
    display: { width: 100, colour: false },
  });
  return JSON.parse(printed.join(''));
}
it.each(Object.entries(composites))(
  'analyze tells as many incidents, of the same roots: %s',
  async (name, composite) => {
    const { incidents } = await analyze(writeLogs(name, composite.makeTraffic().records));
    const told = incidents
      .toReversed()
      .map(({ causes: [cause], upstreams: [upstream], failures }) => `${cause} at ${upstream}: ${failures}`);
    expect(told).toEqual(composite.incidents);
  },
);
