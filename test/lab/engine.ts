import { analyze } from '../../src/cli/analyze.js';
import { dialectsOf } from '../../src/cli/dialects.js';
import { type Config, configFrom } from '../../src/config.js';
import { Digest, nothingRestored } from '../../src/digest.js';
import type { Failure } from '../../src/failure.js';
import type { Line } from '../../src/line.js';
import type { Position } from '../../src/position.js';
import { linesOf } from '../../src/tail/whole.js';

/** A failure as far as the lab judges it. */
export type Told = Pick<Failure, 'cause' | 'outcome' | 'madeBy' | 'status' | 'upstream' | 'peer' | 'request'>;

/** The failures that `badgateway analyze --failures` finds in these files. */
export async function failuresIn(files: readonly string[]): Promise<readonly Told[]> {
  const lines: string[] = [];
  await analyze(files, { json: false, failures: true }, config(), {
    print: (text) => void lines.push(text),
    complain: () => {},
    look: { width: 80, colour: false },
  });
  // The stable JSON of the command line, which has these fields.
  return lines.map((line) => JSON.parse(line) as Told);
}

/** How a log is read while it is followed: so many lines a step, from a step on. */
export type Pace = { readonly from: number; readonly lines: number };
const stepMs = 100;
/** Longer than any wait. */
const endMs = 700_000;

/** What following the files comes to in the end, each at its own pace: every failure in its last state. */
export async function failuresFollowing(
  files: readonly { readonly path: string; readonly pace: Pace }[],
): Promise<readonly Told[]> {
  const settings = config();
  const digest = new Digest(nothingRestored, { ...settings, dialectOf: dialectsOf(settings) });
  digest.expect('nginx-access');
  digest.expect('nginx-error');
  const logs = await Promise.all(files.map(async (file) => ({ ...file, all: await wholeLog(file.path) })));
  const last = new Map<string, Failure>();
  const steps = Math.max(...logs.map(({ all, pace }) => pace.from + Math.ceil(all.length / pace.lines)));
  const began = Date.UTC(2026, 0, 1);
  for (let step = 0; step <= steps; step++) {
    for (const { path, pace, all } of logs) {
      const begin = Math.max(0, (step - pace.from) * pace.lines);
      const lines = step < pace.from ? [] : all.slice(begin, begin + pace.lines);
      const chunk = { position: positionIn(path), lines, atEnd: lines.length === 0 };
      for (const { failure } of digest.chunk(chunk, began + step * stepMs).sightings)
        last.set(failure.key, failure);
    }
  }
  for (const { failure } of digest.tick(began + steps * stepMs + endMs)?.sightings ?? [])
    last.set(failure.key, failure);
  return [...last.values()];
}

function config(): Config {
  const read = configFrom({}, Intl.DateTimeFormat().resolvedOptions().timeZone);
  if (!read.ok) throw new Error(`no configuration: ${JSON.stringify(read.problems)}`);
  return read.config;
}

async function wholeLog(path: string): Promise<readonly Line[]> {
  const all: Line[] = [];
  for await (const lines of linesOf(path)) all.push(...lines);
  return all;
}

const positionIn = (path: string): Position => ({
  path,
  dev: '0',
  ino: '0',
  born: '0',
  offset: 0,
  line: 0,
  head: '',
  tail: '',
  state: 'live',
});
