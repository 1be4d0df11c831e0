// Measures the accuracy of badgateway, in one table each: the logs of a real nginx with injected faults, labelled lines,
// and the tests over every message, signal, envelope and hostile line. `npm run accuracy`; the first needs nginx and openssl.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hopFormats, isRight, runHops } from '../support/nginx-lab/hops.js';
import { runLab } from '../support/nginx-lab/run.js';
import { judgeFaults, logCombinations, scoreResults, zoneCombinations } from '../support/nginx-lab/score.js';

const root = process.cwd();
const formatRow = (cells) =>
  cells.map((cell, index) => (index === 0 ? String(cell).padEnd(34) : String(cell).padStart(10))).join('');
await printLab();
await printHops();
printCorpus();
printTestCounts();
async function printLab() {
  const columns = ['cause', 'upstream', 'outcome', 'madeBy', 'status', 'all'];
  const labRuns = await runLab();
  console.log(formatRow(['a real nginx with faults; logs', ...columns, 'of', 'wrong']));
  for (const mode of logCombinations) {
    const score = scoreResults(await judgeFaults(labRuns.separatePaths, mode));
    console.log(
      formatRow([mode.name, ...columns.map((column) => score[column]), score.total, score.mistaken]),
    );
  }
  for (const mode of zoneCombinations) {
    const score = scoreResults(await judgeFaults(labRuns.otherZone, mode));
    const name = `${mode.name}; another zone`;
    console.log(formatRow([name, ...columns.map((column) => score[column]), score.total, score.mistaken]));
  }
  console.log('of: all failures, including those that these logs do not show; upstream: by name or address;');
  console.log('wrong: requests whose result differs from what these logs can show.\n');
  labRuns.remove();
}
async function printHops() {
  console.log(formatRow(['an edge nginx before another', 'paths', 'wrong']));
  for (const format of hopFormats) {
    const results = await runHops(format);
    const wrong = results.filter((result) => !isRight(result));
    console.log(formatRow([`all logs of both, ${format}`, results.length, wrong.length]));
  }
  console.log(
    'wrong: paths with another number of failures than requests, another cause, or another status.\n',
  );
}
function printCorpus() {
  const corpus = join(root, '../shared/corpus');
  if (!existsSync(corpus)) {
    console.log('labelled lines: skipped, no corpus beside this repository\n');
    return;
  }
  const explain = [process.execPath, join(root, 'dist/main.js'), 'explain', '--json', '--null'];
  const result = spawnSync(
    process.execPath,
    [join(corpus, 'score.mjs'), join(corpus, 'dev.jsonl'), '--', ...explain],
    { encoding: 'utf8' },
  );
  console.log(`labelled lines\n${result.stdout}`);
}
function printTestCounts() {
  const suites = {
    'every message of nginx': ['parse/nginx-messages'],
    'every signal of Envoy': ['parse/envoy-signals'],
    'the samples of every cause': ['diagnose/causes'],
    'nested envelopes': ['parse/envelope'],
    'hostile text': ['parse/hostile-nginx-error', 'parse/hostile-envoy'],
  };
  console.log(formatRow(['tests', 'passed', 'failed', 'skipped']));
  for (const [name, files] of Object.entries(suites)) {
    const { numPassedTests, numFailedTests, numPendingTests } = runTests(files);
    console.log(formatRow([name, numPassedTests, numFailedTests, numPendingTests]));
  }
}
function runTests(files) {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const paths = files.map((file) => `test/${file}.test.ts`);
  const result = spawnSync(process.execPath, [vitest, 'run', '--reporter=json', ...paths], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return JSON.parse(result.stdout.slice(result.stdout.indexOf('{')));
}
