import { type Answer, archiveCopies, archiveHolds } from './archive-identity.js';
import { type Claim, candidates, isKnown, isMadeSince, isOpen, longestHeld, take } from './claim.js';
import type { Generation } from './generation.js';
import { keyOf, type LogFile } from './log-file.js';
import { isNews, type Stream } from './stream.js';

/**
 * A generation of which little was read, such as a banner that stands at the head of every file, is held by an archive
 * and by a younger plain file alike. Then it is the archive's, if that was made since: the older of two comes first.
 */
export async function claimFreshArchives(stream: Stream, claims: readonly Claim[]): Promise<void> {
  for (const orphan of candidates(stream, claims).filter(isOpen)) {
    const rival = claims.findIndex(
      (claim) => !claim.packed && claim.generation === null && longestHeld(stream, claims, claim) === orphan,
    );
    const older = claims
      .slice(0, Math.max(0, rival))
      .filter(({ packed, generation }) => packed && !generation);
    for (const claim of older.filter((each) => isMadeSince(each, orphan))) {
      const answer = await archiveAnswer(stream, claim.file, candidates(stream, claims));
      if (typeof answer !== 'object') continue;
      take(claim, answer.generation);
      claim.goesOn = answer.goesOn;
      if (answer.generation === orphan) break;
    }
  }
}

/**
 * Archives cost time, so they are unpacked only while something is missing, nothing newer is known, or they may hold what
 * nobody saw: a file that seemed to be a copy, or was empty, may have gone on in its own way before it was packed.
 */
export async function claimArchives(stream: Stream, claims: readonly Claim[]): Promise<void> {
  const present = new Set(claims.map(({ file }) => archiveId(file)));
  const unseen = mayHoldUnseen(stream, claims);
  for (const id of stream.archives.keys()) if (!present.has(id)) stream.archives.delete(id);
  for (const [i, claim] of [...claims.entries()].reverse()) {
    if (!claim.packed || claim.generation !== null) continue;
    const missing = candidates(stream, claims);
    const isAsked = missing.some(isOpen) || !claims.slice(i).some(isKnown);
    if (!isAsked && !(unseen && isNews(claim.file, stream))) {
      claim.verdict = 'history';
      continue;
    }
    const answer = await archiveAnswer(stream, claim.file, missing);
    if (typeof answer === 'object') {
      take(claim, answer.generation);
      claim.goesOn = answer.goesOn;
    } else if (answer === 'unfinished') claim.verdict = 'copy';
    else if (!isAsked && (await isPackedCopy(claim.file, claims))) claim.verdict = 'history';
  }
}

/** True after the start, and when a file is gone of which nothing was read. */
function mayHoldUnseen({ unread }: Stream, claims: readonly Claim[]): boolean {
  const there = new Set(claims.map(({ file }) => keyOf(file.identity)));
  return unread === null || [...unread].some((key) => !there.has(key));
}

const isPackedCopy = (file: LogFile, claims: readonly Claim[]) =>
  archiveCopies(
    file,
    claims.filter(({ packed }) => !packed).map((claim) => claim.file),
  );

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
