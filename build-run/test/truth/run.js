/**
 * `npm run truth -- --seeds 20000`: makes worlds from seeds, lets the product read them, and compares every number with
 * the truth. Ends with 1 when any differs.
 *
 * --seeds N       how many seeds (default 500), starting with --from N (default 1)
 * --seed N        one seed, with every mismatch in full; --keep FOLDER leaves its files there
 * --processes N   shares the seeds among that many processes (default 1)
 * --where TEXT    only worlds whose features contain the text, such as combined
 */
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { makeWorld } from './make-world.js';
import { shrink } from './shrink.js';
import { trySeed } from './try-seed.js';

const { values: options } = parseArgs({
  options: {
    seeds: { type: 'string', default: '500' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    keep: { type: 'string' },
    processes: { type: 'string', default: '1' },
    where: { type: 'string', default: '' },
    kinds: { type: 'boolean', default: false },
  },
});
const print = (line) => process.stdout.write(`${line}\n`);
process.stdout.on('error', () => process.exit(1));
async function runOne(seed) {
  const { world, mismatches, comparisons } = await trySeed(
    seed,
    options.keep === undefined ? {} : { keep: options.keep },
  );
  print(`seed ${seed}: ${JSON.stringify(world.features)}`);
  for (const mismatch of mismatches) printMismatch(seed, mismatch);
  print(`${comparisons} comparisons, ${mismatches.length} mismatches`);
  return mismatches.length === 0 ? 0 : 1;
}
function printMismatch(seed, { surface, kind, expected, got }) {
  print(`seed ${seed}, ${surface}: ${kind}\n  expected ${expected}\n  got      ${got}`);
}
async function runMany(from, count) {
  const kinds = new Map();
  let tried = 0;
  let failed = 0;
  let comparisons = 0;
  for (let seed = from; seed < from + count; seed++) {
    const { features } = makeWorld(seed);
    if (!JSON.stringify(features).includes(options.where)) continue;
    const result = await trySeed(seed);
    tried += 1;
    comparisons += result.comparisons;
    if (result.mismatches.length > 0) failed += 1;
    for (const mismatch of result.mismatches) {
      const name = `${mismatch.surface}: ${mismatch.kind}`;
      const kind = kinds.get(name);
      if (kind === undefined) kinds.set(name, { count: 1, seed, mismatch });
      else kind.count += 1;
    }
  }
  for (const [name, kind] of [...kinds].toSorted(([, a], [, b]) => b.count - a.count)) {
    print(`${kind.count} × ${name}`);
    const smallest = options.kinds
      ? { features: {}, seed: kind.seed }
      : await shrink(kind.seed, kind.mismatch);
    print(`  seed ${kind.seed}, with ${JSON.stringify(smallest.features)}`);
    print(
      `  expected ${kind.mismatch.expected.slice(0, 900)}\n  got      ${kind.mismatch.got.slice(0, 900)}`,
    );
  }
  print(`${tried} seeds, ${comparisons} comparisons: ${failed} seeds with mismatches of ${kinds.size} kinds`);
  return failed === 0 && tried > 0 ? 0 : 1;
}
/** Starts this program once for each share of the seeds. */
async function runShared(from, count, processes) {
  const share = Math.ceil(count / processes);
  const codes = await Promise.all(
    Array.from({ length: processes }, (_, index) => {
      const own = [`--from=${from + index * share}`, `--seeds=${Math.min(share, count - index * share)}`];
      const flags = [...(options.kinds ? ['--kinds'] : []), `--where=${options.where}`];
      const child = spawn(process.execPath, [process.argv[1] ?? '', ...own, ...flags], { stdio: 'inherit' });
      return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
    }),
  );
  return Math.max(...codes);
}
const processes = Number(options.processes);
process.exitCode =
  options.seed !== undefined
    ? await runOne(Number(options.seed))
    : processes > 1
      ? await runShared(Number(options.from), Number(options.seeds), processes)
      : await runMany(Number(options.from), Number(options.seeds));
