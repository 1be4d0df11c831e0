import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { askQuestion } from '../../src/cli/ask.js';
import { writeBundle } from '../../src/cli/bundle.js';
import { printReport } from '../../src/cli/report.js';
import { parseConfig } from '../../src/config/config.js';
import { openTwoDayStore, twoPm } from '../support/two-days.js';

const directory = mkdtempSync(join(tmpdir(), 'terminal-files-'));
const databasePath = join(directory, 'badgateway.db');
beforeAll(() => {
  vi.useFakeTimers({ now: twoPm, toFake: ['Date'] });
  openTwoDayStore(databasePath).close();
});
afterAll(() => {
  vi.useRealTimers();
  rmSync(directory, { recursive: true });
});
/** Standard output, standard error and exit code of a command. */
async function runCommand(command) {
  const out = [];
  const err = [];
  const result = parseConfig({ TIMEZONE: 'UTC', DATABASE: databasePath }, 'UTC');
  if (!result.ok) throw new Error('the defaults make no configuration');
  const display = { width: 100, colour: false };
  const terminal = {
    print: (text) => void out.push(text),
    printError: (text) => void err.push(text),
    display,
  };
  const code = await command(result.config, terminal);
  return { code, out: out.join('\n'), err: err.join('\n') };
}
describe('in the terminal', () => {
  it('a question as CSV prints nothing but the rows to standard output', async () => {
    const { code, out, err } = await runCommand((...around) =>
      askQuestion('report 2026-11-22 as csv', ...around),
    );
    expect(code).toBe(0);
    expect(out.split('\r\n')[0]).toBe(
      'cause,class,upstream,count,clientVisible,saved,truncated,undecided,firstAt,lastAt',
    );
    expect(out.split('\r\n')).toHaveLength(4);
    expect(err).toContain('As CSV: 3 rows');
  });
  it('a report as JSON is the same by question and by option', async () => {
    const fromQuestion = await runCommand((...around) => askQuestion('report 2026-11-22 as json', ...around));
    const fromReport = await runCommand((...around) => printReport('2026-11-22', { json: true }, ...around));
    expect(JSON.parse(fromQuestion.out)).toEqual(JSON.parse(fromReport.out));
  });
  it('report --csv prints the same as the question', async () => {
    const fromQuestion = await runCommand((...around) => askQuestion('report 2026-11-22 as csv', ...around));
    const fromReport = await runCommand((...around) => printReport('2026-11-22', { csv: true }, ...around));
    expect(fromReport.out).toBe(fromQuestion.out);
  });
  it('a chart is printed as text', async () => {
    const { out } = await runCommand((...around) => askQuestion('chart failures 2026-11-22', ...around));
    expect(out).toMatch(/[▁▂▃▄▅▆▇█]/);
  });
  it('a bundle is readable by its owner alone and never overwrites a file', async () => {
    const to = join(directory, 'vendor.tar.gz');
    const first = await runCommand((...around) => writeBundle('BG-142', to, ...around));
    expect(first.code).toBe(0);
    expect(first.out).toMatch(/vendor\.tar\.gz: [\d,]+ bytes/);
    expect(statSync(to).mode & 0o777).toBe(0o600);
    const before = readFileSync(to);
    await expect(runCommand((...around) => writeBundle('142', to, ...around))).rejects.toThrow(
      /choose another file name/,
    );
    expect(readFileSync(to)).toEqual(before);
  });
  it('a file that cannot be written gives a one-line error', async () => {
    const missingPath = join(directory, 'no/such/folder.html');
    const line = /^Cannot write .*folder\.html \(ENOENT\): choose a file in an existing directory/;
    await expect(runCommand((...around) => writeBundle('BG-142', missingPath, ...around))).rejects.toThrow(
      line,
    );
    await expect(
      runCommand((...around) => printReport('2026-11-22', { html: missingPath }, ...around)),
    ).rejects.toThrow(line);
  });
  it('a bundle of an unknown incident gives a one-line error', async () => {
    const to = join(directory, 'never.tar.gz');
    const { code, err } = await runCommand((...around) => writeBundle('BG-7', to, ...around));
    expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(/^No incident BG-7: /) });
    expect(existsSync(to)).toBe(false);
  });
});
