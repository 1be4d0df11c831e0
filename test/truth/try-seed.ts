import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkAnalysis } from './check-analysis.js';
import { checkBot } from './check-bot.js';
import { checkFailures, isOwnAnswer, type PrintedFailure } from './check-failures.js';
import { checkIncidents, type PrintedIncident } from './check-incidents.js';
import { checkText } from './check-text.js';
import { follow } from './follow.js';
import { makeWorld } from './make-world.js';
import type { Mismatch } from './mismatch.js';
import { analyze, writeWorld } from './product.js';
import type { Features, World } from './world.js';

export type TrySeedOptions = {
  readonly overrides?: Partial<Features>;
  /** Keeps the files of the world here. */
  readonly keep?: string;
  readonly effort?: Effort;
};

/** How many worlds are compared on all surfaces: one in so many is followed by a bot, one in so many added up. */
export type Effort = { readonly followedEvery: number; readonly addedUpEvery: number };

export const everything: Effort = { followedEvery: 1, addedUpEvery: 1 };
const usual: Effort = { followedEvery: 4, addedUpEvery: 1 };

/** Logs are written oldest first while they are followed, and their zone is known from the start. */
const canFollow = ({ features, files }: World) =>
  features.order === 'oldest-first' && !features.isZoneUnknown && files.length > 0;

async function compareBot(world: World, folder: string) {
  const bot = await follow(world, folder);
  try {
    return await checkBot(world, bot);
  } finally {
    await bot.close();
  }
}

/** What came out of one seed. */
export type SeedResult = {
  readonly world: World;
  readonly mismatches: readonly Mismatch[];
  readonly comparisons: number;
};

/** Makes the world of a seed, lets the product read it, and compares all surfaces. */
export async function trySeed(
  seed: number,
  { overrides, keep, effort = usual }: TrySeedOptions = {},
): Promise<SeedResult> {
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

async function compareAnalyze(world: World, paths: readonly string[], isAddedUp: boolean) {
  if (paths.length === 0) return [];
  const failures = parseFailures(await analyze(world, paths, 'failures'));
  const comparison = checkFailures('analyze --failures', world, failures);
  return isAddedUp ? [comparison, ...(await compareSums(world, paths, failures))] : [comparison];
}

async function compareSums(world: World, paths: readonly string[], failures: readonly PrintedFailure[]) {
  const gatewayFailures = failures.filter((failure) => !isOwnAnswer(failure));
  const json = await analyze(world, paths, 'json');
  // The cast: the names of these fields are public.
  const { incidents } = JSON.parse(json) as { incidents: readonly PrintedIncident[] };
  return [
    checkAnalysis(world, json, failures),
    checkIncidents('incidents of analyze', world, incidents, gatewayFailures),
    checkText(await analyze(world, paths, 'text'), gatewayFailures),
  ];
}

// The cast: the names of these fields are public.
const parseFailures = (text: string) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as PrintedFailure);
