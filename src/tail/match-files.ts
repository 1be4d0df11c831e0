import type { Position } from '../pipeline/checkpoint.js';
import { packingOf } from './archive.js';
import { type Generation, livesIn } from './file-generation.js';
import {
  type Claim,
  candidates,
  identityBytesMin,
  isKnown,
  isMadeSince,
  isOpen,
  longestHeld,
  take,
} from './file-match.js';
import { headBytesMax, tailBytesMax } from './line-splitter.js';
import { changedAt, keyOf, type LogFile, readAt, writtenAt } from './log-file.js';
import type { Stream } from './log-stream.js';
import { claimArchives, claimFreshArchives } from './match-archives.js';
import { holds } from './read-forward.js';

/** A file that was rotated while it was empty may get its first lines from a writer that has not noticed yet. */
const lateMs = 60_000;

/** Positions of finished files are kept a little longer than this. */
const forgottenMs = 29 * 86_400_000;

/**
 * Judges all files of a stream together, oldest first and the live one last. The inode proposes, content decides; and
 * all names that no longer hold true are given up before content may propose.
 */
export async function claimsOf(
  stream: Stream,
  siblings: readonly LogFile[],
  live: LogFile | null,
  now: number,
): Promise<Claim[]> {
  const files = live === null ? siblings : [...siblings, live];
  const claims = files.map((file): Claim => {
    return { file, packed: packingOf(file) !== 'plain', generation: null, verdict: 'new', goesOn: false };
  });
  for (const claim of claims) giveUpFalseName(stream, claim.file, now);
  for (const claim of claims) claimByName(stream, claim);
  for (const claim of claims) if (live !== null && claim.file !== live) markCopyOf(live, claim);
  await claimFreshArchives(stream, claims);
  for (const claim of claims) if (!claim.packed) claimByContent(stream, claims, claim, claim.file === live);
  claimOlderTwin(claims, live);
  await claimArchives(stream, claims);
  for (const claim of claims) if (claim.file !== live) markCopy(stream, claims, claim, now);
  markHistory(claims, now);
  return claims;
}

function giveUpFalseName({ generations }: Stream, file: LogFile, now: number): void {
  for (const generation of generations) {
    if (generation.file !== keyOf(file.identity) || generation.held !== null) continue;
    if (generation.settled === file.stamp) continue;
    if (packingOf(file) !== 'plain' || holds(file, generation.position)) continue;
    generation.file = null;
    generation.lostAt = isOpen(generation) ? now : null;
  }
}

/** Of several generations that one inode has held, only the youngest can still be in it. */
function claimByName({ generations }: Stream, claim: Claim): void {
  const { file, packed } = claim;
  const key = keyOf(file.identity);
  const bound = generations.find((generation) => generation.file === key);
  if (bound !== undefined) {
    take(claim, bound);
    return;
  }
  const youngest = generations
    .filter(({ position }) => livesIn(position, file.identity))
    .reduce<Generation | null>(
      (a, b) => (a && BigInt(a.position.born) > BigInt(b.position.born) ? a : b),
      null,
    );
  if (youngest === null || youngest.file !== null) return;
  const believed = packed
    ? keyOf(youngest.position) === key && (!isOpen(youngest) || youngest.position.offset < identityBytesMin)
    : holds(file, youngest.position);
  if (believed) take(claim, youngest);
}

/** Somebody copies the live file. Until it is truncated, what it holds is read from there, be it known or not. */
function markCopyOf(live: LogFile, claim: Claim): void {
  if (claim.generation === null && !claim.packed && claim.file.size > 0 && beginsLike(claim.file, live))
    claim.verdict = 'copy';
}

/**
 * Two files go on from the beginning that was read, the live one and one that was made since: then this one holds what
 * stood in the live one before it was truncated.
 */
function claimOlderTwin(claims: readonly Claim[], live: LogFile | null): void {
  const mine = claims.find(({ file }) => file === live);
  const generation = mine?.generation;
  if (!mine || !generation || generation.held !== null || !isOpen(generation)) return;
  const twin = claims.find(
    (claim) =>
      claim.generation === null &&
      claim.verdict === 'new' &&
      !claim.packed &&
      isMadeSince(claim, generation) &&
      generation.position.offset >= identityBytesMin &&
      holds(claim.file, generation.position),
  );
  if (twin === undefined) return;
  Object.assign(mine, { generation: null, verdict: 'new' });
  take(twin, generation);
}

function claimByContent(stream: Stream, claims: readonly Claim[], claim: Claim, isLive: boolean): void {
  if (claim.generation !== null || claim.verdict === 'copy') return;
  const found = longestHeld(stream, claims, claim, (generation) => !isLive || isOpen(generation));
  if (found !== null) take(claim, found);
}

function markCopy(stream: Stream, claims: readonly Claim[], claim: Claim, now: number): void {
  const { file, packed } = claim;
  if (claim.generation !== null || packed) return;
  if (file.size === 0) {
    claim.verdict = now - changedAt(file) < lateMs ? 'copy' : 'history';
    return;
  }
  const others = claims.filter((other) => other !== claim && !other.packed && other.verdict !== 'copy');
  const isCopy =
    others.some((other) => beginsLike(file, other.file)) ||
    candidates(stream, claims).some(({ position }) => isBeginningOf(file, position));
  if (isCopy) claim.verdict = 'copy';
}

/**
 * What is unknown, older than anything known and was not written to for weeks is long forgotten. What is younger may have
 * been passed by as a copy before we were stopped: it has never been read.
 */
function markHistory(claims: readonly Claim[], now: number): void {
  const oldest = claims.findIndex(isKnown);
  for (const claim of claims.slice(0, Math.max(0, oldest)))
    if (claim.verdict === 'new' && now - writtenAt(claim.file) > forgottenMs) claim.verdict = 'history';
}

/** Whether one file is a beginning of another, as far as its first and last bytes tell. */
export function beginsLike(file: LogFile, other: LogFile): boolean {
  if (file.size > other.size) return false;
  const same = (at: number, length: number) => readAt(file, at, length).equals(readAt(other, at, length));
  const tail = Math.min(file.size, tailBytesMax);
  return same(0, Math.min(file.size, headBytesMax)) && same(file.size - tail, tail);
}

/** Whether a file is a beginning of what was committed of a generation, as far as that is known. */
export function isBeginningOf(file: LogFile, position: Position): boolean {
  if (file.size >= position.offset) return false;
  const head = Buffer.from(position.head, 'base64').subarray(0, file.size);
  return readAt(file, 0, head.length).equals(head);
}
