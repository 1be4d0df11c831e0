import { commit, type Generation, generationIn, type Pass } from './file-generation.js';
import { type Claim, isOpen } from './file-match.js';
import { closeLog, keyOf, type LogFile } from './log-file.js';
import { isNews, type Stream } from './log-stream.js';
import { readArchive } from './read-archive.js';
import { passOver, readOn } from './read-forward.js';

/** Reads what a file holds of its generation and is not committed. A file never met begins a generation. */
export async function* readClaim(
  stream: Stream,
  claim: Claim,
  isLive: boolean,
  pass: Pass,
): AsyncGenerator<void> {
  if (claim.verdict === 'copy' || claim.verdict === 'history') return;
  const { file, packed } = claim;
  const generation = claim.generation ?? (yield* begin(stream, claim, isLive, pass));
  claim.generation = generation;
  if (isLive) becomeLive(stream, generation, file, pass);
  if (packed) {
    if (claim.goesOn) yield* leaveForArchive(stream, generation, pass);
    if (isOpen(generation) && generation.held === null)
      if ((yield* readArchive(generation, file, pass)) === 'unfinished') claim.verdict = 'copy';
    return;
  }
  if (!isLive) yield* leaveUnlinked(stream, claim, generation, pass);
  if (isOpen(generation)) generation.held ??= file;
  if (generation.held !== null) yield* readHeld(stream, generation, pass);
  else {
    const outcome = yield* readOn(generation, file, 'draining', pass);
    if (outcome === 'rewritten') abandon(stream, generation, pass);
    else if (isOpen(generation)) generation.held = file;
  }
}

/** A file without a name may still be written to. It is left for its copy once the copy has gone further. */
async function* leaveUnlinked(
  stream: Stream,
  claim: Claim,
  generation: Generation,
  pass: Pass,
): AsyncGenerator<void> {
  const { held } = generation;
  if (held === null || keyOf(held.identity) === keyOf(claim.file.identity)) return;
  yield* readHeld(stream, generation, pass);
  if (generation.held === null || claim.file.size <= generation.position.offset) claim.verdict = 'copy';
  else {
    closeLog(held);
    generation.held = null;
  }
}

/** What follows in an archive was written to a copy of the file that we hold, which nobody writes to any more. */
async function* leaveForArchive(stream: Stream, generation: Generation, pass: Pass): AsyncGenerator<void> {
  yield* readHeld(stream, generation, pass);
  if (generation.held === null) return;
  closeLog(generation.held);
  generation.held = null;
}

/** Reads a file that is kept open. */
export async function* readHeld(stream: Stream, generation: Generation, pass: Pass): AsyncGenerator<void> {
  const { held } = generation;
  if (held === null) return;
  const state = generation === stream.live ? 'live' : 'draining';
  if ((yield* readOn(generation, held, state, pass)) === 'rewritten') {
    abandon(stream, generation, pass);
    closeLog(held);
  }
}

async function* begin(
  stream: Stream,
  { file, packed }: Claim,
  isLive: boolean,
  pass: Pass,
): AsyncGenerator<void, Generation> {
  const generation = generationIn(file, stream.path, stream.generations, pass.now);
  const state = isLive ? 'live' : 'done';
  const unread = stream.unmet === 'over' || (stream.unmet === 'live' && !isLive);
  if (unread && !isNews(file, stream)) {
    if (packed) commit(generation, generation.position, state, [], true, pass);
    else yield* passOver(generation, file, state, pass);
  } else {
    // On record before its first line: after a restart it is neither passed over nor taken for history.
    commit(generation, generation.position, 'live', [], false, pass);
  }
  stream.generations.push(generation);
  return generation;
}

function becomeLive(stream: Stream, generation: Generation, file: LogFile, pass: Pass): void {
  stream.live = generation;
  pass.taken.set(keyOf(file.identity), stream.path);
  const { held } = generation;
  if (held !== null && keyOf(held.identity) === keyOf(file.identity)) return;
  if (held !== null) closeLog(held);
  generation.held = file;
}

/**
 * The file holds something else now, and its name belongs to that. The rest of the old generation is in a copy, if
 * anywhere, and is looked for at once.
 */
function abandon(stream: Stream, generation: Generation, { now }: Pass): void {
  Object.assign(generation, {
    file: null,
    held: null,
    cutter: null,
    lostAt: isOpen(generation) ? now : null,
  });
  if (stream.live === generation) stream.live = null;
  stream.scanned = null;
}
