import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { listingOf, stampOf } from './directory-listing.js';
import { type Generation, livesIn, type Pass } from './file-generation.js';
import { closeLog, keyOf, type LogFile, openLog, reasonOf } from './log-file.js';
import { holds } from './read-forward.js';

/** One live path, and all that is known of the generations that stood there. */
export type Stream = {
  readonly path: string;
  generations: Generation[];
  /** The generation that the path led to when it was last there. */
  live: Generation | null;
  /**
   * What to do with what a log holds when it is met for the first time: pass it `over`, read the live file alone
   * (it appeared while we watched), or read `all`. Null once it was met, now or in an earlier life.
   */
  unmet: 'over' | 'live' | 'all' | null;
  /** What was made later than this, epoch ms, is no history: it is read even where the rest is passed over. */
  readonly since: number;
  /** When the siblings were last looked through, and their directories' stamp then. */
  scannedAt: number;
  scanned: string | null;
  /** What was found out by unpacking archives. */
  readonly archives: Map<string, Unpacked>;
  /** While its disk does not read: until when to leave it alone, how long that is, and why. */
  pause: { readonly until: number; readonly ms: number; readonly why: string } | null;
};

/** Which generations an archive does not hold; whether it ended too early to tell, and whether it is a copy. */
export type Unpacked = { readonly not: Set<string>; unfinished: boolean; copy: boolean | null };

/** So many siblings of one log are looked at, the newest. */
const siblingsMax = 400;
const generationsMax = 1_000;
/** Time stamps of directories are coarse: one so young may have changed again unseen. */
const youngMs = 2_000;
const scanMs = 60_000;
const nsPerMs = 1e6;

/**
 * Whether a file was made since the stream was last followed: nothing of it can have been read before. In whole
 * milliseconds, as `since` is: new kernels stamp finer, and one made just before would look younger.
 */
export const isNews = ({ identity }: LogFile, { since }: Stream): boolean =>
  Math.floor(Number(identity.born) / nsPerMs) > since;

/** Whether siblings may have come, gone or changed their names since they were last looked through. */
export function scanIsDue(stream: Stream, now: number): boolean {
  return stream.scanned !== directoryStamp(stream.path) || now - stream.scannedAt >= scanMs;
}

/** Notes that the siblings are known now; `restless` when some must be judged again at the next look. */
export function noteScan(stream: Stream, stamp: string, restless: boolean, now: number): void {
  stream.scanned = restless || youngest(stream.path) > now - youngMs ? null : stamp;
  stream.scannedAt = now;
}

/** Finished generations whose file is gone are remembered up to a number, in case a copy comes back. */
export function forgetOldest(stream: Stream, present: ReadonlySet<Generation | null>): void {
  let surplus = stream.generations.length - generationsMax;
  if (surplus <= 0) return;
  stream.generations = stream.generations.filter((generation) => {
    const goes = surplus > 0 && generation.position.state === 'done' && !present.has(generation);
    if (goes) surplus--;
    return !goes;
  });
}

/** Changes when an entry comes or goes beside the live path, or beside what it links to. */
export function directoryStamp(path: string): string {
  return homesOf(path)
    .map(({ directory }) => stampOf(directory))
    .join();
}

/**
 * Opens the siblings of a live path, oldest first. A generation that was lost is also found under a foreign name; the
 * file there must hold it, because inodes are used again and anybody's file may have this one now.
 */
export function openSiblings(
  path: string,
  lost: readonly Generation[],
  { listings, troubles }: Pick<Pass, 'listings' | 'troubles'>,
): LogFile[] {
  const open: LogFile[] = [];
  const keys = new Set<string>();
  for (const { directory, name } of homesOf(path)) {
    const listing = listingOf(directory, listings);
    const siblings = listing.siblings(name);
    const ages = new Map(siblings.map((sibling, at) => [sibling, at]));
    const strangers = lost.flatMap(({ position }) => listing.namesOf(position));
    for (const sibling of inOrder(new Set([...strangers, ...siblings.slice(-siblingsMax)]), ages)) {
      if (sibling === name) continue;
      try {
        const file = openLog(join(directory, sibling), 'refuse');
        const isForeign = !ages.has(sibling) && !lost.some(isHeldBy(file));
        if (isForeign || keys.has(keyOf(file.identity))) {
          closeLog(file);
          continue;
        }
        open.push(file);
        keys.add(keyOf(file.identity));
      } catch (error) {
        troubles.push({ path: join(directory, sibling), why: reasonOf(error) });
      }
    }
  }
  return open;
}

const isHeldBy =
  (file: LogFile) =>
  ({ position }: Generation) =>
    livesIn(position, file.identity) && holds(file, position);

/** Strangers first: when nothing is known of their age, nothing may be taken for older. */
const inOrder = (names: ReadonlySet<string>, ages: ReadonlyMap<string, number>) =>
  [...names].sort((a, b) => (ages.get(a) ?? -1) - (ages.get(b) ?? -1));

function homesOf(path: string): { directory: string; name: string }[] {
  const real = realPathOf(path);
  return [...new Set([path, real])].map((each) => ({ directory: dirname(each), name: basename(each) }));
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function youngest(path: string): number {
  const times = homesOf(path).map(
    ({ directory }) => statSync(directory, { throwIfNoEntry: false })?.mtimeMs ?? 0,
  );
  return Math.max(...times);
}
