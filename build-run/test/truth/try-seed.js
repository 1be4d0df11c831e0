import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkAnalysis } from './check-analysis.js';
import { checkBot } from './check-bot.js';
import { checkFailures, isOwnAnswer } from './check-failures.js';
import { checkIncidents } from './check-incidents.js';
import { checkText } from './check-text.js';
import { follow } from './follow.js';
import { makeWorld } from './make-world.js';
import { analyze, writeWorld } from './product.js';
export const everything = { followedEvery: 1, addedUpEvery: 1 };
const usual = { followedEvery: 4, addedUpEvery: 1 };
/** Logs are written oldest first while they are followed, and their zone is known from the start. */
const canFollow = ({ features, files }) =>
  features.order === 'oldest-first' && !features.isZoneUnknown && files.length > 0;
async function compareBot(world, folder) {
  const bot = await follow(world, folder);
  try {
    return await checkBot(world, bot);
  } finally {
    await bot.close();
  }
}
/** Makes the world of a seed, lets the product read it, and compares all surfaces. */
export async function trySeed(seed, { overrides, keep, effort = usual } = {}) {
  const world = makeWorld(seed, overrides);
  const folder = keep ?? mkdtempSync(join(tmpdir(), 'badgateway-truth-'));
  mkdirSync(folder, { recursive: true });
  try {
    const paths = writeWorld(world, folder);
    const comparisons = [
      ...(await compareAnalyze(world, paths, seed % effort.addedUpEvery === 0)),
      ...(canFollow(world) && seed % effort.followedEvery === 0
        ? await compareBot(world, join(folder, 'live'))
        : []),
    ];
    return {
      world,
      mismatches: comparisons.flatMap(({ mismatches }) => mismatches),
      comparisons: comparisons.reduce((sum, { count }) => sum + count, 0),
    };
  } finally {
    if (keep === undefined) rmSync(folder, { recursive: true, force: true });
  }
}
async function compareAnalyze(world, paths, isAddedUp) {
  if (paths.length === 0) return [];
  const failures = parseFailures(await analyze(world, paths, 'failures'));
  const comparison = checkFailures('analyze --failures', world, failures);
  return isAddedUp ? [comparison, ...(await compareSums(world, paths, failures))] : [comparison];
}
async function compareSums(world, paths, failures) {
  const gatewayFailures = failures.filter((failure) => !isOwnAnswer(failure));
  const json = await analyze(world, paths, 'json');
  // The cast: the names of these fields are public.
  const { incidents } = JSON.parse(json);
  return [
    checkAnalysis(world, json, failures),
    checkIncidents('incidents of analyze', world, incidents, gatewayFailures),
    checkText(await analyze(world, paths, 'text'), gatewayFailures),
  ];
}
// The cast: the names of these fields are public.
const parseFailures = (text) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
