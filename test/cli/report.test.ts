import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { analyze } from '../../src/cli/analyze.js';
import { report } from '../../src/cli/report.js';
import { type Config, configFrom } from '../../src/config/config.js';
import { openStore } from '../../src/storage/store.js';
import { elementsIn } from '../support/parse-html.js';
import { aBatch, aFailure, noon, sightingsOf } from '../support/store-fixtures.js';

const logs = ['access.log.gz', 'error.log.gz'].map((name) => join(import.meta.dirname, '../../demo', name));
const dir = mkdtempSync(join(tmpdir(), 'badgateway-report-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function config(over: Record<string, string> = {}): Config {
  const read = configFrom({ TIMEZONE: 'UTC', ...over }, 'UTC');
  if (!read.ok) throw new Error(read.problems.map(({ name }) => name).join());
  return read.config;
}

function aTerminal() {
  const printed: string[] = [];
  const complained: string[] = [];
  return {
    printed,
    complained,
    print: (text: string) => void printed.push(text),
    complain: (text: string) => void complained.push(text),
    look: { width: 100, colour: false },
  };
}

/** One line of the recorded access log, read without any of our parsers. */
type Line = {
  readonly t: string;
  readonly s: string;
  readonly us: string;
  readonly ra: string;
  readonly r: string;
};
const lines: readonly Line[] = gunzipSync(readFileSync(logs[0] ?? ''))
  .toString()
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

describe('the page of the recorded outage', () => {
  const failed = lines.filter(({ s }) => s === '502');

  it('is right by hand count', async () => {
    const path = join(dir, 'demo.html');
    const terminal = aTerminal();
    expect(await analyze(logs, { json: false, failures: false, html: path }, config(), terminal)).toBe(0);
    expect(terminal.complained).toEqual([`The page is in ${path}.`]);
    const page = readFileSync(path, 'utf8');
    const tile = (words: string) => new RegExp(`<dt>${words}</dt><dd>([^<]*)</dd>`).exec(page)?.[1];
    expect(failed.length).toBeGreaterThan(100);
    expect(tile('Failures clients saw')).toBe(String(failed.length));
    expect(tile('Of all requests')).toBe(`${Math.round((failed.length / lines.length) * 100)} %`);
    expect(tile('Clients affected')).toBe(String(new Set(failed.map(({ ra }) => ra)).size));
    expect(tile('Saved by retry or fallback')).toBe(
      String(lines.filter(({ us }) => us === '502, 200').length),
    );
    expect(tile('Incident')).toBe('1');

    const perMinute = new Map<string, number>();
    for (const { t } of failed) {
      const minute = new Date(Number(t) * 1000).toISOString().slice(11, 16);
      perMinute.set(minute, (perMinute.get(minute) ?? 0) + 1);
    }
    const [worst = '', most = 0] = [...perMinute].sort(([, one], [, other]) => other - one)[0] ?? [];
    const [chart] = elementsIn(page).filter(({ attributes }) => attributes['role'] === 'img');
    expect(chart?.attributes['aria-label']).toContain(`Most at ${worst}: ${most} in one minute.`);
    expect(chart?.attributes['aria-label']).toContain('nginx reload');
  });
});

describe('badgateway report', () => {
  const database = join(dir, 'badgateway.db');
  const store = openStore(database);
  store.commit(
    aBatch({ sightings: sightingsOf([aFailure({ key: 'one' }), aFailure({ key: 'two' })]) }),
    noon,
  );
  store.close();

  it('prints a day as text or JSON, and writes it as a page', async () => {
    const text = aTerminal();
    expect(await report('2026-03-10', {}, config({ DATABASE: database }), text)).toBe(0);
    expect(text.printed.join()).toContain('Tuesday 10 March: 2 failures');

    const path = join(dir, 'day.html');
    const json = aTerminal();
    expect(await report('2026-03-10', { json: true, html: path }, config({ DATABASE: database }), json)).toBe(
      0,
    );
    expect(JSON.parse(json.printed.join())).toMatchObject({ day: '2026-03-10', failures: { total: 2 } });
    expect(readFileSync(path, 'utf8')).toContain('<h1>Tuesday 10 March 2026</h1>');
  });

  it('tells the last week', async () => {
    const json = aTerminal();
    await report('week', { json: true }, config({ DATABASE: database }), json);
    expect(JSON.parse(json.printed.join()).byDay).toHaveLength(7);
  });

  it('says what a day looks like when it is given none', async () => {
    const terminal = aTerminal();
    expect(await report('someday', {}, config({ DATABASE: database }), terminal)).toBe(1);
    expect(terminal.printed).toEqual([]);
    expect(terminal.complained.join()).toContain('There is no report of someday: give today, yesterday');
  });
});
