import { type Answer, archiveCopies, archiveHolds } from './archive-fingerprint.js';
import type { Generation } from './file-generation.js';
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
import { keyOf, type LogFile } from './log-file.js';
import { isNews, type Stream, type Unpacked } from './log-stream.js';

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
 * Unpacking costs time, so an archive that was there before the last stop is asked only while something is missing or
 * nothing newer is known. One that was made since may hold what nobody saw.
 */
export async function claimArchives(stream: Stream, claims: readonly Claim[]): Promise<void> {
  const present = new Set(claims.map(({ file }) => archiveId(file)));
  for (const id of stream.archives.keys()) if (!present.has(id)) stream.archives.delete(id);
  for (const [i, claim] of [...claims.entries()].reverse()) {
    if (!claim.packed || claim.generation !== null) continue;
    const missing = candidates(stream, claims);
    if (!missing.some(isOpen) && claims.slice(i).some(isKnown) && !isNews(claim.file, stream)) {
      claim.verdict = 'history';
      continue;
    }
    const answer = await archiveAnswer(stream, claim.file, missing);
    if (typeof answer === 'object') {
      take(claim, answer.generation);
      claim.goesOn = answer.goesOn;
    } else if (answer === 'unfinished') claim.verdict = 'copy';
    else if (await isPackedCopy(stream, claim.file, claims, missing)) claim.verdict = 'history';
  }
}

/** An archive that did not change is not unpacked twice for the same generation. */
async function archiveAnswer(stream: Stream, file: LogFile, missing: readonly Generation[]): Promise<Answer> {
  const known = knownOf(stream, file);
  const asked = missing.filter(({ position }) => !known.not.has(keyOf(position)));
  if (asked.length > 0) {
    const answer = await archiveHolds(file, asked);
    if (typeof answer === 'object') return answer;
    for (const { position } of asked) known.not.add(keyOf(position));
    known.unfinished ||= answer === 'unfinished';
    return answer;
  }
  return known.unfinished ? 'unfinished' : 'other';
}

/** Whether an archive was made of a copy of what is there, or of what another archive holds. */
async function isPackedCopy(
  stream: Stream,
  file: LogFile,
  claims: readonly Claim[],
  missing: readonly Generation[],
): Promise<boolean> {
  const known = knownOf(stream, file);
  if (known.copy !== null) return known.copy;
  const present = stream.generations.filter(
    (generation) => !missing.includes(generation) && generation.position.offset >= identityBytesMin,
  );
  const answer = await archiveHolds(file, present);
  const isWhole = typeof answer === 'object' && !answer.goesOn;
  const plain = claims.filter(({ packed }) => !packed).map((claim) => claim.file);
  known.copy = isWhole || answer === 'unfinished' || (await archiveCopies(file, plain));
  return known.copy;
}

function knownOf({ archives }: Stream, file: LogFile): Unpacked {
  const known = archives.get(archiveId(file)) ?? { not: new Set(), unfinished: false, copy: null };
  archives.set(archiveId(file), known);
  return known;
}

/** Stays the same when the archive is renamed. */
const archiveId = ({ identity, stamp }: LogFile) =>
  `${keyOf(identity)}:${stamp.slice(0, stamp.lastIndexOf(':'))}`;
