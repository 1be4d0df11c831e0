// Prints how right badgateway is, as one table a question: what a broken nginx did, what labelled lines say, and the
// walks over every message, signal, envelope and hostile line. `npm run accuracy`; needs nginx and openssl for the first.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runLab } from '../support/nginx-lab/run.js';
import { modes, scoreOf, verdictsOn } from '../support/nginx-lab/score.js';

const root = process.cwd();
const row = (cells: readonly (string | number)[]) =>
  cells.map((cell, at) => (at === 0 ? String(cell).padEnd(34) : String(cell).padStart(10))).join('');

await printLab();
printCorpus();
printWalks();

async function printLab(): Promise<void> {
  const columns = ['cause', 'upstream', 'outcome', 'madeBy', 'status', 'all'] as const;
  const lab = await runLab();
  console.log(row(['a real nginx, broken; logs', ...columns, 'of', 'mistaken']));
  for (const mode of modes) {
    const score = scoreOf(await verdictsOn(lab.apart, mode));
    console.log(row([mode.name, ...columns.map((column) => score[column]), score.of, score.wrong]));
  }
  console.log('of: failures, also those that these logs do not show; upstream: by its name or its address;');
  console.log('mistaken: requests of which something else was told than these logs can tell.\n');
  lab.remove();
}

function printCorpus(): void {
  const corpus = join(root, '../shared/corpus');
  if (!existsSync(corpus)) {
    console.log('labelled lines: no corpus beside this repository\n');
    return;
  }
  const explain = [process.execPath, join(root, 'dist/main.js'), 'explain', '--json', '--null'];
  const scored = spawnSync(
    process.execPath,
    [join(corpus, 'score.mjs'), join(corpus, 'dev.jsonl'), '--', ...explain],
    { encoding: 'utf8' },
  );
  console.log(`labelled lines\n${scored.stdout}`);
}

function printWalks(): void {
  const walks = {
    'every message of nginx': ['nginx-messages'],
    'every signal of Envoy': ['envoy-signals'],
    'every cause by its samples': ['causes'],
    'envelopes around one another': ['envelope'],
    'hostile text': ['hostile-error-log', 'hostile-envoy'],
  };
  console.log(row(['walks', 'passed', 'failed', 'skipped']));
  for (const [name, files] of Object.entries(walks)) {
    const { numPassedTests, numFailedTests, numPendingTests } = resultOf(files);
    console.log(row([name, numPassedTests, numFailedTests, numPendingTests]));
  }
}

type Result = Readonly<Record<'numPassedTests' | 'numFailedTests' | 'numPendingTests', number>>;

function resultOf(files: readonly string[]): Result {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const paths = files.map((file) => `test/${file}.test.ts`);
  const run = spawnSync(process.execPath, [vitest, 'run', '--reporter=json', ...paths], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return JSON.parse(run.stdout.slice(run.stdout.indexOf('{')));
}
