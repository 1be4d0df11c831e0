import type { Position } from '../position.js';
import { packingOf } from './archive.js';
import { type Answer, archiveHolds } from './archive-identity.js';
import { headBytesMax, tailBytesMax } from './cutter.js';
import { type Generation, livesIn } from './generation.js';
import { keyOf, type LogFile, readAt } from './log-file.js';
import { holds } from './read.js';
import type { Stream } from './stream.js';

/** Which generation a file holds, or why it holds none that is to be read. */
export type Claim = {
  readonly file: LogFile;
  readonly packed: boolean;
  generation: Generation | null;
  /** `copy`: of something that is there, or about to become the rest of it; judged again at the next look. */
  verdict: 'known' | 'copy' | 'history' | 'new';
};

/** Less than this is no identity: an empty generation, or a few equal bytes. */
const identityBytesMin = 8;

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
    return { file, packed: packingOf(file) !== 'plain', generation: null, verdict: 'new' };
  });
  for (const claim of claims) giveUpFalseName(stream, claim.file, now);
  for (const claim of claims) claimByName(stream, claim);
  for (const claim of claims) if (live !== null && claim.file !== live) markCopyOf(live, claim);
  await claimFreshArchives(stream, claims);
  for (const claim of claims) if (!claim.packed) claimByContent(stream, claims, claim, claim.file === live);
  await claimArchives(stream, claims);
  for (const claim of claims) if (claim.file !== live) markCopy(stream, claims, claim);
  markHistory(claims);
  return claims;
}

/** Generations whose own file is nowhere to be seen. One that we hold without a name for it is not to be seen. */
export function orphansOf(stream: Stream, files: readonly LogFile[]): Generation[] {
  const present = new Set(files.map(({ identity }) => keyOf(identity)));
  return stream.generations.filter(
    ({ file, held }) => !(file !== null && present.has(file)) && !held?.linked,
  );
}

export const isOpen = ({ position }: Generation): boolean => position.state !== 'done';

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
    ? !isOpen(youngest) && keyOf(youngest.position) === key
    : holds(file, youngest.position);
  if (believed) take(claim, youngest);
}

/** Somebody copies the live file. Until it is truncated, what it holds is read from there, be it known or not. */
function markCopyOf(live: LogFile, claim: Claim): void {
  if (claim.generation === null && !claim.packed && claim.file.size > 0 && beginsLike(claim.file, live))
    claim.verdict = 'copy';
}

/**
 * A generation of which little was read, such as a banner that stands at the head of every file, is held by an archive
 * and by a younger plain file alike. Then it is the archive's, if that was made since: the older of two comes first.
 */
async function claimFreshArchives(stream: Stream, claims: readonly Claim[]): Promise<void> {
  for (const orphan of candidates(stream, claims).filter(isOpen)) {
    const rival = claims.findIndex(
      ({ file, packed, generation }) => !packed && generation === null && holds(file, orphan.position),
    );
    const older = claims
      .slice(0, Math.max(0, rival))
      .filter(({ packed, generation }) => packed && !generation);
    for (const claim of older.filter(
      ({ file }) => BigInt(file.identity.born) > BigInt(orphan.position.born),
    )) {
      const answer = await archiveAnswer(stream, claim.file, candidates(stream, claims));
      if (typeof answer !== 'object') continue;
      take(claim, answer);
      if (answer === orphan) break;
    }
  }
}

function claimByContent(stream: Stream, claims: readonly Claim[], claim: Claim, isLive: boolean): void {
  if (claim.generation !== null || claim.verdict === 'copy') return;
  const found = candidates(stream, claims)
    .filter((generation) => !isLive || isOpen(generation))
    .filter(({ position }) => holds(claim.file, position))
    .reduce<Generation | null>((a, b) => (a && a.position.offset > b.position.offset ? a : b), null);
  if (found !== null) take(claim, found);
}

/** Archives cost time, so they are unpacked only while something is missing or nothing newer is known. */
async function claimArchives(stream: Stream, claims: readonly Claim[]): Promise<void> {
  const present = new Set(claims.map(({ file }) => archiveId(file)));
  for (const id of stream.archives.keys()) if (!present.has(id)) stream.archives.delete(id);
  for (const [i, claim] of [...claims.entries()].reverse()) {
    if (!claim.packed || claim.generation !== null) continue;
    const missing = candidates(stream, claims);
    if (!missing.some(isOpen) && claims.slice(i).some(isKnown)) {
      claim.verdict = 'history';
      continue;
    }
    const answer = await archiveAnswer(stream, claim.file, missing);
    if (answer === 'unfinished') claim.verdict = 'copy';
    else if (answer !== 'other') take(claim, answer);
  }
}

/** An archive that did not change is not unpacked twice for the same generation. */
async function archiveAnswer(stream: Stream, file: LogFile, missing: readonly Generation[]): Promise<Answer> {
  const id = archiveId(file);
  const known = stream.archives.get(id) ?? { not: new Set(), unfinished: false };
  const asked = missing.filter(({ position }) => !known.not.has(keyOf(position)));
  if (asked.length > 0) {
    const answer = await archiveHolds(file, asked);
    if (typeof answer === 'object') return answer;
    for (const { position } of asked) known.not.add(keyOf(position));
    stream.archives.set(id, { ...known, unfinished: known.unfinished || answer === 'unfinished' });
    return answer;
  }
  return known.unfinished ? 'unfinished' : 'other';
}

const archiveId = (file: LogFile) => `${keyOf(file.identity)}:${file.stamp}`;

function markCopy(stream: Stream, claims: readonly Claim[], claim: Claim): void {
  const { file, packed } = claim;
  if (claim.generation !== null || packed) return;
  if (file.size === 0) {
    claim.verdict = 'history';
    return;
  }
  const others = claims.filter((other) => other !== claim && !other.packed && other.verdict !== 'copy');
  const isCopy =
    others.some((other) => beginsLike(file, other.file)) ||
    candidates(stream, claims).some(({ position }) => isBeginningOf(file, position));
  if (isCopy) claim.verdict = 'copy';
}

/** What is unknown and older than anything known was rotated away before we came, or is long forgotten. */
function markHistory(claims: readonly Claim[]): void {
  const oldest = claims.findIndex(isKnown);
  for (const claim of claims.slice(0, Math.max(0, oldest)))
    if (claim.verdict === 'new') claim.verdict = 'history';
}

function take(claim: Claim, generation: Generation): void {
  claim.generation = generation;
  claim.verdict = 'known';
  generation.file = keyOf(claim.file.identity);
  generation.lostAt = null;
}

function candidates(stream: Stream, claims: readonly Claim[]): Generation[] {
  return orphansOf(
    stream,
    claims.map(({ file }) => file),
  ).filter(({ position }) => position.offset >= identityBytesMin);
}

const isKnown = ({ generation }: Claim) =>
  generation !== null && (generation.position.offset > 0 || !isOpen(generation));

/** Whether one file is a beginning of another, as far as its first and last bytes tell. */
function beginsLike(file: LogFile, other: LogFile): boolean {
  if (file.size > other.size) return false;
  const same = (at: number, length: number) => readAt(file, at, length).equals(readAt(other, at, length));
  const tail = Math.min(file.size, tailBytesMax);
  return same(0, Math.min(file.size, headBytesMax)) && same(file.size - tail, tail);
}

function isBeginningOf(file: LogFile, position: Position): boolean {
  if (file.size >= position.offset) return false;
  const head = Buffer.from(position.head, 'base64').subarray(0, file.size);
  return readAt(file, 0, head.length).equals(head);
}
