import { analyze } from '../../../src/cli/analyze.js';
import { type Config, configFrom } from '../../../src/config/config.js';
import { dialectsOf } from '../../../src/config/decoder-options.js';
import type { Failure } from '../../../src/diagnose/failure.js';
import type { Line } from '../../../src/parse/line.js';
import type { Position } from '../../../src/pipeline/checkpoint.js';
import { Digest, nothingRestored } from '../../../src/pipeline/pipeline.js';
import { linesOf } from '../../../src/tail/read-whole.js';

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

/** How many lines of a log are read at each step of following it; a step takes 100 ms. */
export type Pace = (step: number) => number;

/** So many lines a step, from some step on. */
export const steadily =
  (lines: number, from = 0): Pace =>
  (step) =>
    step < from ? 0 : lines;

/** None to forty, as if by chance. */
export const inBursts =
  (seed: number): Pace =>
  (step) =>
    (Math.imul(step + 1, 0x9e3779b1 + seed * 0x85ebca6b) >>> 8) % 41;

const stepMs = 100;
const stepsMax = 10_000;
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
  const logs = await Promise.all(files.map(async (file) => ({ ...file, unread: await wholeLog(file.path) })));
  const last = new Map<string, Failure>();
  // The logs have just been written: nothing in them is of the future.
  let now = Date.now();
  for (let step = 0; step < stepsMax && logs.some(({ unread }) => unread.length > 0); step++) {
    now += stepMs;
    for (const { path, pace, unread } of logs) {
      const lines = unread.splice(0, pace(step));
      const { sightings } = digest.chunk(
        { position: positionIn(path), lines, atEnd: lines.length === 0 },
        now,
      );
      for (const { failure } of sightings) last.set(failure.key, failure);
    }
  }
  for (const { failure } of digest.tick(now + endMs)?.sightings ?? []) last.set(failure.key, failure);
  return [...last.values()];
}

function config(): Config {
  const read = configFrom({}, Intl.DateTimeFormat().resolvedOptions().timeZone);
  if (!read.ok) throw new Error(`no configuration: ${JSON.stringify(read.problems)}`);
  return read.config;
}

async function wholeLog(path: string): Promise<Line[]> {
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
