import type { Failure } from '../diagnose/failure.js';
import { emptyTally, type Tally, tallied, tallyOf } from './failure-counts.js';
import {
  bothPassages,
  failedThrough,
  isBeside,
  noPassage,
  type Passage,
  wellThrough,
} from './gateway-isolation.js';

/** One upstream of an incident: what it suffered, and how it has fared since. */
export type Branch = Tally & {
  readonly upstream: string | null;
  /** The address that failed last. */
  readonly peer: string | null;
  readonly firstFailureAt: number;
  readonly lastFailureAt: number;
  /** Good requests since its last failure. */
  readonly goodSince: number;
  /** When the first of these was served; null while there is none. */
  readonly goodFrom: number | null;
  readonly passage: Passage;
  /** The addresses that its failures reached; of more than two it is enough to know two. Empty where one is not told. */
  readonly clients: readonly string[];
};

/** The upstreams that one incident lists. Those beyond it share the last branch: a storm is a storm either way. */
export const branchesMax = 300;

/** A branch without a failure yet. */
export const branchOf = ({ upstream, peer, at }: Pick<Failure, 'upstream' | 'peer' | 'at'>): Branch => ({
  ...emptyTally,
  upstream,
  peer,
  firstFailureAt: at,
  lastFailureAt: at,
  goodSince: 0,
  goodFrom: null,
  passage: noPassage,
  clients: [],
});

/** Counts a failure at its upstream, which may be new. */
export function withFailure(branches: readonly Branch[], failure: Failure): readonly Branch[] {
  const at = placeOf(branches, failure.upstream);
  // One that has been left without failures, as they turned out to be of this one, has had none.
  if (at === -1)
    return [...branches.filter(({ causes }) => causes.length > 0), struck(branchOf(failure), failure)];
  return branches.map((branch, each) => (each === at ? struck(branch, failure) : branch));
}

/** Takes a failure back. An upstream that is left without failures never was a part of it. */
export function withoutFailure(branches: readonly Branch[], was: Failure): readonly Branch[] {
  const at = placeOf(branches, was.upstream);
  const left = branches.map((branch, each) =>
    each === at ? { ...branch, ...tallied(branch, was, -1) } : branch,
  );
  const hit = left.filter(({ causes }) => causes.length > 0);
  return hit.length === 0 ? left.slice(0, 1) : hit;
}

/** Good requests on one of them. */
export const withGood = (branches: readonly Branch[], good: Good): readonly Branch[] =>
  branches.map((branch) => (branch.upstream === good.upstream ? served(branch, good) : branch));

/** Good requests at one upstream, as far as is known through which gateway. */
export type Good = {
  readonly at: number;
  readonly upstream: string | null;
  readonly requests: number;
  readonly gatewayHost?: string | null;
};

/** The upstreams of two incidents as those of one. */
export function joined(ours: readonly Branch[], theirs: readonly Branch[]): readonly Branch[] {
  const all = [...ours];
  for (const branch of theirs) {
    const at = placeOf(all, branch.upstream);
    const known = all[at];
    if (known === undefined) all.push(branch);
    else all[at] = bothOf(known, branch);
  }
  return all;
}

function placeOf(branches: readonly Branch[], upstream: string | null): number {
  const at = branches.findIndex((branch) => branch.upstream === upstream);
  return at === -1 && branches.length >= branchesMax ? branches.length - 1 : at;
}

function served(branch: Branch, { at, requests, gatewayHost = null }: Good): Branch {
  const passage =
    at < branch.firstFailureAt ? branch.passage : wellThrough(branch.passage, gatewayHost, requests);
  if (at < branch.lastFailureAt || isBeside(passage, gatewayHost)) return { ...branch, passage };
  return { ...branch, passage, goodSince: branch.goodSince + requests, goodFrom: branch.goodFrom ?? at };
}

const struck = (branch: Branch, failure: Failure): Branch => ({
  ...branch,
  ...tallied(branch, failure, 1),
  peer: failure.peer ?? branch.peer,
  // Two logs are read at their own pace, so an older failure may arrive second.
  firstFailureAt: Math.min(branch.firstFailureAt, failure.at),
  lastFailureAt: Math.max(branch.lastFailureAt, failure.at),
  clients: bothClients(branch.clients, [failure.client ?? '']),
  passage: failedThrough(branch.passage, failure.gatewayHost),
  ...goodAfter(branch, failure),
});

/**
 * The good requests that count after this failure. The error log is often read behind the access log: a failure from
 * before the first of them, told late, proves nothing against them.
 */
const goodAfter = (
  { goodSince, goodFrom }: Branch,
  { at }: Failure,
): Pick<Branch, 'goodSince' | 'goodFrom'> =>
  goodFrom !== null && at < goodFrom ? { goodSince, goodFrom } : { goodSince: 0, goodFrom: null };

const bothOf = (one: Branch, other: Branch): Branch => ({
  ...tallyOf([one, other]),
  upstream: one.upstream,
  peer: one.peer ?? other.peer,
  firstFailureAt: Math.min(one.firstFailureAt, other.firstFailureAt),
  lastFailureAt: Math.max(one.lastFailureAt, other.lastFailureAt),
  clients: bothClients(one.clients, other.clients),
  passage: bothPassages(one.passage, other.passage),
  ...goodOf(one.lastFailureAt > other.lastFailureAt ? one : other),
});

const bothClients = (ours: readonly string[], theirs: readonly string[]): readonly string[] =>
  [...new Set([...ours, ...theirs])].slice(0, 2);

const goodOf = ({ goodSince, goodFrom }: Branch) => ({ goodSince, goodFrom });

/** The one value that all items have; undefined where they have several, or none. */
export function soleOf<Item>(
  items: readonly Item[],
  valuesOf: (item: Item) => readonly string[],
): string | undefined {
  let only: string | undefined;
  for (const item of items) {
    for (const value of valuesOf(item)) {
      if (only !== undefined && value !== only) return undefined;
      only = value;
    }
  }
  return only;
}
