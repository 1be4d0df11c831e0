import type { Generation, Pass } from './file-generation.js';
import { type Claim, isOpen } from './file-match.js';
import { closeLog, glance, keyOf, type LogFile, lookAgain, openLog, reasonOf } from './log-file.js';
import {
  directoryStamp,
  forgetOldest,
  noteScan,
  openSiblings,
  type Stream,
  scanIsDue,
} from './log-stream.js';
import { claimsOf } from './match-files.js';
import { finish } from './read-forward.js';
import { readClaim, readHeld } from './read-match.js';
import { tellSkipped } from './skipped.js';

/** A rotated file is held open so long after its last growth: its writer may not have noticed yet. */
const holdMs = 60_000;

/**
 * One look at one log: the same steps at the start, at an event, by the timer and after a night of absence. What is
 * held open is read first, then the path is looked at again, then all siblings, oldest first, the live file last.
 * Yields after each chunk.
 */
export async function* lookAt(stream: Stream, pass: Pass): AsyncGenerator<void> {
  const scan = scanIsDue(stream, pass.now);
  for (const generation of [...stream.generations])
    if (!(scan && isUntouchedLive(stream, generation))) yield* readHeld(stream, generation, pass);
  if (scan || liveHasChanged(stream)) yield* readAll(stream, pass);
  for (const generation of stream.generations) retire(stream, generation, pass);
}

/**
 * A live file that was empty proves nothing: what it held meanwhile may be in a copy, which comes first. Without a name
 * it is in nobody's turn, and is read at once.
 */
function isUntouchedLive({ live }: Stream, generation: Generation): boolean {
  const { held, position } = generation;
  if (generation !== live || position.offset > 0 || held === null) return false;
  lookAgain(held);
  return held.linked;
}

function liveHasChanged({ path, live }: Stream): boolean {
  const there = glance(path);
  if ('why' in there) return live !== null;
  return live?.file !== there.key || (live.held === null && live.settled !== there.stamp);
}

async function* readAll(stream: Stream, pass: Pass): AsyncGenerator<void> {
  const stamp = directoryStamp(stream.path);
  const opened: LogFile[] = [];
  try {
    const path = openLive(stream, pass);
    if (path !== null) opened.push(path);
    else if (stream.unmet === 'over' || stream.unmet === 'live') return;
    // Opened after the live path: what was rotated away before is among them.
    opened.push(...openSiblings(stream.path, stream.generations.filter(isLost), pass));
    const [live, siblings] = apart(stream.path, path, opened);
    if (live === null || stream.live?.file !== keyOf(live.identity)) {
      // Written between our last read and the rotation.
      const before = stream.live;
      if (before !== null && !isUntouchedLive(stream, before)) yield* readHeld(stream, before, pass);
      stream.live = null;
    }
    const claims = await claimsOf(stream, siblings, live, pass.now);
    tellSkipped(stream, claims, live, pass);
    for (const claim of claims) yield* readClaim(stream, claim, claim.file === live, pass);
    if (live !== null) stream.unmet = null;
    const restless = noteLost(stream, claims, pass.now) || claims.some(({ verdict }) => verdict === 'copy');
    noteScan(stream, stamp, restless || live !== path, pass.now);
  } finally {
    const held = new Set(stream.generations.map((generation) => generation.held));
    for (const file of opened) if (!held.has(file)) closeLog(file);
  }
}

function openLive(stream: Stream, pass: Pass): LogFile | null {
  const { path } = stream;
  try {
    const file = openLog(path, 'follow');
    const owner = pass.taken.get(keyOf(file.identity)) ?? path;
    if (owner === path) return file;
    pass.troubles.push({ path, why: `the same file as ${owner}` });
    closeLog(file);
  } catch (error) {
    if (reasonOf(error) !== 'ENOENT') pass.troubles.push({ path, why: reasonOf(error) });
  }
  return null;
}

/** The live file, unless it was renamed to a sibling since it was opened; and the siblings without it. */
function apart(path: string, live: LogFile | null, opened: readonly LogFile[]): [LogFile | null, LogFile[]] {
  const others = opened.filter((file) => file !== live);
  if (live === null) return [null, others];
  const key = keyOf(live.identity);
  const there = glance(path);
  const stays = 'key' in there && there.key === key;
  const twin = others.some(({ identity }) => keyOf(identity) === key);
  if (twin && !stays) return [null, others];
  return [live, others.filter(({ identity }) => keyOf(identity) !== key)];
}

const isLost = ({ lostAt, held }: Generation) => lostAt !== null && held === null;

/** Notes which generations have a rest that no file is known to hold. */
function noteLost(stream: Stream, claims: readonly Claim[], now: number): boolean {
  const claimed = new Set(claims.map(({ generation }) => generation));
  const lost = stream.generations.filter(
    (generation) => isOpen(generation) && generation.held === null && !claimed.has(generation),
  );
  for (const generation of lost) {
    generation.file = null;
    generation.lostAt ??= now;
  }
  forgetOldest(stream, claimed);
  return lost.length > 0;
}

/** Closes the account of a generation that is not live: read to its end and quiet, or lost for good. */
function retire(stream: Stream, generation: Generation, pass: Pass): void {
  const { held, lostAt, grownAt } = generation;
  if (generation === stream.live || !isOpen(generation)) return;
  if (held !== null && pass.now - grownAt >= holdMs) {
    finish(generation, held, pass);
    closeLog(held);
    Object.assign(generation, { held: null, settled: held.stamp });
  } else if (held === null && lostAt !== null && pass.now - lostAt >= holdMs) {
    const why = 'truncated, replaced or removed; what was written after the last look is unknown';
    finish(generation, null, pass, { path: stream.path, at: lostAt, bytes: null, why });
  }
}
