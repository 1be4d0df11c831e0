import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { analyzeFiles } from '../../src/cli/analyze.js';
import { printReport } from '../../src/cli/report.js';
import { parseConfig } from '../../src/config/config.js';
import { openStore } from '../../src/storage/store.js';
import { makeFailure, noon } from '../support/failure-fixtures.js';
import { parseElements } from '../support/parse-html.js';
import { makeBatch, makeFailureUpdates } from '../support/store-fixtures.js';

const logs = ['access.log.gz', 'error.log.gz'].map((name) => join(import.meta.dirname, '../../demo', name));
const directory = mkdtempSync(join(tmpdir(), 'badgateway-report-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
function loadConfig(overrides = {}) {
  const result = parseConfig({ TIMEZONE: 'UTC', ...overrides }, 'UTC');
  if (!result.ok) throw new Error(result.problems.map(({ name }) => name).join());
  return result.config;
}
function makeTerminal() {
  const printed = [];
  const errors = [];
  return {
    printed,
    complained: errors,
    print: (text) => void printed.push(text),
    printError: (text) => void errors.push(text),
    display: { width: 100, colour: false },
  };
}
const lines = gunzipSync(readFileSync(logs[0] ?? ''))
  .toString()
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
describe('the page of the recorded outage', () => {
  const failed = lines.filter(({ s }) => s === '502');
  it('matches counts made by hand', async () => {
    const path = join(directory, 'demo.html');
    const terminal = makeTerminal();
    expect(
      await analyzeFiles(logs, { json: false, failures: false, html: path }, loadConfig(), terminal),
    ).toBe(0);
    expect(terminal.complained).toEqual([`Wrote the page to ${path}.`]);
    const page = readFileSync(path, 'utf8');
    const tile = (text) => new RegExp(`<dt>${text}</dt><dd>([^<]*)</dd>`).exec(page)?.[1];
    expect(failed.length).toBeGreaterThan(100);
    expect(tile('Failures clients saw')).toBe(String(failed.length));
    expect(tile('Share of all requests')).toBe(`${Math.round((failed.length / lines.length) * 100)} %`);
    expect(tile('Clients affected')).toBe(String(new Set(failed.map(({ ra }) => ra)).size));
    expect(tile('Saved by retry or fallback')).toBe(
      String(lines.filter(({ us }) => us === '502, 200').length),
    );
    expect(tile('Incident')).toBe('1');
    const perMinute = new Map();
    for (const { t } of failed) {
      const minute = new Date(Number(t) * 1000).toISOString().slice(11, 16);
      perMinute.set(minute, (perMinute.get(minute) ?? 0) + 1);
    }
    const [worst = '', most = 0] = [...perMinute].sort(([, a], [, b]) => b - a)[0] ?? [];
    const [chart] = parseElements(page).filter(({ attributes }) => attributes['role'] === 'img');
    expect(chart?.attributes['aria-label']).toContain(`Peak at ${worst}: ${most} per minute.`);
    expect(chart?.attributes['aria-label']).toContain('nginx reload');
  });
});
describe('badgateway report', () => {
  const database = join(directory, 'badgateway.db');
  const store = openStore(database);
  store.commit(
    makeBatch({ failures: makeFailureUpdates([makeFailure({ key: 'one' }), makeFailure({ key: 'two' })]) }),
    noon,
  );
  store.close();
  it('prints a day as text or JSON, and writes it as a page', async () => {
    const text = makeTerminal();
    expect(await printReport('2026-03-10', {}, loadConfig({ DATABASE: database }), text)).toBe(0);
    expect(text.printed.join()).toContain('Tuesday 10 March: 2 failures');
    const path = join(directory, 'day.html');
    const json = makeTerminal();
    expect(
      await printReport('2026-03-10', { json: true, html: path }, loadConfig({ DATABASE: database }), json),
    ).toBe(0);
    expect(JSON.parse(json.printed.join())).toMatchObject({ day: '2026-03-10', failures: { total: 2 } });
    expect(readFileSync(path, 'utf8')).toContain('<h1>Tuesday 10 March 2026</h1>');
  });
  it('prints the last week', async () => {
    const json = makeTerminal();
    await printReport('week', { json: true }, loadConfig({ DATABASE: database }), json);
    expect(JSON.parse(json.printed.join()).byDay).toHaveLength(7);
  });
  it('explains the expected format for an invalid day', async () => {
    const terminal = makeTerminal();
    expect(await printReport('someday', {}, loadConfig({ DATABASE: database }), terminal)).toBe(1);
    expect(terminal.printed).toEqual([]);
    expect(terminal.complained.join()).toContain('No report for someday. Use today, yesterday');
  });
});
