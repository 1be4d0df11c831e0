import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ask } from '../../src/cli/ask.js';
import { bundle } from '../../src/cli/bundle.js';
import { report } from '../../src/cli/report.js';
import { configFrom } from '../../src/config/config.js';
import { aStoreOfTwoDays, twoOClock } from '../support/two-days.js';

const folder = mkdtempSync(join(tmpdir(), 'terminal-files-'));
const database = join(folder, 'badgateway.db');
beforeAll(() => {
  vi.useFakeTimers({ now: twoOClock, toFake: ['Date'] });
  aStoreOfTwoDays(database).close();
});
afterAll(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

/** What a sub-command says on standard output and on standard error, and its exit code. */
async function said(command: (...around: Around) => Promise<number>) {
  const out: string[] = [];
  const err: string[] = [];
  const read = configFrom({ TIMEZONE: 'UTC', DATABASE: database }, 'UTC');
  if (!read.ok) throw new Error('the defaults make no configuration');
  const look = { width: 100, colour: false };
  const terminal = {
    print: (text: string) => void out.push(text),
    complain: (text: string) => void err.push(text),
    look,
  };
  const code = await command(read.config, terminal);
  return { code, out: out.join('\n'), err: err.join('\n') };
}
type Around = [
  config: Extract<ReturnType<typeof configFrom>, { ok: true }>['config'],
  terminal: Parameters<typeof ask>[2],
];

describe('in the terminal', () => {
  it('a question as CSV answers with the rows and nothing else on standard output', async () => {
    const { code, out, err } = await said((...around) => ask('report 2026-11-22 as csv', ...around));
    expect(code).toBe(0);
    expect(out.split('\r\n')[0]).toBe(
      'cause,class,upstream,count,clientVisible,saved,truncated,undecided,firstAt,lastAt',
    );
    expect(out.split('\r\n')).toHaveLength(4);
    expect(err).toContain('As CSV: 3 rows');
  });

  it('a report as JSON by question is the one of the option', async () => {
    const asked = await said((...around) => ask('report 2026-11-22 as json', ...around));
    const told = await said((...around) => report('2026-11-22', { json: true }, ...around));
    expect(JSON.parse(asked.out)).toEqual(JSON.parse(told.out));
  });

  it('report --csv says the same as the question', async () => {
    const asked = await said((...around) => ask('report 2026-11-22 as csv', ...around));
    const told = await said((...around) => report('2026-11-22', { csv: true }, ...around));
    expect(told.out).toBe(asked.out);
  });

  it('a chart stays text', async () => {
    const { out } = await said((...around) => ask('chart failures 2026-11-22', ...around));
    expect(out).toMatch(/[▁▂▃▄▅▆▇█]/);
  });

  it('a bundle is written for its owner alone, and never over another', async () => {
    const to = join(folder, 'vendor.tar.gz');
    const first = await said((...around) => bundle('BG-142', to, ...around));
    expect(first.code).toBe(0);
    expect(first.out).toMatch(/vendor\.tar\.gz: [\d,]+ bytes/);
    expect(statSync(to).mode & 0o777).toBe(0o600);
    const before = readFileSync(to);
    await expect(said((...around) => bundle('142', to, ...around))).rejects.toThrow(/name another file/);
    expect(readFileSync(to)).toEqual(before);
  });

  it('a file that cannot be written is one line', async () => {
    const nowhere = join(folder, 'no/such/folder.html');
    const line = /^Cannot write .*folder\.html \(ENOENT\): name a file in a folder that is there/;
    await expect(said((...around) => bundle('BG-142', nowhere, ...around))).rejects.toThrow(line);
    await expect(said((...around) => report('2026-11-22', { html: nowhere }, ...around))).rejects.toThrow(
      line,
    );
  });

  it('a bundle of what is not there is one line', async () => {
    const to = join(folder, 'never.tar.gz');
    const { code, err } = await said((...around) => bundle('BG-7', to, ...around));
    expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(/^There is no incident BG-7: /) });
    expect(existsSync(to)).toBe(false);
  });
});
