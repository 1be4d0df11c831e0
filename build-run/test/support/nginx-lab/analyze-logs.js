import { analyzeFiles } from '../../../src/cli/analyze.js';
import { parseConfig } from '../../../src/config/config.js';
import { createDecoderOptions } from '../../../src/config/decoder-options.js';
import { emptyRestoredState, Pipeline } from '../../../src/pipeline/pipeline.js';
import { readLogLines } from '../../../src/tail/read-whole.js';
/** Runs `badgateway analyze --failures` on these files and returns the failures. */
export async function analyzeLogs(files) {
  const lines = [];
  await analyzeFiles(files, { json: false, failures: true }, loadConfig(), {
    print: (text) => void lines.push(text),
    printError: () => {},
    display: { width: 80, colour: false },
  });
  // The JSON output of the CLI is stable and has these fields.
  return lines.map((line) => JSON.parse(line));
}
/** A fixed number of lines per step, starting at step `from`. */
export const readSteadily =
  (lines, from = 0) =>
  (step) =>
    step < from ? 0 : lines;
/** A pseudo-random 0 to 40 lines per step. */
export const readInBursts = (seed) => (step) =>
  (Math.imul(step + 1, 0x9e3779b1 + seed * 0x85ebca6b) >>> 8) % 41;
const stepMs = 100;
const stepsMax = 10_000;
/** Longer than any timeout in the pipeline. */
const endMs = 700_000;
/** Follows each file at its own pace and returns the final state of every failure. */
export async function followLogs(files) {
  const settings = loadConfig();
  const pipeline = new Pipeline(emptyRestoredState, {
    ...settings,
    getDecoderOptions: createDecoderOptions(settings),
  });
  pipeline.announceFormat('nginx-access');
  pipeline.announceFormat('nginx-error');
  const logs = await Promise.all(files.map(async (file) => ({ ...file, unread: await readLog(file.path) })));
  const latest = new Map();
  // The logs were just written, so no timestamp is in the future.
  let now = Date.now();
  for (let step = 0; step < stepsMax && logs.some(({ unread }) => unread.length > 0); step++) {
    now += stepMs;
    for (const { path, pace: rate, unread } of logs) {
      const lines = unread.splice(0, rate(step));
      const { failures: updates } = pipeline.ingest(
        { fileCheckpoint: makeFilePosition(path), lines, atEnd: lines.length === 0 },
        now,
      );
      for (const { failure } of updates) latest.set(failure.key, failure);
    }
  }
  for (const { failure } of pipeline.tick(now + endMs)?.failures ?? []) latest.set(failure.key, failure);
  return [...latest.values()];
}
function loadConfig() {
  const result = parseConfig({}, Intl.DateTimeFormat().resolvedOptions().timeZone);
  if (!result.ok) throw new Error(`no configuration: ${JSON.stringify(result.problems)}`);
  return result.config;
}
async function readLog(path) {
  const allLines = [];
  for await (const lines of readLogLines(path)) allLines.push(...lines);
  return allLines;
}
const makeFilePosition = (path) => ({
  path,
  dev: '0',
  ino: '0',
  birthTimeNs: '0',
  offset: 0,
  line: 0,
  head: '',
  tail: '',
  state: 'live',
});
